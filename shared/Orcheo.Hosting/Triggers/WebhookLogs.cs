using Microsoft.Extensions.Logging;

namespace Orcheo.Hosting.Triggers;

/// <summary>The log lines of webhook triggers.</summary>
internal static partial class WebhookLogs
{
    [LoggerMessage(50, LogLevel.Warning, "The counts of webhook deliveries could not be stored; it is tried again.")]
    public static partial void CountsNotStored(ILogger logger, Exception exception);
}
