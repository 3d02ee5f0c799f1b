using System.Globalization;
using Cronos;
using Orcheo.Functions.Discovery;

namespace Orcheo.Functions.Timers;

/// <summary>When a timer function runs: by an NCRONTAB expression, or at a constant distance.</summary>
internal sealed class TimerSchedule
{
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(CronExpression? cron, TimeSpan interval)
    {
        _cron = cron;
        _interval = interval;
    }

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FunctionDeclarationException">The text is neither an expression nor a time span.</exception>
    internal static TimerSchedule Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval)
            && interval > TimeSpan.Zero)
        {
            return new TimerSchedule(null, interval);
        }

        try
        {
            var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
            return new TimerSchedule(
                CronExpression.Parse(text, fields == 5 ? CronFormat.Standard : CronFormat.IncludeSeconds), TimeSpan.Zero);
        }
        catch (CronFormatException e)
        {
            throw new FunctionDeclarationException($"the schedule '{text}' is neither NCRONTAB nor a time span: {e.Message}");
        }
    }

    /// <summary>The first occurrence after a moment, or null when there will be none.</summary>
    internal DateTimeOffset? Next(DateTimeOffset after) =>
        _cron is null ? after + _interval : _cron.GetNextOccurrence(after, TimeZoneInfo.Utc);

    /// <summary>Whether occurrences are less than a minute apart, as seen from a moment.</summary>
    internal bool RecursWithinMinute(DateTimeOffset from) =>
        Next(from) is { } first && Next(first) is { } second && second - first < TimeSpan.FromMinutes(1);
}
