using System.Collections.Concurrent;

namespace Orcheo.Durable;

/// <summary>The instances that have not ended, by id and by sequence number. Changed on the grouper's thread only.</summary>
internal sealed class InstanceDirectory
{
    private readonly ConcurrentDictionary<string, Instance> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Instance> _bySequence = new();

    public int Count => _bySequence.Count;

    public IEnumerable<Instance> All => _bySequence.Values;

    public void Add(Instance instance)
    {
        _bySequence[instance.Sequence] = instance;
        _byId[instance.Id] = instance;
    }

    public void Remove(Instance instance)
    {
        _bySequence.TryRemove(instance.Sequence, out _);
        // The id may already belong to a successor.
        _byId.TryRemove(KeyValuePair.Create(instance.Id, instance));
    }

    public Instance? Find(string id) => _byId.GetValueOrDefault(id);

    public Instance? Find(long sequence) => _bySequence.GetValueOrDefault(sequence);
}
