using System.Collections.Concurrent;

namespace Orcheo.Core.Expressions;

/// <summary>A bounded cache that forgets what was not used lately, without a lock on reading.</summary>
/// <remarks>Two generations: what is used moves to the young one; when that is full it becomes the old one, and the old one is dropped.</remarks>
internal sealed class GenerationCache<TKey, TValue>(int capacity, IEqualityComparer<TKey> comparer)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new(comparer);
    private volatile ConcurrentDictionary<TKey, TValue> _old = new(comparer);

    /// <summary>How many values are held, at most the capacity and one more for each thread.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>The cached value, or the one that <paramref name="create"/> makes; what throws is not cached.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> create)
    {
        if (_young.TryGetValue(key, out var value))
        {
            return value;
        }

        value = _old.TryGetValue(key, out var known) ? known : create(key);
        lock (_turn)
        {
            if (_young.Count >= capacity / 2)
            {
                _old = _young;
                _young = new ConcurrentDictionary<TKey, TValue>(comparer);
            }

            return _young.GetOrAdd(key, value);
        }
    }
}
