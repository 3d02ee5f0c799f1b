using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>
/// Lets one worker at a time make a step, should the activity be delivered to two: a row in the execution's partition, which the other
/// finds. It holds for a time and is renewed, so that a worker that dies holds nobody up for long.
/// </summary>
public sealed class StepClaims(ITableStore store)
{
    /// <summary>Takes a step, or finds it taken.</summary>
    /// <param name="step">Which step.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">How long it is taken for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What to renew and release it by; null when another worker has it.</returns>
    public async Task<string?> TakeAsync(StepReference step, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (await WriteAsync(step, TableWrite.Insert(step.Row, Value(until)), cancellationToken) is { } taken)
        {
            return taken;
        }

        var row = await store.GetAsync(ExecutionTables.Executions, step.Partition, step.Row, cancellationToken);
        return row is not null && StoredJson.Read<Claim>(row.Value).Until <= now
            ? await WriteAsync(step, TableWrite.Replace(step.Row, Value(until), row.ETag), cancellationToken)
            : null;
    }

    /// <summary>Holds a step for longer.</summary>
    /// <returns>What to renew and release it by from now on; null when another worker has taken it.</returns>
    public Task<string?> RenewAsync(StepReference step, string held, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        return WriteAsync(step, TableWrite.Replace(step.Row, Value(until), held), cancellationToken);
    }

    /// <summary>Lets a step go, unless another worker has taken it.</summary>
    public Task ReleaseAsync(StepReference step, string held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        return WriteAsync(step, TableWrite.Delete(step.Row, held), cancellationToken);
    }

    private async Task<string?> WriteAsync(StepReference step, TableWrite write, CancellationToken cancellationToken) =>
        (await store.WriteAsync(ExecutionTables.Executions, step.Partition, [write], cancellationToken)).ETags?[0];

    private static ReadOnlyMemory<byte> Value(DateTimeOffset until) => StoredJson.Write(new Claim(until));

    private sealed record Claim(DateTimeOffset Until);
}

/// <summary>Names a step.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="NodeId">The node.</param>
/// <param name="Number">Its number among the node's steps.</param>
public sealed record StepReference(string Tenant, string ExecutionId, string NodeId, int Number)
{
    internal string Partition => ExecutionTables.Partition(Tenant, ExecutionId);

    internal string Row => ExecutionTables.ClaimRow(NodeId, Number);
}
