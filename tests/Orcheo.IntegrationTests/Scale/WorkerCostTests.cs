using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What it costs that activities of one execution run on several workers: each knows only the head that it wrote itself.</summary>
public sealed class WorkerCostTests(AzuriteFixture azurite)
{
    private const int Nodes = 10;

    [Fact]
    public async Task What_several_workers_cost_is_written_down()
    {
        await using var meter = await StorageMeter.StartAsync(await azurite.GetConnectionStringAsync());
        var rows = new List<string>();
        foreach (var workers in (int[])[1, 2, Nodes + 1])
        {
            await using var fleet = await WorkerFleet.StartAsync(meter.ConnectionString, workers);
            var what = workers switch
            {
                1 => "all on one worker",
                2 => "in turn on two workers",
                _ => "each on a worker that has seen nothing of the execution",
            };
            rows.Add(await ScaleDocument.LeastAsync("workers", what, () => CountAsync(meter, fleet)));
        }

        ScaleDocument.Check("workers", "| Activities run | " + StorageCounts.Heads + " |", rows);
    }

    private static async Task<StorageCounts> CountAsync(StorageMeter meter, WorkerFleet fleet)
    {
        var run = await fleet.AcceptAsync(WorkerFleet.Chain(Nodes));
        var before = meter.Operations.Count;
        await run();

        // Without the test's own look at the end.
        return StorageCounts.Of(meter.Operations.Skip(before).SkipLast(1));
    }
}
