using Microsoft.Extensions.Logging;

namespace Orcheo.Hosting.Triggers;

/// <summary>The log lines of cron triggers.</summary>
internal static partial class CronLogs
{
    [LoggerMessage(40, LogLevel.Error, "Cron trigger {TriggerId} could not fire; it is tried again at the next tick.")]
    public static partial void FireFailed(ILogger logger, string triggerId, Exception exception);

    [LoggerMessage(41, LogLevel.Warning, "Cron trigger {TriggerId} started nothing at {ScheduledAt:O}: {Reason}")]
    public static partial void NotStarted(ILogger logger, string triggerId, DateTimeOffset scheduledAt, string reason);

    [LoggerMessage(42, LogLevel.Warning, "Cron trigger {TriggerId} has missed {Missed} times of its schedule.")]
    public static partial void Missed(ILogger logger, string triggerId, long missed);

    [LoggerMessage(43, LogLevel.Warning, "The clock was set back from {Before:O} to {Now:O}; {Count} cron triggers were given an earlier next time.")]
    public static partial void ClockSetBack(ILogger logger, DateTimeOffset before, DateTimeOffset now, int count);
}
