using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Hosting.Executions;

/// <summary>Completes the messages that end executions with what they name instead of bringing it.</summary>
internal sealed class EndInputs(ExecutionValues values)
{
    /// <summary>The message with all that is to be recorded.</summary>
    public async ValueTask<CompleteExecutionInput> CompleteAsync(CompleteExecutionInput input, CancellationToken cancellationToken)
    {
        if (input.Parts is { } parts)
        {
            input = await values.AssembleAsync<CompleteExecutionInput>(input.Tenant, input.ExecutionId, parts, cancellationToken);
        }

        if (input is { ErrorStored: true, Error: { } error })
        {
            input = input with { Error = await values.ErrorAsync(input.Tenant, input.ExecutionId, error, cancellationToken) };
        }

        input = input.Answer is { } answer ? input with { Answer = await CompleteAsync(input, answer, cancellationToken) } : input;
        return input.OutputOf is { } nodes
            ? WithOutput(input, await values.OutputAsync(input.Tenant, input.ExecutionId, nodes, cancellationToken))
            : input;
    }

    /// <summary>Several outputs that fit one by one may be too large together.</summary>
    private static CompleteExecutionInput WithOutput(CompleteExecutionInput input, System.Text.Json.JsonElement output) =>
        OutputLimit.Excess(output, null) is { } excess
            ? input with { Status = ExecutionStatus.Failed, Error = new RunError(ErrorCodes.OutputTooLarge, excess), Answer = null, Output = OrcheoJson.Null }
            : input with { Output = output };

    private async Task<DeferredAnswer> CompleteAsync(CompleteExecutionInput input, DeferredAnswer answer, CancellationToken cancellationToken) => answer with
    {
        Node = answer.NodeStored
            ? await values.NodeAsync(input.Tenant, input.ExecutionId, answer.Node.GetProperty("id").GetString()!, cancellationToken)
            : answer.Node,
        Values = await values.ResolveAsync(input.Tenant, input.ExecutionId, answer.Values, answer.Stored, cancellationToken),
    };
}
