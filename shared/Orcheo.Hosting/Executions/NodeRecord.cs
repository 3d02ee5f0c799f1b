using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.Hosting.Executions;

/// <summary>Collects the events of one run of a node until they are written.</summary>
internal sealed class NodeRecord(string nodeId, RunNodeInput input, DateTimeOffset startedAt)
{
    private readonly Lock _lock = new();
    private readonly List<PendingEvent> _events = [];
    private IReadOnlyList<RecordedCall> _copied = [];
    private NodeCalls? _calls;

    public string NodeId { get; } = nodeId;

    /// <summary>Tells this run of the node from others of the same one.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N")[..12];

    public string Type { get; set; } = input.Node.GetProperty("type").GetString() ?? "";

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The node's span.</summary>
    public required NodeTrace Trace { get; init; }

    /// <summary>Whether <c>node_start</c> is written already: by an earlier part of this run, or before the node was resumed.</summary>
    public bool Announced { get; private set; } = input.ResumedFrom is not null;

    /// <summary>Whether this run has said that it writes what the node logs.</summary>
    public bool Writes { get; set; }

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
            _events.Add(item);
        }
    }

    /// <summary>The events that are not written yet; they stay until <see cref="Drop"/>.</summary>
    public IReadOnlyList<PendingEvent> Pending()
    {
        lock (_lock)
        {
            return _events.Count == 0 ? [] : [.. _events];
        }
    }

    /// <summary>Forgets the first events, which are written.</summary>
    public void Drop(int count)
    {
        lock (_lock)
        {
            _events.RemoveRange(0, count);
        }
    }

    /// <summary>The events that say the node has started.</summary>
    public IReadOnlyList<PendingEvent> Opening() => Opening(ResultOrigin.Run);

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
    /// <param name="now">When it ended.</param>
    /// <param name="attempted">How.</param>
    /// <param name="opened">Whether its start is written, be it by another run of the node.</param>
    public IReadOnlyList<PendingEvent> Close(DateTimeOffset now, Attempted attempted, bool opened)
    {
        var outcome = attempted.Outcome;
        var events = opened ? [] : Opening(attempted.Origin);
        lock (_lock)
        {
            events.AddRange(_events);
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

    private List<PendingEvent> Opening(ResultOrigin origin)
    {
        var events = new List<PendingEvent>(input.Skipped.Count + 4);
        events.AddRange(input.Skipped.Select(skipped => EventPayloads.NodeSkipped(StartedAt, skipped)));
        events.Add(EventPayloads.NodeStart(StartedAt, NodeId, Type, origin));
        return events;
    }
}
