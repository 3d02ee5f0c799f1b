using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>Every log entry of the engine.</summary>
internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Information, "Task hub '{Hub}' started: {Instances} unfinished instances, {Activities} activities and {Timers} timers recovered")]
    public static partial void HubStarted(this ILogger logger, string hub, int instances, int activities, int timers);

    [LoggerMessage(2, LogLevel.Information, "Task hub '{Hub}' stopped; {Abandoned} running activities are left for the next start")]
    public static partial void HubStopped(this ILogger logger, string hub, int abandoned);

    [LoggerMessage(3, LogLevel.Critical, "Task hub '{Hub}' has to stop: what it would acknowledge could get lost")]
    public static partial void HubFailed(this ILogger logger, Exception exception, string hub);

    [LoggerMessage(4, LogLevel.Debug, "Orchestration '{Name}' ({InstanceId}) ended: {Status}")]
    public static partial void InstanceEnded(this ILogger logger, string name, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(5, LogLevel.Information, "Activity '{Name}' (#{TaskId}) of instance '{InstanceId}' failed")]
    public static partial void ActivityFailed(this ILogger logger, Exception exception, string name, int taskId, string instanceId);

    [LoggerMessage(6, LogLevel.Error, "Orchestration '{Name}' ({InstanceId}) cannot be replayed and fails")]
    public static partial void ReplayFailed(this ILogger logger, Exception exception, string name, string instanceId);

    [LoggerMessage(7, LogLevel.Error, "A turn of orchestration '{Name}' ({InstanceId}) cannot be written; the instance fails")]
    public static partial void TurnRefused(this ILogger logger, Exception exception, string name, string instanceId);
}
