using System.Collections.Concurrent;
using Orcheo.Core.Errors;
using Quartz;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// When a cron trigger is due. Quartz's own <see cref="CronExpression"/> does the arithmetic; what is said here is what Orcheo relies on
/// and pins by tests.
/// </summary>
/// <remarks>
/// Six fields, or seven with a year, are Quartz's (Sunday = 1); five are crontab's (Sunday = 0 or 7, Monday = 1), at second 0. Where day of
/// month and day of week are both restricted, a day that matches either counts. In spring, times in the gap fire once, together, at its
/// end. In autumn, a fixed time fires once, at its first passage; a schedule with a wildcard, a range or a step in its seconds, minutes
/// or hours goes on through both.
/// </remarks>
public sealed class CronSchedule
{
    private const int Cached = 4096;

    private static readonly ConcurrentDictionary<(string Cron, string Timezone), CronSchedule> Known = new();

    private readonly CronExpression _expression;
    private readonly bool _isFixed;

    private CronSchedule(CronExpression expression, TimeZoneInfo zone)
    {
        _expression = expression.WithTimeZone(zone);
        _isFixed = _expression.CronExpressionString.Split(' ').Take(3).All(field => field.AsSpan().IndexOfAny("*/-") < 0);
        Timezone = zone.Id;
    }

    /// <summary>The schedule in Quartz's syntax; six or seven fields.</summary>
    public string Normalized => _expression.CronExpressionString;

    /// <summary>The IANA name of the time zone.</summary>
    public string Timezone { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="cron">Six or seven fields as Quartz has them, or five as crontab has them.</param>
    /// <param name="timezone">An IANA time zone.</param>
    /// <param name="pointer">RFC 6901 pointer to the object that holds <c>cron</c> and <c>timezone</c>, for the faults.</param>
    /// <exception cref="OrcheoException">The expression is not one, or the zone is not known.</exception>
    public static CronSchedule Parse(string cron, string timezone, string pointer = "")
    {
        ArgumentNullException.ThrowIfNull(cron);
        ArgumentNullException.ThrowIfNull(timezone);
        if (Known.TryGetValue((cron, timezone), out var known))
        {
            return known;
        }

        var expression = CronFields.Parse(cron, out var fault)
            ?? throw Fault(ErrorCodes.InvalidCron, fault, pointer + "/cron");
        var zone = CronZones.Find(timezone)
            ?? throw Fault(
                ErrorCodes.ValueOutOfRange, $"'{Shorten(timezone)}' is not a time zone of the IANA database; give one such as Europe/Berlin or UTC.", pointer + "/timezone");
        if (Known.Count >= Cached)
        {
            Known.Clear();
        }

        return Known[(cron, timezone)] = new CronSchedule(expression, zone);
    }

    /// <summary>The first time after a moment, in UTC; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var next = _expression.GetNextValidTimeAfter(after)?.ToUniversalTime();

        // Asked for the time after a moment amid a repeated hour, Quartz gives the second passage of a fixed time as well.
        while (_isFixed && next is { } time && IsSecondPassage(time))
        {
            next = _expression.GetNextValidTimeAfter(time)?.ToUniversalTime();
        }

        return next;
    }

    /// <summary>The times from the first after a moment on, in order, without end unless the schedule has one.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset moment)
    {
        for (var next = Next(moment); next is { } time; next = Next(time))
        {
            yield return time;
        }
    }

    /// <summary>The times from one moment on, itself included, until before another, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to) =>
        After(from.AddMilliseconds(-1)).TakeWhile(time => time < to);

    private bool IsSecondPassage(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, _expression.TimeZone);
        return _expression.TimeZone.IsAmbiguousTime(local.DateTime)
            && local.Offset != _expression.TimeZone.GetAmbiguousTimeOffsets(local.DateTime).Max();
    }

    private static OrcheoException Fault(string code, string message, string pointer) =>
        new(code, message, [new ErrorDetail(code, message, pointer)]);

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
