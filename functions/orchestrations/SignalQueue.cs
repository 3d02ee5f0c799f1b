using Orcheo.Core.Plans;

namespace Orcheo.Orchestrations;

/// <summary>What the run's loop is told.</summary>
internal enum SignalKind
{
    /// <summary>A node has ended.</summary>
    NodeEnded,

    /// <summary>A node waits for its timer.</summary>
    NodeWaits,

    /// <summary>A node's timer has fired.</summary>
    NodeResumed,

    /// <summary>It is known which edges out of a node are taken.</summary>
    EdgesDecided,

    /// <summary>Cancelled, or out of time.</summary>
    Stop,

    /// <summary>The grace period after a stop is over.</summary>
    GraceOver,
}

/// <summary>One message to the run's loop.</summary>
internal sealed record Signal(
    SignalKind Kind,
    string? NodeId = null,
    NodeOutcome? Outcome = null,
    RunError? Reason = null,
    EdgeQuestion? Question = null,
    EdgeAnswer? Answer = null);

/// <summary>
/// Brings what many awaited tasks come to into one order. Awaiting "any of n tasks" again and again costs n each time; this costs one.
/// It lives inside one orchestrator, whose code is single-threaded, so it needs no locks and replays in the same order.
/// </summary>
internal sealed class SignalQueue
{
    private readonly Queue<Signal> _signals = new();
    private TaskCompletionSource? _awaited;

    public void Post(Signal signal)
    {
        _signals.Enqueue(signal);
        var awaited = _awaited;
        _awaited = null;
        awaited?.SetResult();
    }

    public async Task<Signal> NextAsync()
    {
        if (_signals.Count == 0)
        {
            _awaited = new TaskCompletionSource();
            await _awaited.Task;
        }

        return _signals.Dequeue();
    }
}
