using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting;

/// <summary>The log lines of this project.</summary>
internal static partial class HostingLogs
{
    [LoggerMessage(1, LogLevel.Warning, "The result of node {NodeId} in execution {ExecutionId} was dropped: it is recorded already, or the execution is {Status}.")]
    public static partial void NodeResultDropped(ILogger logger, string executionId, string nodeId, ExecutionStatus status);

    [LoggerMessage(2, LogLevel.Warning, "Execution {ExecutionId} was stored but never reached the runner, probably because of a crash; it is started now.")]
    public static partial void ExecutionRescheduled(ILogger logger, string executionId);

    [LoggerMessage(3, LogLevel.Error, "The runner gave up on execution {ExecutionId}: {Reason}")]
    public static partial void ExecutionAbandoned(ILogger logger, string executionId, string reason);

<<<<<<< HEAD
    [LoggerMessage(40, LogLevel.Error, "Cron trigger {TriggerId} could not fire; it is tried again at the next tick.")]
    public static partial void CronFireFailed(ILogger logger, string triggerId, Exception exception);

    [LoggerMessage(41, LogLevel.Warning, "Cron trigger {TriggerId} started nothing at {ScheduledAt:O}: {Reason}")]
    public static partial void CronNotStarted(ILogger logger, string triggerId, DateTimeOffset scheduledAt, string reason);

    [LoggerMessage(42, LogLevel.Warning, "Cron trigger {TriggerId} has missed {Missed} times of its schedule.")]
    public static partial void CronMissed(ILogger logger, string triggerId, long missed);

    [LoggerMessage(43, LogLevel.Warning, "The clock was set back from {Before:O} to {Now:O}; {Count} cron triggers were given an earlier next time.")]
    public static partial void CronClockSetBack(ILogger logger, DateTimeOffset before, DateTimeOffset now, int count);
=======
    [LoggerMessage(20, LogLevel.Warning, "Key Vault cannot be reached; the master key {KeyId} that was current last goes on being used.")]
    public static partial void KeyVaultUnreachable(ILogger logger, string keyId, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "That the credential {CredentialId} was used could not be noted.")]
    public static partial void CredentialUseNotNoted(ILogger logger, string credentialId, Exception exception);
>>>>>>> main
}
