using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>
/// Reads what the messages of a run name instead of bringing it: nothing is written for that, as the start and the checkpoints hold it
/// anyway. Only activities call this.
/// </summary>
public sealed class ExecutionValues(ITableStore store, ExecutionStore executions)
{
    /// <summary>More checkpoints than this are read as one range.</summary>
    private const int PointReads = 8;

    /// <summary>The scope with everything that it lacks.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="values">The scope as it came.</param>
    /// <param name="stored">What it lacks; null for nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidOperationException">The store does not have it.</exception>
    public async Task<JsonElement> ResolveAsync(
        string tenant, string executionId, JsonElement values, StoredValues? stored, CancellationToken cancellationToken)
    {
        if (stored is null)
        {
            return values;
        }

        var start = stored.Input || stored.Trigger ? await InputAsync(tenant, executionId, cancellationToken) : null;
        var checkpoints = await CheckpointsAsync(tenant, executionId, [.. stored.Nodes.Union(stored.Patches ?? [], StringComparer.Ordinal)], cancellationToken);
        return new ScopeMerge(values, stored, start, checkpoints).Build();
    }

    /// <summary>What an entry node puts out.</summary>
    public async Task<JsonElement> EntryValueAsync(string tenant, string executionId, string triggerType, CancellationToken cancellationToken)
    {
        var start = await InputAsync(tenant, executionId, cancellationToken);
        return EntryValues.Of(triggerType, start.Trigger, start.Input);
    }

    /// <summary>A node of the definition, in its wire shape.</summary>
    public async Task<JsonElement> NodeAsync(string tenant, string executionId, string nodeId, CancellationToken cancellationToken) =>
        (await DefinitionAsync(tenant, executionId, cancellationToken)).GetProperty("nodes").EnumerateArray()
            .First(node => node.GetProperty("id").ValueEquals(nodeId));

    /// <summary>What the execution runs.</summary>
    public async Task<JsonElement> DefinitionAsync(string tenant, string executionId, CancellationToken cancellationToken) =>
        StoredJson.Read<JsonElement>(await RowAsync(tenant, executionId, ExecutionTables.Definition, cancellationToken));

    /// <summary>A part of what the execution runs.</summary>
    public async Task<DefinitionPart> DefinitionPartAsync(DefinitionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var row = await RowAsync(request.Tenant, request.ExecutionId, ExecutionTables.Definition, cancellationToken);
        return new DefinitionPart(MessageText.Part(row.Span, request.Index), MessageText.CountOf(row.Length));
    }

    /// <summary>What the run put out, made of the outputs of its terminal nodes.</summary>
    public async Task<JsonElement> OutputAsync(string tenant, string executionId, IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var checkpoints = await CheckpointsAsync(tenant, executionId, nodes, cancellationToken);
        return RunOutput.Of([.. nodes.Select(node => (node, checkpoints[node].Output))]);
    }

    /// <summary>Why a node failed, with everything that is known of it; what is given when that is not recorded.</summary>
    public async Task<RunError> ErrorAsync(string tenant, string executionId, RunError error, CancellationToken cancellationToken) =>
        error is { NodeId: { } nodeId }
        && await executions.GetCheckpointAsync(tenant, executionId, nodeId, cancellationToken) is { Error: { } whole }
        && whole.Code == error.Code
            ? whole with { NodeId = nodeId }
            : error;

    /// <summary>Keeps a part of a message. Keeping it again changes nothing.</summary>
    public async Task KeepAsync(MessagePart part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        var row = TableWrite.Upsert(ExecutionTables.PartRow(part.Key, part.Index), MessageText.Decode(part.Text));
        await store.WriteAsync(ExecutionTables.Executions, ExecutionTables.Partition(part.Tenant, part.ExecutionId), [row], cancellationToken);
    }

    /// <summary>A message that was sent ahead in parts.</summary>
    public async Task<T> AssembleAsync<T>(string tenant, string executionId, MessageParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var rows = await Task.WhenAll(Enumerable.Range(0, parts.Count)
            .Select(index => RowAsync(tenant, executionId, ExecutionTables.PartRow(parts.Key, index), cancellationToken)));
        return MessageText.Read<T>(rows);
    }

    private async Task<Dictionary<string, Checkpoint>> CheckpointsAsync(
        string tenant, string executionId, IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var found = nodes.Count <= PointReads
            ? await Task.WhenAll(nodes.Select(node => executions.GetCheckpointAsync(tenant, executionId, node, cancellationToken)))
            : [.. await executions.GetCheckpointsAsync(tenant, executionId, cancellationToken)];
        var checkpoints = found.OfType<Checkpoint>().ToDictionary(checkpoint => checkpoint.NodeId, StringComparer.Ordinal);
        return nodes.FirstOrDefault(node => !checkpoints.ContainsKey(node)) is { } missing
            ? throw Missing(executionId, $"the checkpoint of node '{missing}'")
            : checkpoints;
    }

    private async Task<StoredInput> InputAsync(string tenant, string executionId, CancellationToken cancellationToken) =>
        StoredJson.Read<StoredInput>(await RowAsync(tenant, executionId, ExecutionTables.Input, cancellationToken));

    private async Task<ReadOnlyMemory<byte>> RowAsync(string tenant, string executionId, string row, CancellationToken cancellationToken) =>
        (await store.GetAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), row, cancellationToken))?.Value
            ?? throw Missing(executionId, $"the row '{row}'");

    private static InvalidOperationException Missing(string executionId, string what) => new($"Of the execution '{executionId}', {what} is not in the store.");
}
