using System.Collections.Concurrent;

namespace Orcheo.Core.Executions;

/// <summary>
/// The heads that this process wrote last, so that the next append need not read them. Only a shortcut: a head that another process
/// has changed meanwhile fails by its ETag and is read again.
/// </summary>
internal sealed class HeadCache(int capacity)
{
    private readonly ConcurrentDictionary<string, (ExecutionHead Head, string ETag)> _heads = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public (ExecutionHead Head, string ETag)? TryGet(string partition) => _heads.TryGetValue(partition, out var found) ? found : null;

    public void Set(string partition, ExecutionHead head, string etag)
    {
        if (head.Status.HasEnded())
        {
            Remove(partition);
            return;
        }

        if (_heads.TryAdd(partition, (head, etag)))
        {
            _order.Enqueue(partition);
            Trim();
        }
        else
        {
            _heads[partition] = (head, etag);
        }
    }

    /// <summary>Drops a head that ends before that sequence number.</summary>
    public void RemoveOlder(string partition, long seq)
    {
        if (TryGet(partition) is ({ } head, _) && head.LastSeq < seq)
        {
            Remove(partition);
        }
    }

    public void Remove(string partition) => _heads.TryRemove(partition, out _);

    /// <summary>Drops the oldest entries. Keys whose head was removed already are passed over, so the queue is bounded too.</summary>
    private void Trim()
    {
        while (_order.Count > capacity && _order.TryDequeue(out var oldest))
        {
            Remove(oldest);
        }
    }
}
