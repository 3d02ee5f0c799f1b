namespace Orcheo.Core.Executions;

/// <summary>
/// Tells those who watch an execution what happens in it, as it happens. Best effort: the store is the truth, and whoever misses
/// something finds the gap by <see cref="ExecutionEvent.Seq"/> and reads it there.
/// </summary>
/// <remarks>
/// Writers call it, so an implementation never blocks, never throws, and costs next to nothing while nobody watches. Thread-safe.
/// </remarks>
public interface IEventBroadcast
{
    /// <summary>Whether somebody may be watching. True also where that cannot be known.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    bool IsWatched(string tenant, string executionId);

    /// <summary>Tells of events that are committed. In this process, those of one execution come in the order of their seq.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="events">The events of one batch, in order.</param>
    void Publish(string tenant, string executionId, IReadOnlyList<ExecutionEvent> events);

    /// <summary>Shows something that is never stored and has no seq, such as a piece of a model's answer.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="passing">What happened; its type is that of a passing event, such as <see cref="EventTypes.LlmDelta"/>.</param>
    void Show(string tenant, string executionId, PendingEvent passing);
}

/// <summary>Tells nobody; for processes without watchers.</summary>
public sealed class NoBroadcast : IEventBroadcast
{
    /// <summary>The one instance.</summary>
    public static NoBroadcast Instance { get; } = new();

    /// <inheritdoc />
    public bool IsWatched(string tenant, string executionId) => false;

    /// <inheritdoc />
    public void Publish(string tenant, string executionId, IReadOnlyList<ExecutionEvent> events)
    {
    }

    /// <inheritdoc />
    public void Show(string tenant, string executionId, PendingEvent passing)
    {
    }
}
