using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Durable;
using Orcheo.Hosting;
using Orcheo.Hosting.Storage;
using Orcheo.Orchestrations;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>One host's worth of activities: it shares nothing with another but the storage.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Worker(ServiceProvider services) => _services = services;

    public static async Task<Worker> StartAsync(IReadOnlyDictionary<string, string?> storage)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(storage).Build();
        configuration["Orcheo:Http:AllowPrivateNetworks"] = "true";
        var services = new ServiceCollection().AddLogging();
        services.AddOrcheo(configuration, new DurableRunner("test"));
        services.AddSingleton<Activities>().AddSingleton<AgentActivities>().AddSingleton<MessageActivities>();
        var worker = new Worker(services.BuildServiceProvider());
        await worker.Get<ITableStore>().InitializeAsync(
            [.. worker._services.GetServices<StoreTables>().SelectMany(tables => tables.Names)], TestContext.Current.CancellationToken);
        return worker;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Runs an activity, as the Functions host does.</summary>
    public async Task<object?> RunAsync(ActivityCall call, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (activities, agents, messages) = (Get<Activities>(), Get<AgentActivities>(), Get<MessageActivities>());
        switch (call.Name.Name)
        {
            case nameof(Activities.RunNode): return await activities.RunNode(Input<RunNodeInput>(), cancellationToken);
            case nameof(Activities.DecideEdges): return await activities.DecideEdges(Input<DecideEdgesInput>(), cancellationToken);
            case nameof(Activities.MarkWaiting): return await activities.MarkWaiting(Input<ExecutionReference>(), cancellationToken);
            case nameof(AgentActivities.BeginAgent): return await agents.BeginAgent(Input<RunNodeInput>(), cancellationToken);
            case nameof(AgentActivities.AgentTurn): return await agents.AgentTurn(Input<AgentStep>(), cancellationToken);
            case nameof(AgentActivities.AgentTool): return await agents.AgentTool(Input<AgentStep>(), client, cancellationToken);
            case nameof(AgentActivities.EndAgent): return await agents.EndAgent(Input<AgentStep>(), cancellationToken);
            case nameof(MessageActivities.ReadDefinition): return await messages.ReadDefinition(Input<DefinitionRequest>(), cancellationToken);
            case nameof(MessageActivities.KeepPart):
                await messages.KeepPart(Input<MessagePart>(), cancellationToken);
                return null;
            case nameof(AgentActivities.CancelAwaited):
                await agents.CancelAwaited(Input<ExecutionReference>(), client, cancellationToken);
                return null;
            case nameof(Activities.CompleteExecution):
                await activities.CompleteExecution(Input<CompleteExecutionInput>(), client, cancellationToken);
                return null;
            default: throw new InvalidOperationException($"There is no activity '{call.Name}'.");
        }

        T Input<T>() => call.GetInput<T>()!;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
