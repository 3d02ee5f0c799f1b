using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Orcheo.Hosting.Live;

/// <summary>
/// What one watcher of an execution has still to be sent. It holds only so much: a watcher that does not keep up loses what comes on
/// top, and is told so. One reader at a time.
/// </summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly Channel<LiveEvent> _events;
    private readonly Action<LiveSubscription> _leave;
    private readonly int _maxBytes;
    private int _bytes;
    private int _lost;

    internal LiveSubscription(LiveLimits limits, Action<LiveSubscription> leave)
    {
        _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(limits.Events) { SingleReader = true });
        _maxBytes = limits.Bytes;
        _leave = leave;
    }

    /// <summary>Waits until there is something to read, or something was lost.</summary>
    /// <returns>False once the subscription has ended.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _events.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next event, if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out LiveEvent? next)
    {
        if (!_events.Reader.TryRead(out next))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -next.Size);
        return true;
    }

    /// <summary>Whether something was lost since this was asked last. Ask once everything is read.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _lost, 0) != 0;

    /// <summary>Ends the subscription.</summary>
    public void Dispose()
    {
        _leave(this);
        _events.Writer.TryComplete();
    }

    /// <summary>Adds an event; what does not fit is lost. A single event always fits into an empty subscription.</summary>
    internal void Add(LiveEvent next)
    {
        var before = Interlocked.Add(ref _bytes, next.Size) - next.Size;
        if ((before > 0 && before + next.Size > _maxBytes) || !_events.Writer.TryWrite(next))
        {
            Interlocked.Add(ref _bytes, -next.Size);
            Interlocked.Exchange(ref _lost, 1);
        }
    }
}

/// <summary>How much may wait for one watcher.</summary>
/// <param name="Events">At most so many events.</param>
/// <param name="Bytes">At most about so many bytes.</param>
public sealed record LiveLimits(int Events = 1024, int Bytes = 4 * 1024 * 1024);
