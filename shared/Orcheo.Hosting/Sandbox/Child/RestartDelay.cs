namespace Orcheo.Hosting.Sandbox.Child;

/// <summary>How long to wait before the process is started again: not at all at first, longer each time that it does not last.</summary>
internal sealed class RestartDelay(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>A process that served for so long has done well.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    private TimeSpan _next = TimeSpan.Zero;
    private long? _served;

    /// <summary>A process serves.</summary>
    public void Served() => _served = time.GetTimestamp();

    /// <summary>The process has ended: how long to wait.</summary>
    public TimeSpan Next()
    {
        if (_served is { } since && time.GetElapsedTime(since) >= Lasting)
        {
            _next = TimeSpan.Zero;
        }

        _served = null;
        var delay = _next;
        _next = delay == TimeSpan.Zero ? First : TimeSpan.FromTicks(Math.Min(2 * delay.Ticks, Longest.Ticks));
        return delay;
    }
}
