using Microsoft.Extensions.Logging;

namespace Orcheo.Api;

/// <summary>The log lines of this project.</summary>
internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "{Method} {Path} was served, but its Idempotency-Key could not be settled: a repetition is refused for a minute, and then served again.")]
    public static partial void IdempotencyNotSettled(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "Audit entry {EntryId} is lost: {Action} on {ResourceId} by {ActorId} took place.")]
    public static partial void AuditEntryLost(ILogger logger, string entryId, string action, string resourceId, string actorId, Exception exception);
}
