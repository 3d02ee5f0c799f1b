using System.Text.Json;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>Builds one batch from the appends that share it: each sees the head that the one before it has left.</summary>
internal sealed class JournalDraft(ExecutionHead before, TimeProvider time)
{
    private readonly ExecutionHead _before = before;
    private readonly List<(PendingAppend Append, bool Written, long LastSeq)> _appends = [];
    private readonly List<ExecutionEvent> _events = [];
    private readonly List<(PendingAppend Append, string RowKey, ReadOnlyMemory<byte> Value)> _once = [];
    private readonly List<IReadOnlyList<RecordedCall>> _calls = [];
    private int _firstOnce;
    private JsonElement? _output;
    private StoredAnswer? _answer;

    /// <summary>The head after every append so far.</summary>
    public ExecutionHead Head { get; private set; } = before;

    /// <summary>The events of the batch, in order.</summary>
    public IReadOnlyList<ExecutionEvent> Events => _events;

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => !_appends.Exists(append => append.Written);

    /// <summary>Adds what an append writes; it may turn out to be nothing.</summary>
    public void Add(PendingAppend append)
    {
        if (append.Completion.IsCompleted)
        {
            // Its compose has failed in an earlier draft of the same group.
            return;
        }

        JournalBatch? batch;
        try
        {
            batch = append.Compose(Head);
        }
        catch (Exception exception)
        {
            append.Fail(exception);
            return;
        }

        if (append.UnlessEnded is { } node && _once.Exists(item => item.RowKey == ExecutionTables.CheckpointRow(node)))
        {
            // It ends by this very batch.
            batch = null;
        }

        if (batch is not null && OnceRows(batch).Any(row => _once.Exists(item => item.RowKey == row.RowKey)))
        {
            // It is recorded by this very batch. Told once the batch is written, so that what is there can then be read.
            batch = null;
        }

        if (batch is not null)
        {
            Open(batch);
            AddEvents(batch.Events);
            Head = batch.Change is null ? Head : batch.Change(Head);
            _output = batch.Output ?? _output;
            _answer = batch.Answer ?? _answer;
            _once.AddRange(OnceRows(batch).Select(row => (append, row.RowKey, row.Value())));
            if (batch.Calls.Count > 0 && !batch.Once)
            {
                _calls.Add(batch.Calls);
            }
        }

        _appends.Add((append, batch is not null, batch is null ? 0 : Head.LastSeq));
    }

    /// <summary>The rows of the batch; the head is the first.</summary>
    public List<TableWrite> Rows(string etag)
    {
        var rows = new List<TableWrite>(_once.Count + _calls.Count + 4) { TableWrite.Replace(ExecutionTables.Head, StoredJson.Write(Head), etag) };
        if (_events.Count > 0)
        {
            rows.Add(TableWrite.Insert(ExecutionTables.EventRow(Head.LastSeq), StoredJson.Write(_events)));
        }

        if (_output is { } output)
        {
            rows.Add(TableWrite.Upsert(ExecutionTables.Output, StoredJson.Write(output)));
        }

        _firstOnce = rows.Count;
        rows.AddRange(_once.Select(item => TableWrite.Insert(item.RowKey, item.Value)));
        rows.AddRange(_calls.Select(calls => TableWrite.Upsert(ExecutionTables.CallsRow(calls[0].NodeId, calls[0].Seq), StoredJson.Write(calls))));
        if (_answer is not null)
        {
            rows.Add(TableWrite.Upsert(ExecutionTables.Answer, StoredJson.Write(_answer)));
        }

        return rows;
    }

    /// <summary>The rows of an append that must not be there yet.</summary>
    private IEnumerable<(string RowKey, Func<ReadOnlyMemory<byte>> Value)> OnceRows(JournalBatch batch)
    {
        if (batch.Checkpoint is { } checkpoint)
        {
            yield return (ExecutionTables.CheckpointRow(checkpoint.NodeId), () => StoredJson.Write(checkpoint with { Seq = Head.LastSeq }));
        }

        if (batch.Memo is { } memo)
        {
            yield return (ExecutionTables.MemoRow(memo.NodeId), () => StoredJson.Write(memo.Value));
        }

        if (batch.Once && batch.Calls is [{ } first, ..])
        {
            yield return (ExecutionTables.CallsRow(first.NodeId, first.Seq), () => StoredJson.Write(batch.Calls));
        }
    }

    /// <summary>Tells every append what became of it.</summary>
    public void Settle() => _appends.ForEach(item => item.Append.Complete(new JournalResult(Head, item.Written, item.LastSeq)));

    /// <summary>Tells the append whose row is there already that it was not written.</summary>
    /// <param name="row">The place of the conflict in <see cref="Rows"/>.</param>
    public PendingAppend Refuse(int row)
    {
        var refused = _once[row - _firstOnce].Append;
        refused.Complete(new JournalResult(_before, false, 0));
        return refused;
    }

    /// <summary>The first batch of an execution begins with <c>execution_start</c>, and makes it <c>running</c>.</summary>
    private void Open(JournalBatch batch)
    {
        if (Head.StartedAt is not null)
        {
            return;
        }

        var now = batch.Events.Count > 0 ? batch.Events[0].Ts : time.GetUtcNow();
        Head = Head with
        {
            Status = Head.Status == ExecutionStatus.Queued ? ExecutionStatus.Running : Head.Status,
            StartedAt = now,
            Stats = Head.Stats with { QueueMs = Math.Max(0, (long)(now - Head.CreatedAt).TotalMilliseconds) },
        };
        var payload = JsonSerializer.SerializeToElement(new StartPayload(Head.Trigger, Head.WorkflowVersion), OrcheoJson.Options);
        AddEvents([new PendingEvent(EventTypes.ExecutionStart, now, null, payload)]);
    }

    private void AddEvents(IReadOnlyList<PendingEvent> events)
    {
        var seq = Head.LastSeq;
        foreach (var item in events)
        {
            _events.Add(new ExecutionEvent
            {
                Id = OrcheoId.New(OrcheoId.Event, item.Ts),
                ExecutionId = Head.Id,
                Seq = ++seq,
                Ts = item.Ts,
                Type = item.Type,
                NodeId = item.NodeId,
                Payload = item.Payload,
            });
        }

        Head = Head with { LastSeq = seq };
    }

    private sealed record StartPayload(ExecutionTrigger Trigger, int? WorkflowVersion);
}
