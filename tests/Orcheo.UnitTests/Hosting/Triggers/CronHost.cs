using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Storage;
using Orcheo.Hosting.Triggers;

namespace Orcheo.UnitTests.Hosting.Triggers;

/// <summary>A runner that takes every execution once, as a task hub does, and remembers in which order.</summary>
internal sealed class CronHub
{
    private readonly ConcurrentDictionary<string, bool> _known = new();

    public ConcurrentQueue<ExecuteWorkflowInput> Taken { get; } = new();

    public IEnumerable<string> Ids => Taken.Select(input => input.ExecutionId);

    public Task ScheduleAsync(ExecuteWorkflowInput input, CancellationToken cancellationToken)
    {
        if (_known.TryAdd(input.ExecutionId, true))
        {
            Taken.Enqueue(input);
        }

        return Task.CompletedTask;
    }
}

/// <summary>One host: everything that Orcheo puts together, on a store, a clock and a runner that it may share with others.</summary>
internal sealed class CronHost : IDisposable
{
    public const string Tenant = "default";

    private readonly ServiceProvider _services;
    private readonly CronHub _hub;

    public CronHost(ITableStore store, TimeProvider time, CronHub hub, params (string Name, string Value)[] settings)
    {
        _hub = hub;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => "Orcheo:" + setting.Name, setting => (string?)setting.Value))
            .Build();
        var services = new ServiceCollection().AddLogging();
        services.AddOrcheo(configuration, new DurableRunner("test"));
        services.AddSingleton(time);
        services.AddSingleton(store);
        _services = services.BuildServiceProvider();
    }

    public IReadOnlyList<string> Tables => [.. _services.GetServices<StoreTables>().SelectMany(tables => tables.Names)];

    public CronTicker Ticker => Get<CronTicker>();

    public CronTriggers Triggers => Get<CronTriggers>();

    public CronTriggerStore Store => Get<CronTriggerStore>();

    public WorkflowStore Workflows => Get<WorkflowStore>();

    public ExecutionStore Executions => Get<ExecutionStore>();

    public ScheduleExecution Schedule => _hub.ScheduleAsync;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<int> TickAsync() => Ticker.TickAsync(Schedule, Cancel);

    public async Task<string> WorkflowAsync(string type = "cron_trigger") =>
        (await Workflows.CreateAsync(Tenant, Document(type), Cancel)).Value.Id;

    public static WorkflowDocument Document(string type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { name = "t", nodes = new[] { new { id = "start", type } }, edges = Array.Empty<object>() });
        return WorkflowDocumentReader.Read(json).Document!;
    }

    public async Task<CronTrigger> CreateAsync(
        string workflowId, string cron, MisfirePolicy policy = MisfirePolicy.Skip, Func<CronTriggerSettings, CronTriggerSettings>? change = null)
    {
        var settings = new CronTriggerSettings { WorkflowId = workflowId, Cron = cron, Timezone = "UTC", MisfirePolicy = policy };
        return (await Triggers.CreateAsync(Tenant, change is null ? settings : change(settings), Cancel)).Value;
    }

    public async Task<CronTrigger> ReadAsync(string id) => (await Store.GetAsync(Tenant, id, Cancel))!.Value.Value;

    /// <summary>Which times of the trigger the runner has, in the order in which it got them.</summary>
    public DateTimeOffset[] Started(string triggerId) =>
    [
        .. _hub.Taken.Where(input => input.Trigger.GetProperty("trigger_id").GetString() == triggerId)
            .Select(input => input.Trigger.GetProperty("scheduled_at").GetDateTimeOffset()),
    ];

    public void Dispose() => _services.Dispose();
}
