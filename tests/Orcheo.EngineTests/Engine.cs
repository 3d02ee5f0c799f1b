using System.Reflection;
using System.Text.Json;
using DurableTask.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Common;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Storage;
using Orcheo.IntegrationTests.Support;
using Orcheo.Orchestrations;

namespace Orcheo.EngineTests;

/// <summary>The functions of functions/orchestrations on the real Durable Task engine.</summary>
internal sealed class Engine : IAsyncDisposable
{
    public const string Tenant = "default";

    private int _longest;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-engine-");
    private readonly ServiceProvider _services;
    private EngineHost _host = null!;

    private Engine()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orcheo:DataDirectory"] = _folder.FullName,
            ["Orcheo:Http:AllowPrivateNetworks"] = "true",
        }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddOrcheo(configuration, new DurableRunner("durable-functions"));
        _services = services.BuildServiceProvider();
    }

    public DurableTaskClient Client => _host.Client;

    /// <summary>The most characters that an activity was called with, or answered.</summary>
    public int LongestMessage => Volatile.Read(ref _longest);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Engine> StartAsync(IOrchestrationService backend)
    {
        var engine = new Engine();
        await engine.Get<ITableStore>().InitializeAsync([.. engine._services.GetServices<StoreTables>().SelectMany(tables => tables.Names)], Cancel);
        engine._host = await EngineHost.StartAsync(backend, engine.Register, Cancel);
        return engine;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts an inline workflow, as the API does.</summary>
    public async Task<string> StartAsync(Flow flow, object? input = null)
    {
        var definition = Definition(flow);
        var request = new StartRequest
        {
            Tenant = Tenant,
            Definition = DefinitionHash.Of(definition),
            NodeCount = definition.Nodes.Count,
            TimeoutSeconds = definition.Settings.TimeoutSeconds,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
            Input = input is null ? OrcheoJson.Null : JsonSerializer.SerializeToElement(input, OrcheoJson.Options),
        };
        return (await Get<ExecutionStarter>().StartAsync(request, ExecutionScheduling.On(Client), Cancel)).Id;
    }

    /// <summary>Schedules an execution once more, as the reconciler does when it cannot know better.</summary>
    public async Task RescheduleAsync(string id)
    {
        var start = (await Get<ExecutionStore>().GetStartAsync(Tenant, id, Cancel))!;
        await Get<ExecutionStarter>().RescheduleAsync(Tenant, start, ExecutionScheduling.On(Client), Cancel);
    }

    /// <summary>Stores a workflow.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(Flow flow) => (await Get<WorkflowStore>().CreateAsync(
        Tenant, new WorkflowDocument { Name = "Tool", Definition = Definition(flow) }, Cancel)).Value.Id;

    /// <summary>Waits for the end of an execution and reads it.</summary>
    public async Task<Execution> EndOfAsync(string id)
    {
        var instance = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, null), (instance.RuntimeStatus, instance.FailureDetails?.ToString()));
        return await ReadAsync(id);
    }

    public async Task<Execution> RunAsync(Flow flow, object? input = null) => await EndOfAsync(await StartAsync(flow, input));

    public async Task<Execution> ReadAsync(string id) => (await Get<ExecutionStore>().GetAsync(Tenant, id, Cancel))!;

    /// <summary>Cancels an execution, as the API does.</summary>
    public async Task CancelAsync(string id)
    {
        await Get<ExecutionCloser>().CancelAsync(new ExecutionReference(Tenant, id), Cancel);
        await Client.RaiseEventAsync(id, ExecutionOrchestration.CancelEvent, true, Cancel);
    }

    public async Task UntilAsync(string id, ExecutionStatus status)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await ReadAsync(id)).Status != status)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Measure(string? message)
    {
        for (var longest = LongestMessage; message?.Length > longest; longest = LongestMessage)
        {
            Interlocked.CompareExchange(ref _longest, message.Length, longest);
        }
    }

    private static WorkflowDefinition Definition(Flow flow) => flow.Definition().Deserialize<WorkflowDefinition>(OrcheoJson.Options)!;

    private void Register(DurableTaskRegistry registry)
    {
        foreach (var method in typeof(ExecuteWorkflow).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
            {
                continue;
            }

            if (method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute))))
            {
                registry.AddOrchestrator(function.Name, () => new FunctionOrchestrator(_services, method));
            }
            else
            {
                registry.AddActivity(function.Name, _ => new FunctionActivity(_services, method, () => Client, Measure));
            }
        }
    }
}
