using System.Collections.Concurrent;

namespace Orcheo.Durable;

/// <summary>Reading connections, made when needed and kept.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private readonly ConcurrentBag<HubReader> _idle = [];
    private volatile bool _disposed;

    public TResult Read<TState, TResult>(TState state, Func<HubReader, TState, TResult> read)
    {
        if (_disposed)
        {
            throw new TaskHubException(TaskHubFault.Stopped, "The task hub has stopped.");
        }

        HubReader reader = _idle.TryTake(out HubReader? idle) ? idle : new(path);
        try
        {
            return read(reader, state);
        }
        finally
        {
            _idle.Add(reader);
            if (_disposed)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out HubReader? reader))
        {
            reader.Dispose();
        }
    }
}
