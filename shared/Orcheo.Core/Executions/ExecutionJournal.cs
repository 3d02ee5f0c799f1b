using System.Collections.Concurrent;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;

namespace Orcheo.Core.Executions;

/// <summary>
/// Writes what happens in executions. Every write is one atomic batch: the head row with the new last sequence number, the events,
/// and the checkpoints of nodes that have ended. Writers in other processes take turns by the head's ETag; in this process, appends to
/// one execution that come while another is being written share the next batch, so that wide workflows do not queue for their head.
/// </summary>
/// <param name="store">Where it is written.</param>
/// <param name="time">Tells the time of an execution's start.</param>
/// <param name="broadcast">Told of events once they are written; none for a process without watchers.</param>
public sealed class ExecutionJournal(ITableStore store, TimeProvider time, IEventBroadcast? broadcast = null)
{
    private readonly IEventBroadcast _broadcast = broadcast ?? NoBroadcast.Instance;
    private readonly HeadCache _heads = new(capacity: 4096);
    private readonly ConcurrentDictionary<string, AppendQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>
    /// Records a batch of events, and a checkpoint where the node has ended.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="compose">
    /// Makes the batch from the current head; called again when another writer was faster. Null for nothing to write.
    /// </param>
    /// <param name="cancellationToken">Not waiting any more; the batch may be written all the same.</param>
    /// <returns>The head as it now is, and whether the batch was written: false when nothing was to be written, or when the
    /// node's checkpoint, or what else is recorded once, was there already.</returns>
    /// <exception cref="InvalidOperationException">There is no such execution.</exception>
    public Task<JournalResult> AppendAsync(
        string tenant, string executionId, Func<ExecutionHead, JournalBatch?> compose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compose);
        return AppendAsync(tenant, executionId, new PendingAppend(compose), cancellationToken);
    }

    /// <summary>As <see cref="AppendAsync(string, string, Func{ExecutionHead, JournalBatch?}, CancellationToken)"/>, but only while a node has no checkpoint.</summary>
    public Task<JournalResult> AppendUnlessEndedAsync(
        string tenant, string executionId, string nodeId, Func<ExecutionHead, JournalBatch?> compose, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compose);
        ArgumentNullException.ThrowIfNull(nodeId);
        return AppendAsync(tenant, executionId, new PendingAppend(compose, nodeId), cancellationToken);
    }

    /// <summary>Enters an ended execution in its lists again; for an end whose first writing was cut short by a crash.</summary>
    public Task ReindexAsync(string tenant, ExecutionHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        var status = ExecutionTables.ClassOf(head.Status);
        IEnumerable<StatusClass> others = new[] { StatusClass.Active, StatusClass.Waiting }.Where(other => other != status);
        return store.WriteAllAsync([.. others.SelectMany(other => ExecutionStore.MoveBatches(tenant, head, other, status))], cancellationToken);
    }

    private Task<JournalResult> AppendAsync(string tenant, string executionId, PendingAppend append, CancellationToken cancellationToken)
    {
        var partition = ExecutionTables.Partition(tenant, executionId);
        while (true)
        {
            var queue = _queues.GetOrAdd(partition, static _ => new AppendQueue());
            switch (queue.Add(append))
            {
                case AppendTurn.Write:
                    _ = DrainAsync(tenant, partition, queue);
                    return append.Completion.WaitAsync(cancellationToken);
                case AppendTurn.Wait:
                    return append.Completion.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Tells that an execution has come at least so far, by whatever process. A head that this one remembers from before is not tried then,
    /// only to be refused by its ETag.
    /// </summary>
    public void Advanced(string tenant, string executionId, long seq) =>
        _heads.RemoveOlder(ExecutionTables.Partition(tenant, executionId), seq);

    /// <summary>Writes what waits in a queue until it is empty. Failures go to the appends that they concern.</summary>
    private async Task DrainAsync(string tenant, string partition, AppendQueue queue)
    {
        while (queue.Take() is { } group)
        {
            try
            {
                await WriteAsync(tenant, partition, group);
            }
            catch (Exception exception)
            {
                group.ForEach(append => append.Fail(exception));
            }
        }

        _queues.TryRemove(new KeyValuePair<string, AppendQueue>(partition, queue));
    }

    private async Task WriteAsync(string tenant, string partition, List<PendingAppend> group)
    {
        while (true)
        {
            var (head, etag) = await LoadAsync(partition);
            await RefuseEndedAsync(partition, head, group);
            var draft = new JournalDraft(head, time);
            group.ForEach(draft.Add);
            if (draft.IsEmpty)
            {
                draft.Settle();
                return;
            }

            var results = await store.WriteAllAsync(
                [new TableBatch(ExecutionTables.Executions, partition, draft.Rows(etag)), .. Moves(tenant, head, draft.Head)], CancellationToken.None);
            var result = results[0];
            if (result.Applied)
            {
                _heads.Set(partition, draft.Head, result.ETags![0]);
                if (head.StartedAt is null)
                {
                    OrcheoMetrics.ExecutionOpened(draft.Head);
                }

                draft.Settle();

                // The next batch of this execution is written after this, so that watchers see the events in order.
                _broadcast.Publish(tenant, draft.Head.Id, draft.Events);
                return;
            }

            _heads.Remove(partition);
            if (result.Conflict is { Kind: TableConflictKind.RowExists } conflict)
            {
                // What is recorded once is there already: that append is refused, the others are written without it.
                group.Remove(draft.Refuse(conflict.Index));
            }
        }
    }

    /// <summary>
    /// Refuses appends of nodes that have ended. Looked after the head was read: as the batch is written only if the head is still the
    /// same, no end can come in between.
    /// </summary>
    private async Task RefuseEndedAsync(string partition, ExecutionHead head, List<PendingAppend> group)
    {
        foreach (var append in group.Where(append => append.UnlessEnded is not null).ToList())
        {
            if (await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.CheckpointRow(append.UnlessEnded!), CancellationToken.None) is not null)
            {
                append.Complete(new JournalResult(head, false, 0));
                group.Remove(append);
            }
        }
    }

    /// <summary>
    /// Moves an execution between the lists of two status classes. Side by side with the head itself, so that both share one commit: a
    /// list entry whose head says otherwise is passed over, and the activity that a crash has cut short comes again.
    /// </summary>
    private static IEnumerable<TableBatch> Moves(string tenant, ExecutionHead before, ExecutionHead after)
    {
        var from = ExecutionTables.ClassOf(before.Status);
        var to = ExecutionTables.ClassOf(after.Status);
        return from == to ? [] : ExecutionStore.MoveBatches(tenant, after, from, to);
    }

    private async Task<(ExecutionHead Head, string ETag)> LoadAsync(string partition)
    {
        if (_heads.TryGet(partition) is { } cached)
        {
            return cached;
        }

        var row = await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.Head, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no execution '{partition}'.");
        return (StoredJson.Read<ExecutionHead>(row.Value), row.ETag);
    }
}

/// <summary>What one append writes.</summary>
public sealed record JournalBatch
{
    /// <summary>The events, in order.</summary>
    public IReadOnlyList<PendingEvent> Events { get; init; } = [];

    /// <summary>The ended node's checkpoint; its <see cref="Checkpoint.Seq"/> is set to that of the last event, the <c>node_end</c>.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The ended node's calls to the world outside, in order.</summary>
    public IReadOnlyList<RecordedCall> Calls { get; init; } = [];

    /// <summary>
    /// Whether the calls are those of one step that is recorded once: a second batch with the same first call is refused as a second
    /// checkpoint is.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>What a node that runs as an orchestration keeps for its steps; a second one for the same node is refused.</summary>
    public NodeMemo? Memo { get; init; }

    /// <summary>The execution's output, when it ends.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What the execution's trigger node answers with, when it ends.</summary>
    public StoredAnswer? Answer { get; init; }

    /// <summary>What else changes in the head.</summary>
    public Func<ExecutionHead, ExecutionHead>? Change { get; init; }
}

/// <summary>What became of an append.</summary>
/// <param name="Head">The head as it now is.</param>
/// <param name="Written">Whether the batch was written.</param>
/// <param name="LastSeq">The sequence number of the last event written; 0 when none was.</param>
public readonly record struct JournalResult(ExecutionHead Head, bool Written, long LastSeq);
