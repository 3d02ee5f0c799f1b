namespace Orcheo.Storage.Sqlite;

/// <summary>The bounded queue between callers, who wait asynchronously, and the writer's thread, which blocks.</summary>
/// <remarks>
/// A monitor instead of a channel: the writer is woken directly, not by way of the thread pool, which on a busy machine would
/// put the pool's queue into the path of every commit.
/// </remarks>
internal sealed class WriteQueue(int capacity) : IDisposable
{
    /// <summary>Bounds how long one transaction holds up the batches that come after it.</summary>
    private const int GroupRows = 4096;

    private const int GroupBytes = 16 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<WriteRequest> _waiting = new();
    private readonly SemaphoreSlim _room = new(capacity);
    private bool _wake;
    private bool _closed;

    /// <summary>Whether batches wait to be taken.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Queues a batch, waiting for room.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public Task AddAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var room = _room.WaitAsync(cancellationToken);
        if (room.IsCompletedSuccessfully)
        {
            Add(request);
            return Task.CompletedTask;
        }

        return AddLaterAsync(room, request);
    }

    /// <summary>Waits for batches or for <see cref="Wake"/>; false when the queue is closed and empty.</summary>
    /// <param name="group">Receives everything that waits, up to the size of a transaction; may stay empty after a wake.</param>
    public bool Take(List<WriteRequest> group)
    {
        var removed = 0;
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_wake && !_closed)
            {
                Monitor.Wait(_gate);
            }

            if (_waiting.Count == 0 && !_wake)
            {
                return false;
            }

            _wake = false;
            var rows = 0;
            var bytes = 0L;
            while (rows < GroupRows && bytes < GroupBytes && _waiting.TryDequeue(out var request))
            {
                removed++;
                if (request.TryTake())
                {
                    group.Add(request);
                    rows += request.Writes.Length;
                    bytes += request.Bytes;
                }
            }
        }

        if (removed > 0)
        {
            _room.Release(removed);
        }

        return true;
    }

    /// <summary>Lets the writer run although nothing is queued.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Closes the queue: it refuses further batches; what is queued can still be taken.</summary>
    /// <remarks>The semaphore is left alone (it holds no handle): callers that wait for room must get in, to be refused.</remarks>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private async Task AddLaterAsync(Task room, WriteRequest request)
    {
        await room;
        Add(request);
    }

    private void Add(WriteRequest request)
    {
        lock (_gate)
        {
            if (_closed)
            {
                _room.Release();
                throw new ObjectDisposedException(nameof(SqliteTableStore));
            }

            _waiting.Enqueue(request);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }
}
