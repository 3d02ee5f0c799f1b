using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orcheo.UnitTests.Functions;

/// <summary>Keeps what the host logs, for tests to look at.</summary>
internal sealed class LogSink : ILoggerProvider
{
    internal ConcurrentQueue<LogLine> Lines { get; } = new();

    internal IEnumerable<LogLine> Errors => Lines.Where(line => line.Level >= LogLevel.Error);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

    public void Dispose()
    {
    }

    internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception);

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception));
    }
}
