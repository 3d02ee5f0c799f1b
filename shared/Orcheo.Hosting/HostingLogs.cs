using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting;

/// <summary>The log lines of this project.</summary>
internal static partial class HostingLogs
{
    [LoggerMessage(1, LogLevel.Warning, "The result of node {NodeId} in execution {ExecutionId} was dropped: it is recorded already, or the execution is {Status}.")]
    public static partial void NodeResultDropped(ILogger logger, string executionId, string nodeId, ExecutionStatus status);
}
