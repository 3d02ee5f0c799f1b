using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

/// <summary>Nodes that take their time: how they show, and how they are stopped.</summary>
public sealed class SlowNodeTests : NodeExecutorTest
{
    [Fact]
    public async Task A_slow_node_is_announced_before_it_ends_and_not_again_at_its_end()
    {
        var id = await CreateAsync();
        var release = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Run = (_, _) =>
        {
            Probe.Begun.TrySetResult();
            return release.Task;
        };
        var running = Executor().RunAsync(Input(id, "probe") with { Skipped = ["other"] }, Cancel);
        await AnnouncedAsync(id);
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeSkipped, EventTypes.NodeStart], await TypesAsync(id));
        Assert.Equal(ExecutionStatus.Running, (await HeadAsync(id)).Status);

        release.SetResult(NodeResult.Of(OrcheoJson.Null));
        Assert.True((await EndOfAsync(running)).Outcome!.Succeeded);
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeSkipped, EventTypes.NodeStart, EventTypes.NodeEnd], await TypesAsync(id));
    }

    [Fact]
    public async Task A_cancellation_that_another_process_has_taken_stops_it()
    {
        var id = await CreateAsync();
        Probe.Run = Probe.WaitAsync;
        var running = Executor().RunAsync(Input(id, "probe"), Cancel);
        await AnnouncedAsync(id);
        await SetStatusAsync(id, ExecutionStatus.Cancelling);

        var outcome = (await EndOfAsync(running)).Outcome!;
        Assert.Equal((false, "ORC3010", "node"), (outcome.Succeeded, outcome.Error!.Code, outcome.Error.NodeId));
        Assert.Equal("ORC3010", (await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel))!.Error!.Code);
        Assert.Equal(ExecutionStatus.Cancelling, (await HeadAsync(id)).Status);
    }

    [Fact]
    public async Task Slow_nodes_side_by_side_share_their_looks_at_the_execution()
    {
        const int Nodes = 20;
        var id = await CreateAsync();
        var store = new CountingStore(Store);
        var release = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Run = (_, _) =>
        {
            Probe.Begun.TrySetResult();
            return release.Task;
        };
        var executor = Executor(store);
        var running = Task.WhenAll(Enumerable.Range(0, Nodes).Select(node => executor.RunAsync(Input(id, "probe", id: $"n{node}"), Cancel)));
        await AnnouncedAsync(id);
        int Looks() => store.Reads.Count(row => row == "a|head");
        var before = Looks();
        var began = Time.GetUtcNow();
        await Functions.Eventually.TrueAsync(() => Looks() >= before + 8, () => Time.Advance(TimeSpan.FromMilliseconds(50)));

        // Each by itself would have looked twice a second.
        Assert.True((Time.GetUtcNow() - began) / (Looks() - before) >= TimeSpan.FromMilliseconds(200), $"{Looks() - before} looks in {Time.GetUtcNow() - began}");
        release.SetResult(NodeResult.Of(OrcheoJson.Null));
        Assert.All(await EndOfAsync(running), output => Assert.True(output.Outcome!.Succeeded));
    }

    [Fact]
    public async Task The_time_limit_of_the_execution_stops_it()
    {
        var id = await CreateAsync(head => head with { TimeoutSeconds = 3 });
        Probe.Run = Probe.WaitAsync;
        var running = Executor().RunAsync(Input(id, "probe"), Cancel);
        var began = Time.GetUtcNow();
        await AnnouncedAsync(id);

        Assert.Equal("ORC3009", (await EndOfAsync(running)).Outcome!.Error!.Code);
        Assert.True(Time.GetUtcNow() - began >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task An_execution_that_ends_over_it_keeps_its_end()
    {
        var id = await CreateAsync();
        Probe.Run = Probe.WaitAsync;
        var running = Executor().RunAsync(Input(id, "probe"), Cancel);
        await AnnouncedAsync(id);
        await AppendAsync(id, _ => new JournalBatch
        {
            Events = [new PendingEvent(EventTypes.ExecutionEnd, Time.GetUtcNow(), null, OrcheoJson.EmptyObject)],
            Change = head => head with { Status = ExecutionStatus.Cancelled },
        });

        Assert.Equal("ORC3010", (await EndOfAsync(running)).Outcome!.Error!.Code);
        Assert.Equal(EventTypes.ExecutionEnd, (await TypesAsync(id))[^1]);
        Assert.Null(await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel));
    }

    [Fact]
    public async Task A_host_that_stops_records_nothing_so_that_the_node_runs_again()
    {
        var id = await CreateAsync();
        Probe.Run = Probe.WaitAsync;
        using var stopping = new CancellationTokenSource();
        var running = Executor().RunAsync(Input(id, "probe"), stopping.Token);
        await AnnouncedAsync(id);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndOfAsync(running));
        Assert.Null(await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel));
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeStart], await TypesAsync(id));
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_does_not_run_the_node_twice()
    {
        var id = await CreateAsync();
        var store = new FailingStore(Store);
        var release = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Run = (_, _) =>
        {
            Probe.Begun.TrySetResult();
            return release.Task;
        };
        var running = Executor(store).RunAsync(Input(id, "probe"), Cancel);
        await AnnouncedAsync(id);
        store.Failing = true;
        await Functions.Eventually.TrueAsync(() => store.Failures >= 2 || running.IsCompleted, () => Time.Advance(TimeSpan.FromMilliseconds(50)));
        store.Failing = false;
        release.SetResult(NodeResult.Of(OrcheoJson.Null));

        Assert.True((await EndOfAsync(running)).Outcome!.Succeeded);
        Assert.Equal(1, Probe.Calls);
    }

    [Fact]
    public async Task A_node_that_cannot_be_announced_is_stopped_before_the_failure_is_told()
    {
        var id = await CreateAsync();
        var store = new FailingStore(Store);
        var stopped = false;
        Probe.Run = async (context, token) =>
        {
            try
            {
                return await Probe.WaitAsync(context, token);
            }
            finally
            {
                stopped = token.IsCancellationRequested;
            }
        };
        var running = Executor(store).RunAsync(Input(id, "probe"), Cancel);
        await Probe.Begun.Task.WaitAsync(Cancel);
        store.Failing = true;

        await Assert.ThrowsAsync<StorageException>(() => EndOfAsync(running));
        Assert.True(stopped);
    }
}
