namespace Orcheo.Durable;

/// <summary>All timers of a hub in one heap, and one timer of the operating system for the earliest of them.</summary>
internal sealed class TimerQueue : IDisposable
{
    // The longest time that a timer of the platform takes is 49 days; waking once a day costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<TimerEntry, long> _heap = new();
    private readonly TimeProvider _clock;
    private readonly Action<Instance, Message> _fire;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private int _cancelled;
    private bool _disposed;

    public TimerQueue(TimeProvider clock, Action<Instance, Message> fire)
    {
        _clock = clock;
        _fire = fire;
        _timer = clock.CreateTimer(static state => ((TimerQueue)state!).FireDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _heap.Count;
            }
        }
    }

    public void Add(TimerEntry entry, long dueTicks)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _heap.Enqueue(entry, dueTicks);
            if (dueTicks < _armedFor)
            {
                Arm(dueTicks);
            }
        }
    }

    /// <summary>Counts a cancelled timer. When most of the heap is cancelled it is rebuilt without them.</summary>
    public void NoteCancelled()
    {
        lock (_gate)
        {
            if (++_cancelled <= 1000 || _cancelled <= _heap.Count / 2)
            {
                return;
            }

            (TimerEntry Element, long Priority)[] kept = [.. _heap.UnorderedItems.Where(item => item.Element.Task is not { IsCancelled: true })];
            _heap.Clear();
            _heap.EnqueueRange(kept);
            _cancelled = 0;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _heap.Clear();
        }

        _timer.Dispose();
    }

    private void FireDue()
    {
        List<TimerEntry> due = [];
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            long now = _clock.GetUtcNow().UtcTicks;
            while (_heap.TryPeek(out TimerEntry? entry, out long at) && at <= now)
            {
                _heap.Dequeue();
                if (entry.Task is { IsCancelled: true })
                {
                    _cancelled = Math.Max(0, _cancelled - 1);
                }
                else
                {
                    due.Add(entry);
                }
            }

            _armedFor = long.MaxValue;
            if (_heap.TryPeek(out _, out long next))
            {
                Arm(next);
            }
        }

        foreach (TimerEntry entry in due)
        {
            _fire(entry.Instance, entry.Message);
        }
    }

    private void Arm(long dueTicks)
    {
        _armedFor = dueTicks;
        TimeSpan wait = TimeSpan.FromTicks(Math.Max(0, dueTicks - _clock.GetUtcNow().UtcTicks));
        // A timer of the platform counts whole milliseconds and must not wake before its time.
        wait = wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
