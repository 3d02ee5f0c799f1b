namespace Orcheo.Hosting.Live;

/// <summary>Those who watch one execution. It ends when the last of them leaves.</summary>
internal sealed class LiveTopic
{
    private readonly Lock _lock = new();
    private LiveSubscription[] _subscriptions = [];
    private bool _ended;

    /// <summary>Adds a watcher; false when the topic has ended meanwhile, and another is to be taken.</summary>
    public bool Add(LiveSubscription subscription)
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _subscriptions = [.. _subscriptions, subscription];
            }

            return !_ended;
        }
    }

    /// <summary>Removes a watcher; true when it was the last, and the topic has ended.</summary>
    public bool Remove(LiveSubscription subscription)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return false;
            }

            _subscriptions = [.. _subscriptions.Where(other => other != subscription)];
            return _ended = _subscriptions.Length == 0;
        }
    }

    /// <summary>Hands an event to everyone. Never waits: a copy of the list is gone through, and a full subscription loses it.</summary>
    public void Add(LiveEvent next)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Add(next);
        }
    }
}
