using System.Collections.Concurrent;

namespace Orcheo.Storage.Sqlite;

/// <summary>Open readers, used again and again; when all are busy, further callers wait asynchronously.</summary>
/// <remarks>A read itself runs on the caller's thread: it takes tens of microseconds, less than handing it to another.</remarks>
internal sealed class ReaderPool(SqliteTableStoreOptions options) : IAsyncDisposable
{
    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private readonly SemaphoreSlim _slots = new(options.Readers);
    private volatile bool _closed;

    public async Task<TResult> ReadAsync<TArguments, TResult>(
        TArguments arguments, Func<SqliteReader, TArguments, TResult> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteTableStore));
            if (!_idle.TryPop(out var reader))
            {
                reader = new SqliteReader(options);
            }

            // Not returned after a failure: a fresh connection next time.
            var healthy = false;
            try
            {
                var result = read(reader, arguments);
                healthy = true;
                return result;
            }
            finally
            {
                Release(reader, healthy);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Waits for running reads, then closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < options.Readers; i++)
        {
            await _slots.WaitAsync();
        }

        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        // Late callers get in, to be told that the store is closed.
        _slots.Release(options.Readers);
    }

    private void Release(SqliteReader reader, bool healthy)
    {
        if (healthy)
        {
            _idle.Push(reader);
        }
        else
        {
            reader.Dispose();
        }
    }
}
