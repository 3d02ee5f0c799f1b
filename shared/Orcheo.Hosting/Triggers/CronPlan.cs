using Orcheo.Core.Triggers;

namespace Orcheo.Hosting.Triggers;

/// <summary>What to do with a trigger that is due.</summary>
/// <param name="Times">The times to start, oldest first.</param>
/// <param name="Missed">How many times are dropped.</param>
/// <param name="Last">The latest time that is dealt with, started or dropped.</param>
/// <param name="Next">The next time after that; null when there is none.</param>
public sealed record CronPlan(IReadOnlyList<DateTimeOffset> Times, long Missed, DateTimeOffset Last, DateTimeOffset? Next)
{
    /// <summary>Dropped times are counted up to here; what lies beyond is dropped without being counted.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Works out what is due.</summary>
    /// <param name="schedule">The trigger's schedule.</param>
    /// <param name="policy">What becomes of misfires.</param>
    /// <param name="due">The time at which it is due; not after <paramref name="now"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="options">The tick, of which two make a misfire, and how many of those are queued at most.</param>
    public static CronPlan For(CronSchedule schedule, MisfirePolicy policy, DateTimeOffset due, DateTimeOffset now, CronOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        var punctual = now - (2 * options.Tick);
        List<DateTimeOffset> times = [.. From(schedule, due, due < punctual ? punctual : due).TakeWhile(time => time <= now)];
        var missed = 0L;
        if (due < punctual)
        {
            List<DateTimeOffset> queued = policy == MisfirePolicy.Queue ? Newest(schedule, due, punctual, options.MaxQueuedMisfires) : [];
            missed = From(schedule, due, due).TakeWhile(time => time < (queued.Count > 0 ? queued[0] : punctual)).Take(MostCounted).LongCount();
            times.InsertRange(0, queued);
        }

        // With "skip" the last time dealt with may be a dropped one; its exact place does not matter, only that it is before the present.
        var last = times.Count > 0 ? times[^1] : due;
        return new CronPlan(times, missed, last, schedule.Next(now));
    }

    /// <summary>The times from <paramref name="start"/> on. What is due counts as a time even where the zone's rules have changed since.</summary>
    private static IEnumerable<DateTimeOffset> From(CronSchedule schedule, DateTimeOffset due, DateTimeOffset start) =>
        start == due ? schedule.After(due).Prepend(due) : schedule.After(start.AddMilliseconds(-1)).SkipWhile(time => time < start);

    /// <summary>
    /// The newest times before <paramref name="end"/>, at most <paramref name="count"/>. They are looked for in a window that grows
    /// backwards, so that a long absence costs no more than a short one.
    /// </summary>
    private static List<DateTimeOffset> Newest(CronSchedule schedule, DateTimeOffset due, DateTimeOffset end, int count)
    {
        var window = TimeSpan.FromSeconds(count);
        while (true)
        {
            var start = end - due <= window ? due : end - window;
            var newest = new Queue<DateTimeOffset>(count);
            foreach (var time in From(schedule, due, start).TakeWhile(time => time < end))
            {
                if (newest.Count == count)
                {
                    newest.Dequeue();
                }

                newest.Enqueue(time);
            }

            if (newest.Count == count || start == due)
            {
                return [.. newest];
            }

            window *= 4;
        }
    }
}
