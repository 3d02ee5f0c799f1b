using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.Hosting.Executions;

/// <summary>Collects the events of one run of a node until they are written.</summary>
internal sealed class NodeRecord(string nodeId, RunNodeInput input, DateTimeOffset startedAt)
{
    /// <summary>More log lines than this are counted, not kept.</summary>
    private const int MaxEvents = 1000;

    private readonly Lock _lock = new();
    private readonly List<PendingEvent> _events = [];
    private int _dropped;
    private IReadOnlyList<RecordedCall> _copied = [];
    private NodeCalls? _calls;

    public string NodeId { get; } = nodeId;

    public string Type { get; set; } = input.Node.GetProperty("type").GetString() ?? "";

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The node's span.</summary>
    public required NodeTrace Trace { get; init; }

    /// <summary>Whether <c>node_start</c> is written already: by an earlier part of this run, or before the node was resumed.</summary>
    public bool Announced { get; private set; } = input.ResumedFrom is not null;

    /// <summary>Notes that <c>node_start</c> is written already.</summary>
    public void MarkAnnounced() => Announced = true;

    /// <summary>Removes the run's secrets; set before the node runs.</summary>
    public IRedactor Redactor { get; set; } = NoRedaction.Instance;

    /// <summary>The calls that the node makes are recorded with its end.</summary>
    public void Follow(NodeCalls calls) => _calls = calls;

    /// <summary>The calls that the node made in another execution are recorded with its end here.</summary>
    public void Copy(IReadOnlyList<RecordedCall> calls) => _copied = calls;

    /// <summary>The calls to record.</summary>
    public IReadOnlyList<RecordedCall> Calls() => _calls?.Ended() ?? _copied;

    public void Add(PendingEvent item)
    {
        lock (_lock)
        {
            if (_events.Count < MaxEvents)
            {
                _events.Add(item);
            }
            else
            {
                _dropped++;
            }
        }
    }

    /// <summary>The events that say the node has started.</summary>
    public IReadOnlyList<PendingEvent> TakeOpening()
    {
        Announced = true;
        return Opening();
    }

    /// <summary>The events that are not written yet, of a node that goes on.</summary>
    public IReadOnlyList<PendingEvent> Take()
    {
        lock (_lock)
        {
            PendingEvent[] taken = [.. _events];
            _events.Clear();
            return taken;
        }
    }

    /// <summary>Every event that is not written yet, with those that say how the node ended.</summary>
    public IReadOnlyList<PendingEvent> Close(DateTimeOffset now, Attempted attempted)
    {
        var outcome = attempted.Outcome;
        var events = Announced ? [] : Opening(attempted.Origin);
        lock (_lock)
        {
            events.AddRange(_events);
        }

        if (_dropped > 0)
        {
            events.Add(EventPayloads.Log(now, NodeId, "warning", $"{_dropped} more events were not kept.", null));
        }

        if (outcome.Error is { } error && attempted.Origin == ResultOrigin.Run)
        {
            events.Add(EventPayloads.AttemptFailed(now, NodeId, error, attempted.Attempts, null));
        }

        if (outcome.Patch is { } patch)
        {
            events.Add(EventPayloads.StateChange(now, NodeId, patch));
        }

        events.Add(EventPayloads.NodeEnd(now, NodeId, outcome, now - StartedAt, attempted.Attempts, attempted.Origin, attempted.Usage));
        return events;
    }

    private List<PendingEvent> Opening(ResultOrigin origin = ResultOrigin.Run)
    {
        var events = new List<PendingEvent>(input.Skipped.Count + 4);
        events.AddRange(input.Skipped.Select(skipped => EventPayloads.NodeSkipped(StartedAt, skipped)));
        events.Add(EventPayloads.NodeStart(StartedAt, NodeId, Type, origin));
        return events;
    }
}

/// <summary>A node's log lines become events, without secrets.</summary>
internal sealed class NodeLog(NodeRecord record, TimeProvider time) : INodeLog
{
    public void Write(string level, string message, JsonElement? fields = null) =>
        record.Add(EventPayloads.Log(
            time.GetUtcNow(),
            record.NodeId,
            level,
            record.Redactor.Redact(message),
            fields is { } values ? record.Redactor.Redact(values) : null));
}
