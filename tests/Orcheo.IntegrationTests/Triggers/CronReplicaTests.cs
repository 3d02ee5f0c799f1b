using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting;
using Orcheo.Hosting.Storage;
using Orcheo.Hosting.Triggers;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>Two hosts on Azure Tables (Azurite) tick at once; the task hub that they share takes an execution once, as theirs does.</summary>
public sealed class CronReplicaTests(AzuriteFixture azurite)
{
    private const string Tenant = "default";
    private const int Triggers = 20;

    private readonly ConcurrentDictionary<string, int> _scheduled = new();

    [Fact]
    public async Task Two_hosts_that_tick_at_once_on_Azure_Tables_start_each_time_once()
    {
        var cancel = TestContext.Current.CancellationToken;
        var prefix = "cron" + Guid.NewGuid().ToString("N")[..8];
        await using var one = await HostAsync(prefix);
        await using var other = await HostAsync(prefix);
        var json = """{"name":"t","nodes":[{"id":"start","type":"cron_trigger"}],"edges":[]}"""u8.ToArray();
        var workflow = (await one.GetRequiredService<WorkflowStore>().CreateAsync(Tenant, WorkflowDocumentReader.Read(json).Document!, cancel)).Value.Id;
        var ids = new List<string>();
        for (var i = 0; i < Triggers; i++)
        {
            var settings = new CronTriggerSettings { WorkflowId = workflow, Cron = "* * * * * ?", Timezone = "UTC", MisfirePolicy = MisfirePolicy.Queue };
            ids.Add((await one.GetRequiredService<CronTriggers>().CreateAsync(Tenant, settings, cancel)).Value.Id);
        }

        var store = one.GetRequiredService<CronTriggerStore>();
        await Eventually.Becomes(
            async () =>
            {
                await Task.WhenAll(TickAsync(one), TickAsync(other));
                return await Task.WhenAll(ids.Select(async id => (await store.GetAsync(Tenant, id, cancel))!.Value.Value));
            },
            triggers => triggers.All(trigger => trigger.FireCount >= 4),
            "four times of each",
            TimeSpan.FromSeconds(60));

        // One alone goes through what the other one of the last pair may have started beyond what was counted.
        await TickAsync(one);
        foreach (var id in ids)
        {
            var trigger = (await store.GetAsync(Tenant, id, cancel))!.Value.Value;
            var times = Enumerable.Range(0, (int)trigger.FireCount).Select(back => trigger.LastFireAt!.Value.AddSeconds(-back)).ToList();
            Assert.All(times, time => Assert.True(_scheduled.ContainsKey(CronStarts.ExecutionId(id, time)), $"{id} at {time:O}"));
            Assert.False(_scheduled.ContainsKey(CronStarts.ExecutionId(id, times[^1].AddSeconds(-1))));
        }

        var counted = (await Task.WhenAll(ids.Select(async id => (await store.GetAsync(Tenant, id, cancel))!.Value.Value.FireCount))).Sum();
        Assert.Equal(counted, _scheduled.Count);
        Assert.Equal(counted, await CountAsync(one.GetRequiredService<ExecutionStore>(), workflow));
    }

    private Task<int> TickAsync(ServiceProvider host) => host.GetRequiredService<CronTicker>().TickAsync(
        (input, _) =>
        {
            _scheduled.AddOrUpdate(input.ExecutionId, 1, (_, count) => count + 1);
            return Task.CompletedTask;
        },
        TestContext.Current.CancellationToken);

    private async Task<ServiceProvider> HostAsync(string prefix)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orcheo:Storage:Provider"] = "AzureTables",
            ["Orcheo:Storage:ConnectionString"] = await azurite.GetConnectionStringAsync(),
            ["Orcheo:Storage:TablePrefix"] = prefix,
        }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddOrcheo(configuration, new DurableRunner("test"));
        var host = services.BuildServiceProvider();
        await host.GetRequiredService<ITableStore>().InitializeAsync(
            [.. host.GetServices<StoreTables>().SelectMany(tables => tables.Names)], TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<int> CountAsync(ExecutionStore executions, string workflow)
    {
        var ids = new HashSet<string>();
        var request = new ListRequest { Limit = ListRequest.MaxLimit };
        while (true)
        {
            var page = await executions.ListAsync(Tenant, new ExecutionFilter(workflow), request, TestContext.Current.CancellationToken);
            Assert.All(page.Items, item => Assert.True(ids.Add(item.Id)));
            if (page.NextCursor is null)
            {
                return ids.Count;
            }

            request = request with { Cursor = page.NextCursor };
        }
    }
}
