using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>Gives replay-safe loggers of one orchestration. It owns nothing, so disposing it does nothing.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner().CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider)
        => throw new NotSupportedException("Providers are added to the logger factory of the host, not to that of an orchestration.");

    public void Dispose()
    {
    }
}
