using Microsoft.Azure.Functions.Worker;
using Orcheo.Core.Executions;

namespace Orcheo.Orchestrations;

/// <summary>Carry what is too large for one message, in parts. Each can be repeated: reading changes nothing, and a part is kept as it is.</summary>
public sealed class MessageActivities(ExecutionStore executions)
{
    /// <summary>Reads a part of the definition that an execution runs.</summary>
    [Function(nameof(ReadDefinition))]
    public Task<DefinitionPart> ReadDefinition([ActivityTrigger] DefinitionRequest input, CancellationToken cancellationToken) =>
        executions.Values.DefinitionPartAsync(input, cancellationToken);

    /// <summary>Keeps a part of a message to another activity.</summary>
    [Function(nameof(KeepPart))]
    public Task KeepPart([ActivityTrigger] MessagePart input, CancellationToken cancellationToken) =>
        executions.Values.KeepAsync(input, cancellationToken);
}
