using Orcheo.Core.Executions;

namespace Orcheo.UnitTests.Executions;

/// <summary>Keeps what it is told, or fails, which no broadcast may do.</summary>
internal sealed class RecordingBroadcast : IEventBroadcast
{
    private readonly Lock _lock = new();
    private readonly List<ExecutionEvent> _events = [];
    private readonly HashSet<string> _executions = [];

    public bool Failing { get; init; }

    public IReadOnlyList<ExecutionEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyCollection<string> Executions => _executions;

    public bool IsWatched(string tenant, string executionId) => true;

    public void Publish(string tenant, string executionId, IReadOnlyList<ExecutionEvent> events)
    {
        if (Failing)
        {
            throw new InvalidOperationException("As it must not be.");
        }

        lock (_lock)
        {
            _executions.Add(executionId);
            _events.AddRange(events);
        }
    }

    public void Show(string tenant, string executionId, PendingEvent passing) => throw new NotSupportedException();
}
