using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Durable;
using Orcheo.Functions.Configuration;

namespace Orcheo.Functions.Invocation;

/// <summary>What every invocation shares: the pipeline, the services, the clock and the signal that the host is going down.</summary>
internal sealed class FunctionRuntime : IDisposable
{
    /// <summary>How long invocations may go on after the host was told to stop before their tokens are cancelled.</summary>
    internal static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(2);

    private readonly FunctionExecutionDelegate _pipeline;
    private readonly CancellationTokenSource _draining;
    private readonly CancellationTokenRegistration _stopping;

    public FunctionRuntime(
        IServiceProvider services,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        HostSettings settings,
        TaskHub? hub)
    {
        Hub = hub;
        Services = services;
        Clock = services.GetRequiredService<TimeProvider>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Orcheo.Functions");
        FunctionTimeout = settings.FunctionTimeout;
        _pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, (next, layer) => layer(next));
        _draining = new CancellationTokenSource(Timeout.InfiniteTimeSpan, Clock);
        _stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(
            () => _draining.CancelAfter(DrainGrace));
        Draining = _draining.Token;
    }

    internal IServiceProvider Services { get; }

    /// <summary>The task hub; null in an application without durable functions.</summary>
    internal TaskHub? Hub { get; }

    /// <summary>The client given to <c>[DurableClient]</c> parameters.</summary>
    internal DurableTaskClient DurableClient => Hub!.Client;

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal TimeSpan? FunctionTimeout { get; }

    /// <summary>Cancelled a short while after the host was told to stop.</summary>
    internal CancellationToken Draining { get; }

    /// <summary>Runs the middleware and, inside it, the function. The caller disposes the context.</summary>
    internal Task InvokeAsync(HostFunctionContext context) => _pipeline(context);

    public void Dispose()
    {
        _stopping.Dispose();
        _draining.Dispose();
    }

    // Async, so that a parameter that cannot be bound fails the task instead of throwing through the middleware's call.
    private static async Task ExecuteAsync(FunctionContext context)
    {
        var invocation = HostFunctionContext.Of(context);
        invocation.Result = await invocation.Function.Invoke(invocation);
    }
}
