using Microsoft.Extensions.Logging;

namespace Orcheo.Hosting.Sandbox;

/// <summary>The log lines about the sandbox.</summary>
internal static partial class SandboxLogs
{
    [LoggerMessage(60, LogLevel.Information, "The sandbox for Python code serves (process {ProcessId}, layers {Layers}).")]
    public static partial void Serves(ILogger logger, int processId, string layers);

    [LoggerMessage(61, LogLevel.Warning, "The sandbox for Python code ended (exit code {ExitCode}); it is started again.")]
    public static partial void Ended(ILogger logger, int exitCode);

    [LoggerMessage(62, LogLevel.Warning, "The sandbox for Python code did not start: {Reason}. It is tried again.")]
    public static partial void NotStarted(ILogger logger, string reason);

    [LoggerMessage(63, LogLevel.Error, "Python code cannot run: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(64, LogLevel.Information, "Sandbox: {Line}")]
    public static partial void Said(ILogger logger, string line);

    [LoggerMessage(65, LogLevel.Warning, "Sandbox: {Line}")]
    public static partial void Complained(ILogger logger, string line);
}
