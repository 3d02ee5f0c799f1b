using Microsoft.Extensions.Logging;

namespace Orcheo.Functions;

internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Information, "The Functions host loaded {Http} HTTP, {Timers} timer, {Orchestrators} orchestrator and {Activities} activity functions")]
    internal static partial void FunctionsLoaded(this ILogger logger, int http, int timers, int orchestrators, int activities);

    [LoggerMessage(2, LogLevel.Error, "Function {Function} failed (invocation {InvocationId})")]
    internal static partial void FunctionFailed(this ILogger logger, Exception exception, string function, string invocationId);

    [LoggerMessage(3, LogLevel.Debug, "The caller of function {Function} went away before it was answered")]
    internal static partial void CallerGone(this ILogger logger, string function);

    [LoggerMessage(4, LogLevel.Debug, "Timer {Function} runs next at {Next:O}")]
    internal static partial void TimerScheduled(this ILogger logger, string function, DateTimeOffset next);

    [LoggerMessage(5, LogLevel.Warning, "The record of timer {Function} cannot be read; it begins anew")]
    internal static partial void TimerRecordUnreadable(this ILogger logger, Exception exception, string function);

    [LoggerMessage(6, LogLevel.Warning, "The record of timer {Function} cannot be written; an occurrence missed from now on is not made up for")]
    internal static partial void TimerRecordUnwritable(this ILogger logger, Exception exception, string function);

    [LoggerMessage(7, LogLevel.Information, "Timer {Function} missed the occurrence of {Due:O} and runs now")]
    internal static partial void TimerPastDue(this ILogger logger, string function, DateTimeOffset due);

    [LoggerMessage(8, LogLevel.Critical, "The task hub has stopped; the host stops too")]
    internal static partial void HubStopped(this ILogger logger, Exception exception);
}
