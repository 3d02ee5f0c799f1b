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

    [LoggerMessage(10, LogLevel.Warning, "The last use of API key {KeyId} could not be noted.")]
    public static partial void KeyUseNotNoted(ILogger logger, string keyId, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Node {NodeId} in execution {ExecutionId} failed in a way that it does not explain: {Exception}")]
    public static partial void NodeFailedUnexpectedly(ILogger logger, string executionId, string nodeId, string exception);

    [LoggerMessage(40, LogLevel.Information, "The SignalR client {ConnectionId} does not keep up with the events of its execution and is dropped.")]
    public static partial void WatcherDropped(ILogger logger, string connectionId);

    [LoggerMessage(42, LogLevel.Warning, "{Dropped} live events could not be sent so far; clients read them from the store.")]
    public static partial void LiveEventsDropped(ILogger logger, long dropped, Exception? exception);

    [LoggerMessage(41, LogLevel.Warning, "Events could not be sent to the SignalR client {ConnectionId}, which is dropped.")]
    public static partial void StreamFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "Key Vault cannot be reached; the master key {KeyId} that was current last goes on being used.")]
    public static partial void KeyVaultUnreachable(ILogger logger, string keyId, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "That the credential {CredentialId} was used could not be noted.")]
    public static partial void CredentialUseNotNoted(ILogger logger, string credentialId, Exception exception);

    [LoggerMessage(30, LogLevel.Information, "Retention removed {Executions} executions, the records of {Records} more, {Entries} audit entries and {Rows} expired rows.")]
    public static partial void RetentionSwept(ILogger logger, long executions, long records, long entries, long rows);

    [LoggerMessage(31, LogLevel.Warning, "Retention did not get through in {Minutes} minutes; it goes on the next time.")]
    public static partial void RetentionCutShort(ILogger logger, double minutes);
}
