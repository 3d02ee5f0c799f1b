using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Executions;

/// <summary>Completes the messages that start nodes with what they name instead of bringing it.</summary>
internal sealed class NodeInputs(ExecutionValues values)
{
    /// <summary>The whole message, where it was sent ahead in parts.</summary>
    public async ValueTask<RunNodeInput> AssembleAsync(RunNodeInput input, CancellationToken cancellationToken) => input.Parts is { } parts
        ? await values.AssembleAsync<RunNodeInput>(input.Tenant, input.ExecutionId, parts, cancellationToken)
        : input;

    /// <summary>The message with all that the node needs to run.</summary>
    public async ValueTask<RunNodeInput> ResolveAsync(RunNodeInput input, CancellationToken cancellationToken)
    {
        if (input is { NodeStored: false, EntryOf: null, Stored: null })
        {
            return input;
        }

        var (tenant, execution) = (input.Tenant, input.ExecutionId);
        return input with
        {
            Node = input.NodeStored ? await values.NodeAsync(tenant, execution, input.Node.GetProperty("id").GetString()!, cancellationToken) : input.Node,
            EntryValue = input.EntryOf is { } trigger ? await values.EntryValueAsync(tenant, execution, trigger, cancellationToken) : input.EntryValue,
            Values = await values.ResolveAsync(tenant, execution, input.Values, input.Stored, cancellationToken),
            NodeStored = false,
            EntryOf = null,
            Stored = null,
        };
    }
}
