using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orcheo.Durable;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Durable;

/// <summary>The orchestrators and activities of an application, as the task hub runs them.</summary>
internal static class DurableFunctions
{
    /// <summary>Whether the application needs a task hub.</summary>
    internal static bool NeedHub(IEnumerable<FunctionEntry> functions) => functions.Any(
        function => function.Kind is TriggerKind.Orchestration or TriggerKind.Activity || function.DurableClients.Count > 0);

    /// <summary>Refuses clients of another hub than the one that this host owns.</summary>
    /// <exception cref="FunctionLoadException">A client names another hub.</exception>
    internal static void CheckClients(IEnumerable<FunctionEntry> functions, string? hubName, SettingReferences references)
    {
        var hub = hubName ?? new TaskHubOptions { DataDirectory = string.Empty }.HubName;
        var problems = new List<string>();
        foreach (var function in functions)
        {
            foreach (var client in function.DurableClients)
            {
                var wanted = client.TaskHub is null ? hub : references.Resolve(client.TaskHub);
                if (!string.Equals(wanted, hub, StringComparison.OrdinalIgnoreCase))
                {
                    problems.Add($"{function.Display}: [DurableClient] wants task hub '{wanted}', but this host owns '{hub}' only.");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new FunctionLoadException(problems);
        }
    }

    /// <summary>Makes the hub as host.json says.</summary>
    internal static TaskHub CreateHub(IServiceProvider services, HostSettings settings)
    {
        var defaults = new TaskHubOptions { DataDirectory = settings.StoragePath };
        return new TaskHub(defaults with
        {
            HubName = settings.HubName ?? defaults.HubName,
            MaxConcurrentActivities = settings.MaxConcurrentActivities ?? defaults.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = settings.MaxConcurrentOrchestrators ?? defaults.MaxConcurrentOrchestrations,
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
        });
    }

    /// <summary>Tells the hub which functions it runs.</summary>
    internal static void Register(TaskHub hub, IEnumerable<FunctionEntry> functions, FunctionRuntime runtime)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is OrchestrationTriggerAttribute orchestration)
            {
                function.Prepare();
                hub.AddOrchestrator(orchestration.Orchestration ?? function.Name, context => OrchestrateAsync(function, runtime, context));
            }
            else if (function.Trigger is ActivityTriggerAttribute activity)
            {
                function.Prepare();
                hub.AddActivity(activity.Activity ?? function.Name, (call, token) => ActAsync(function, runtime, call, token));
            }
        }
    }

    /// <summary>Runs an orchestrator inside the middleware.</summary>
    /// <remarks>Awaits nothing but the pipeline: whatever else went asynchronous would leave the orchestration's own scheduler.</remarks>
    internal static async Task<object?> OrchestrateAsync(FunctionEntry function, FunctionRuntime runtime, TaskOrchestrationContext context)
    {
        await using var invocation = new HostFunctionContext(function, runtime) { TriggerValue = context };
        await runtime.InvokeAsync(invocation);
        return invocation.Result;
    }

    /// <summary>Runs an activity inside the middleware.</summary>
    internal static async Task<object?> ActAsync(
        FunctionEntry function, FunctionRuntime runtime, ActivityCall call, CancellationToken cancellationToken)
    {
        await using var invocation = new HostFunctionContext(function, runtime) { TriggerValue = call, CallerToken = cancellationToken };
        await runtime.InvokeAsync(invocation);
        return invocation.Result;
    }
}
