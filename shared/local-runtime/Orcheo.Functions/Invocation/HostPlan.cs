using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Durable;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Durable;
using Orcheo.Functions.Http;
using Orcheo.Functions.Timers;

namespace Orcheo.Functions.Invocation;

/// <summary>What the host will run: the functions, checked, with their routes and schedules.</summary>
internal sealed record HostPlan(
    HostSettings Settings,
    IReadOnlyList<FunctionEntry> Functions,
    IReadOnlyList<HttpFunctionRoute> Routes,
    IReadOnlyList<TimerFunction> Timers)
{
    internal static HostPlan Make(IReadOnlyList<FunctionEntry> functions, IConfiguration configuration)
    {
        var settings = HostSettings.From(configuration);
        var references = new SettingReferences(configuration);
        DurableFunctions.CheckClients(functions, settings.HubName, references);
        return new HostPlan(
            settings, functions, HttpFunctionRoute.Of(functions, settings, references), TimerFunction.Of(functions, references));
    }

    /// <summary>Adds what runs the functions. The order is that of starting: hub, timers, and last the web server.</summary>
    internal void AddTo(
        IServiceCollection services, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new FunctionRuntime(provider, middleware, Settings, provider.GetService<TaskHub>()));
        if (DurableFunctions.NeedHub(Functions))
        {
            services.AddSingleton(provider => DurableFunctions.CreateHub(provider, Settings));
            services.AddSingleton<IHostedService>(provider => new DurableService(
                provider.GetRequiredService<TaskHub>(),
                Functions,
                provider.GetRequiredService<FunctionRuntime>(),
                provider.GetRequiredService<IHostApplicationLifetime>()));
        }

        if (Timers.Count > 0)
        {
            services.AddSingleton<IHostedService>(provider => new TimerService(
                Timers, provider.GetRequiredService<FunctionRuntime>(), Settings));
        }
    }

    internal void Report(ILogger logger) => logger.FunctionsLoaded(
        Routes.Count, Timers.Count, Count(TriggerKind.Orchestration), Count(TriggerKind.Activity));

    private int Count(TriggerKind kind) => Functions.Count(function => function.Kind == kind);
}
