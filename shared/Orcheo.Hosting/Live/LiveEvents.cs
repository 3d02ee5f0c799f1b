using System.Collections.Concurrent;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Live;

/// <summary>
/// Live events within this process: what its journal has committed goes to those who watch here. Bytes are made by whoever sends them,
/// not by the writer.
/// </summary>
public sealed class LiveEvents(LiveLimits limits) : IEventBroadcast
{
    private readonly ConcurrentDictionary<(string Tenant, string ExecutionId), LiveTopic> _topics = new();

    /// <summary>How many executions are watched.</summary>
    public int Watched => _topics.Count;

    /// <summary>Begins to watch an execution, whether it has begun or not. Every event that is committed from now on is in it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <returns>To be disposed of when nobody watches any more.</returns>
    public LiveSubscription Subscribe(string tenant, string executionId)
    {
        var key = (tenant, executionId);
        while (true)
        {
            var topic = _topics.GetOrAdd(key, static _ => new LiveTopic());
            var subscription = new LiveSubscription(limits, left => Leave(key, topic, left));
            if (topic.Add(subscription))
            {
                return subscription;
            }
        }
    }

    /// <inheritdoc />
    public bool IsWatched(string tenant, string executionId) => _topics.ContainsKey((tenant, executionId));

    /// <inheritdoc />
    public void Publish(string tenant, string executionId, IReadOnlyList<ExecutionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (_topics.TryGetValue((tenant, executionId), out var topic))
        {
            foreach (var item in events)
            {
                topic.Add(new LiveEvent(item));
            }
        }
    }

    /// <inheritdoc />
    public void Show(string tenant, string executionId, PendingEvent passing)
    {
        if (_topics.TryGetValue((tenant, executionId), out var topic))
        {
            topic.Add(new LiveEvent(executionId, passing));
        }
    }

    private void Leave((string Tenant, string ExecutionId) key, LiveTopic topic, LiveSubscription subscription)
    {
        if (topic.Remove(subscription))
        {
            _topics.TryRemove(KeyValuePair.Create(key, topic));
        }
    }
}
