using System.Text;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>
/// Removes executions, or what was recorded of them, once they have ended and their time is over. Every step is a bounded batch, and
/// what finds an execution goes last: a purge that a crash has cut short is taken up by the next one. An execution that has not ended
/// is never touched.
/// </summary>
public sealed class ExecutionPurge(ITableStore store, TimeProvider time)
{
    /// <summary>Executions purged at a time: enough to share commits, few enough to leave the store to others.</summary>
    private const int Parallel = 8;

    /// <summary>What the runs of nodes leave.</summary>
    private static readonly string[] Records =
    [
        ExecutionTables.CheckpointPrefix, ExecutionTables.EventPrefix, ExecutionTables.CallPrefix, ExecutionTables.MemoPrefix, ExecutionTables.PartPrefix,
        ExecutionTables.ClaimPrefix,
    ];

    /// <summary>Removes a batch of the executions that ended before <paramref name="endedBefore"/>, with everything of theirs.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="endedBefore">Later ends stay.</param>
    /// <param name="continuation">Where the batch before has stopped; null for the first.</param>
    /// <param name="limit">How many to look at.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async Task<PurgeBatch> PurgeAsync(
        string tenant, DateTimeOffset endedBefore, string? continuation, int limit, CancellationToken cancellationToken)
    {
        // Nothing that was made after that time can have ended before it.
        var query = new TableQuery { From = OrcheoId.NewestFirstKey(endedBefore), Limit = Math.Clamp(limit, 1, TableLimits.PageRows), Continuation = continuation };
        var page = await store.QueryAsync(ExecutionTables.Index, ExecutionTables.AllIndex(tenant), query, cancellationToken);
        var removed = 0;
        await System.Threading.Tasks.Parallel.ForEachAsync(
            page.Rows,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (row, cancel) =>
            {
                if (await PurgeAsync(tenant, row, endedBefore, cancel))
                {
                    Interlocked.Increment(ref removed);
                }
            });
        return new PurgeBatch(removed, page.Continuation);
    }

    /// <summary>
    /// Removes the events, checkpoints and recorded calls of executions whose time for these is over; the executions stay, with input
    /// and output.
    /// </summary>
    /// <returns>How many executions were settled; 0 when none is due.</returns>
    public async Task<int> PurgeRecordsAsync(string tenant, int limit, CancellationToken cancellationToken)
    {
        var query = new TableQuery { To = ExecutionTables.DueTime(time.GetUtcNow().AddMilliseconds(1)), Limit = Math.Clamp(limit, 1, TableLimits.PageRows) };
        var page = await store.QueryAsync(ExecutionTables.Index, ExecutionTables.RecordsDueIndex(tenant), query, cancellationToken);
        await System.Threading.Tasks.Parallel.ForEachAsync(
            page.Rows,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (row, cancel) => await PurgeRecordsAsync(tenant, row, cancel));
        return page.Rows.Count;
    }

    private async Task<bool> PurgeAsync(string tenant, TableRow row, DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        var id = Encoding.UTF8.GetString(row.Value.Span);
        var head = await HeadAsync(tenant, id, cancellationToken);
        if (head is null || row.RowKey != OrcheoId.NewestFirstKey(id, head.CreatedAt))
        {
            // Left by a crash, of this purge or of a start that was refused.
            await DeleteListRowAsync(tenant, row.RowKey, cancellationToken);
            return false;
        }

        if (!head.Status.HasEnded() || head.CompletedAt is not { } ended || ended >= endedBefore)
        {
            return false;
        }

        var partition = ExecutionTables.Partition(tenant, id);
        await DeleteRangeAsync(partition, new TableQuery(), cancellationToken);
        await store.WriteAllAsync([.. ExecutionStore.LeaveBatches(tenant, head)], cancellationToken);
        await store.WriteAsync(ExecutionTables.Executions, partition, [TableWrite.Delete(ExecutionTables.Head)], cancellationToken);
        await DeleteListRowAsync(tenant, row.RowKey, cancellationToken);
        return true;
    }

    private async Task PurgeRecordsAsync(string tenant, TableRow row, CancellationToken cancellationToken)
    {
        var id = Encoding.UTF8.GetString(row.Value.Span);
        if (await HeadAsync(tenant, id, cancellationToken) is { } head && head.Status.HasEnded())
        {
            var partition = ExecutionTables.Partition(tenant, id);
            await MarkAsync(partition, cancellationToken);
            foreach (var prefix in Records)
            {
                await DeleteRangeAsync(partition, TableQuery.Prefix(prefix), cancellationToken);
            }
        }

        await store.WriteAsync(ExecutionTables.Index, ExecutionTables.RecordsDueIndex(tenant), [TableWrite.Delete(row.RowKey)], cancellationToken);
    }

    /// <summary>Says in the head that records are missing, before the first of them is: a replay must not take them for nodes that never ran.</summary>
    private async Task MarkAsync(string partition, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.Head, cancellationToken) is { } row)
        {
            var head = StoredJson.Read<ExecutionHead>(row.Value);
            var marked = TableWrite.Replace(ExecutionTables.Head, StoredJson.Write(head with { RecordsPurgedAt = head.RecordsPurgedAt ?? time.GetUtcNow() }), row.ETag);
            if ((await store.WriteAsync(ExecutionTables.Executions, partition, [marked], cancellationToken)).Applied)
            {
                return;
            }
        }
    }

    /// <summary>Deletes the rows of a range but the head, a batch at a time.</summary>
    private async Task DeleteRangeAsync(string partition, TableQuery range, CancellationToken cancellationToken)
    {
        var query = range with { Limit = TableLimits.BatchRows };
        do
        {
            var page = await store.QueryAsync(ExecutionTables.Executions, partition, query, cancellationToken);
            TableWrite[] deletions = [.. page.Rows.Where(row => row.RowKey != ExecutionTables.Head).Select(row => TableWrite.Delete(row.RowKey))];
            if (deletions.Length > 0)
            {
                await store.WriteAsync(ExecutionTables.Executions, partition, deletions, cancellationToken);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private async Task<ExecutionHead?> HeadAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, id), ExecutionTables.Head, cancellationToken);
        return row is null ? null : StoredJson.Read<ExecutionHead>(row.Value);
    }

    private Task<TableWriteResult> DeleteListRowAsync(string tenant, string rowKey, CancellationToken cancellationToken) =>
        store.WriteAsync(ExecutionTables.Index, ExecutionTables.AllIndex(tenant), [TableWrite.Delete(rowKey)], cancellationToken);
}

/// <summary>What a batch has done.</summary>
/// <param name="Removed">How many executions were removed.</param>
/// <param name="Continuation">Where the next batch goes on; null when all were looked at.</param>
public readonly record struct PurgeBatch(int Removed, string? Continuation);
