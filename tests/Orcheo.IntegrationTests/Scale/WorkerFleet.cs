using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Durable;
using Orcheo.Hosting;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Storage;
using Orcheo.Orchestrations;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>
/// One app that starts executions and several workers that run their activities in turn, each with services of its own as if in a
/// process of its own: what deployments on Azure Functions are, on one task hub and one storage account.
/// </summary>
internal sealed class WorkerFleet : IAsyncDisposable
{
    private const string Tenant = "default";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-fleet-");
    private readonly List<ServiceProvider> _workers = [];
    private TaskHub _hub = null!;
    private ServiceProvider _api = null!;
    private int _turn;

    /// <summary>Begins the names of its tables.</summary>
    public string Prefix { get; } = "fleet" + Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<WorkerFleet> StartAsync(string connectionString, int workers)
    {
        var fleet = new WorkerFleet();
        fleet._api = await HostAsync(connectionString, fleet.Prefix);
        for (var worker = 0; worker < workers; worker++)
        {
            fleet._workers.Add(await HostAsync(connectionString, fleet.Prefix));
        }

        fleet._hub = new TaskHub(new TaskHubOptions { DataDirectory = fleet._folder.FullName });
        fleet.Register();
        await fleet._hub.StartAsync(Cancel);
        return fleet;
    }

    /// <summary>Services as an app that is not the local stack has them, on tables with that prefix.</summary>
    public static async Task<ServiceProvider> HostAsync(string connectionString, string prefix, double executionDays = 30)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orcheo:Storage:Provider"] = "AzureTables",
            ["Orcheo:Storage:ConnectionString"] = connectionString,
            ["Orcheo:Storage:TablePrefix"] = prefix,
            ["Orcheo:Retention:ExecutionDays"] = executionDays.ToString("R", CultureInfo.InvariantCulture),
        }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddOrcheo(configuration, new DurableRunner("elsewhere"));
        var host = services.BuildServiceProvider();
        await host.GetRequiredService<ITableStore>().InitializeAsync([.. host.GetServices<StoreTables>().SelectMany(tables => tables.Names)], Cancel);
        return host;
    }

    /// <summary>Computing nodes in a row.</summary>
    public static WorkflowDefinition Chain(int nodes)
    {
        var config = JsonElement.Parse("""{"values":{"x":1}}""");
        return new WorkflowDefinition
        {
            Nodes = [.. Enumerable.Range(1, nodes).Select(number => new NodeDefinition { Id = $"n{number}", Type = "set_variable", Config = config })],
            Edges = [.. Enumerable.Range(1, nodes - 1).Select(number => new EdgeDefinition { Id = $"e{number}", SourceNodeId = $"n{number}", TargetNodeId = $"n{number + 1}" })],
        };
    }

    /// <summary>Stores and schedules an execution.</summary>
    /// <returns>Runs it to its end; the first activity waits for this.</returns>
    public async Task<Func<Task>> AcceptAsync(WorkflowDefinition definition)
    {
        ExecuteWorkflowInput? message = null;
        var request = new StartRequest
        {
            Tenant = Tenant,
            Definition = DefinitionHash.Of(definition),
            NodeCount = definition.Nodes.Count,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
        };
        await _api.GetRequiredService<ExecutionStarter>().StartAsync(
            request,
            (input, _) =>
            {
                message = input;
                return Task.CompletedTask;
            },
            Cancel);
        return async () =>
        {
            _turn = 0;
            await _hub.Client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, message, new StartOrchestrationOptions(message!.ExecutionId), Cancel);
            await _hub.Client.WaitForInstanceCompletionAsync(message.ExecutionId, Cancel);
            var head = await _workers[0].GetRequiredService<ExecutionStore>().GetHeadAsync(Tenant, message.ExecutionId, Cancel);
            Assert.Equal(ExecutionStatus.Succeeded, head!.Status);
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        foreach (var host in _workers.Append(_api))
        {
            await host.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private void Register()
    {
        var orchestration = new ExecuteWorkflow(_api.GetRequiredService<WorkflowPlanCache>());
        _hub.AddOrchestrator(ExecutionOrchestration.Name, async context =>
        {
            await orchestration.RunAsync(context);
            return null;
        });
        _hub.AddActivity(nameof(Activities.RunNode), async (call, cancel) => await Next().RunNode(call.GetInput<RunNodeInput>()!, cancel));
        _hub.AddActivity(nameof(Activities.CompleteExecution), async (call, cancel) =>
        {
            await Next().CompleteExecution(call.GetInput<CompleteExecutionInput>()!, _hub.Client, cancel);
            return null;
        });
    }

    private Activities Next()
    {
        var worker = _workers[(Interlocked.Increment(ref _turn) - 1) % _workers.Count];
        return ActivatorUtilities.CreateInstance<Activities>(worker);
    }
}
