using System.Text.Json;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>
/// Writes what happens in executions. Every append is one atomic batch: the head row with the new last sequence number, the events,
/// and where there is one the checkpoint. Two writers of one execution (parallel branches, another replica) take turns by the head's
/// ETag, so that sequence numbers have neither gaps nor repeats.
/// </summary>
public sealed class ExecutionJournal(ITableStore store, ExecutionStore executions, TimeProvider time)
{
    private readonly HeadCache _heads = new(capacity: 4096);

    /// <summary>
    /// Records a batch of events, and a checkpoint where the node has ended.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="compose">
    /// Makes the batch from the current head; called again when another writer was faster. Null for nothing to write.
    /// </param>
    /// <param name="cancellationToken">Stops waiting; the batch may be written all the same.</param>
    /// <returns>The head as it now is, and whether the batch was written: false when nothing was to be written, or when the
    /// node's checkpoint was there already.</returns>
    /// <exception cref="InvalidOperationException">There is no such execution.</exception>
    public async Task<JournalResult> AppendAsync(
        string tenant, string executionId, Func<ExecutionHead, JournalBatch?> compose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compose);
        var partition = ExecutionTables.Partition(tenant, executionId);
        while (true)
        {
            var (head, etag) = await LoadAsync(partition, cancellationToken);
            if (compose(head) is not { } batch)
            {
                return new JournalResult(head, false, 0);
            }

            var opened = Open(head, batch, out var events);
            var next = (batch.Change is null ? opened : batch.Change(opened)) with { LastSeq = head.LastSeq + events.Count };
            var write = store.WriteAsync(ExecutionTables.Executions, partition, Rows(next, etag, head.LastSeq, events, batch), cancellationToken);
            await Task.WhenAll(write, MoveAsync(tenant, head, next, cancellationToken));
            var result = await write;
            if (result.Applied)
            {
                _heads.Set(partition, next, result.ETags![0]);
                return new JournalResult(next, true, next.LastSeq);
            }

            _heads.Remove(partition);
            if (result.Conflict is { Kind: TableConflictKind.RowExists })
            {
                return new JournalResult(head, false, 0);
            }
        }
    }

    /// <summary>Enters an ended execution in its lists again; for an end whose first writing was cut short by a crash.</summary>
    public Task ReindexAsync(string tenant, ExecutionHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Task.WhenAll(
            executions.EnterAsync(tenant, head, ExecutionTables.ClassOf(head.Status), cancellationToken),
            executions.LeaveAsync(tenant, head, StatusClass.Active, cancellationToken),
            executions.LeaveAsync(tenant, head, StatusClass.Waiting, cancellationToken));
    }

    /// <summary>The first batch of an execution begins with <c>execution_start</c>, and makes it <c>running</c>.</summary>
    private ExecutionHead Open(ExecutionHead head, JournalBatch batch, out List<PendingEvent> events)
    {
        if (head.StartedAt is not null)
        {
            events = [.. batch.Events];
            return head;
        }

        var now = batch.Events.Count > 0 ? batch.Events[0].Ts : time.GetUtcNow();
        var payload = JsonSerializer.SerializeToElement(new { trigger = head.Trigger, workflow_version = head.WorkflowVersion }, OrcheoJson.Options);
        events = [new PendingEvent(EventTypes.ExecutionStart, now, null, payload), .. batch.Events];
        return head with
        {
            Status = head.Status == ExecutionStatus.Queued ? ExecutionStatus.Running : head.Status,
            StartedAt = now,
            Stats = head.Stats with { QueueMs = Math.Max(0, (long)(now - head.CreatedAt).TotalMilliseconds) },
        };
    }

    private static List<TableWrite> Rows(ExecutionHead next, string etag, long lastSeq, List<PendingEvent> pending, JournalBatch batch)
    {
        var rows = new List<TableWrite>(4) { TableWrite.Replace(ExecutionTables.Head, StoredJson.Write(next), etag) };
        var checkpointSeq = next.LastSeq;
        if (pending.Count > 0)
        {
            var events = new ExecutionEvent[pending.Count];
            for (var i = 0; i < events.Length; i++)
            {
                var item = pending[i];
                events[i] = new ExecutionEvent
                {
                    Id = OrcheoId.New(OrcheoId.Event, item.Ts),
                    ExecutionId = next.Id,
                    Seq = lastSeq + i + 1,
                    Ts = item.Ts,
                    Type = item.Type,
                    NodeId = item.NodeId,
                    Payload = item.Payload,
                };
                if (item.Type == EventTypes.NodeEnd)
                {
                    checkpointSeq = events[i].Seq;
                }
            }

            rows.Add(TableWrite.Insert(ExecutionTables.EventRow(next.LastSeq), StoredJson.Write(events)));
        }

        if (batch.Checkpoint is { } checkpoint)
        {
            rows.Add(TableWrite.Insert(ExecutionTables.CheckpointRow(checkpoint.NodeId), StoredJson.Write(checkpoint with { Seq = checkpointSeq })));
        }

        if (batch.Output is { } output)
        {
            rows.Add(TableWrite.Upsert(ExecutionTables.Output, StoredJson.Write(output)));
        }

        return rows;
    }

    /// <summary>
    /// Moves an execution between the lists of two status classes. Side by side with the head itself, so that both share one commit: a
    /// list entry whose head says otherwise is passed over, and the activity that a crash has cut short comes again.
    /// </summary>
    private Task MoveAsync(string tenant, ExecutionHead before, ExecutionHead after, CancellationToken cancellationToken)
    {
        var from = ExecutionTables.ClassOf(before.Status);
        var to = ExecutionTables.ClassOf(after.Status);
        return from == to
            ? Task.CompletedTask
            : Task.WhenAll(
                executions.EnterAsync(tenant, after, to, cancellationToken),
                executions.LeaveAsync(tenant, after, from, cancellationToken));
    }

    private async Task<(ExecutionHead Head, string ETag)> LoadAsync(string partition, CancellationToken cancellationToken)
    {
        if (_heads.TryGet(partition) is { } cached)
        {
            return cached;
        }

        var row = await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.Head, cancellationToken)
            ?? throw new InvalidOperationException($"There is no execution '{partition}'.");
        return (StoredJson.Read<ExecutionHead>(row.Value), row.ETag);
    }
}

/// <summary>What one append writes.</summary>
public sealed record JournalBatch
{
    /// <summary>The events, in order.</summary>
    public IReadOnlyList<PendingEvent> Events { get; init; } = [];

    /// <summary>The ended node's checkpoint; its <see cref="Checkpoint.Seq"/> is set to that of the batch's <c>node_end</c>.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The execution's output, when it ends.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What else changes in the head.</summary>
    public Func<ExecutionHead, ExecutionHead>? Change { get; init; }
}

/// <summary>What became of an append.</summary>
/// <param name="Head">The head as it now is.</param>
/// <param name="Written">Whether the batch was written.</param>
/// <param name="LastSeq">The sequence number of the last event written; 0 when none was.</param>
public readonly record struct JournalResult(ExecutionHead Head, bool Written, long LastSeq);
