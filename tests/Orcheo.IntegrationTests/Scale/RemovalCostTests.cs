using Microsoft.Extensions.DependencyInjection;
using Orcheo.Hosting.Retention;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What it costs to remove an execution when its time is over: every row of it was stored, and goes.</summary>
public sealed class RemovalCostTests(AzuriteFixture azurite)
{
    private const double AtOnce = 1e-6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_removing_an_execution_costs_is_written_down()
    {
        await using var meter = await StorageMeter.StartAsync(await azurite.GetConnectionStringAsync());
        await using var fleet = await WorkerFleet.StartAsync(meter.ConnectionString, workers: 1);
        await using var host = await WorkerFleet.HostAsync(meter.ConnectionString, fleet.Prefix, AtOnce);
        var sweep = host.GetRequiredService<RetentionSweep>();
        var row = await ScaleDocument.LeastAsync("removal", "an execution of ten nodes, when its days are over", async () =>
        {
            await (await fleet.AcceptAsync(WorkerFleet.Chain(10)))();
            StorageCounts? counts = null;
            await Eventually.Becomes(
                async () =>
                {
                    var before = meter.Operations.Count;
                    var report = await sweep.RunAsync("default", Cancel);
                    counts = StorageCounts.Of(meter.Operations.Skip(before));
                    return report.Executions;
                },
                removed => removed == 1,
                "the execution's time to be over");
            var after = meter.Operations.Count;
            await sweep.RunAsync("default", Cancel);
            return counts!.Without(StorageCounts.Of(meter.Operations.Skip(after)));
        });
        ScaleDocument.Check("removal", "| What is removed | " + StorageCounts.Heads + " |", [row]);
    }
}
