namespace Orcheo.Durable;

/// <summary>Bounds how many runs stay in memory between turns: the least recently used is evicted, and rebuilt when it is needed.</summary>
internal sealed class LiveInstances(int limit)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Instance> _recent = new();

    /// <summary>Gets how many runs have been evicted.</summary>
    public long Evicted { get; private set; }

    /// <summary>Notes that an instance has taken a turn, and evicts another one when there are too many.</summary>
    /// <remarks>Called while the instance is still scheduled, so its run is at nobody else's disposal.</remarks>
    public void Touch(Instance instance)
    {
        if (limit == 0)
        {
            instance.Run = null;
            Evicted++;
            return;
        }

        lock (_gate)
        {
            if (instance.LiveNode is { } node)
            {
                _recent.Remove(node);
            }
            else
            {
                instance.LiveNode = node = new(instance);
            }

            _recent.AddFirst(node);
            if (_recent.Count > limit)
            {
                EvictOldest();
            }
        }
    }

    public void Remove(Instance instance)
    {
        lock (_gate)
        {
            if (instance.LiveNode is { } node)
            {
                _recent.Remove(node);
                instance.LiveNode = null;
            }
        }
    }

    private void EvictOldest()
    {
        Instance oldest = _recent.Last!.Value;
        lock (oldest.Gate)
        {
            // One that is busy will be touched again when its turn is committed.
            if (!oldest.IsScheduled)
            {
                oldest.Run = null;
                Evicted++;
            }

            _recent.RemoveLast();
            oldest.LiveNode = null;
        }
    }
}
