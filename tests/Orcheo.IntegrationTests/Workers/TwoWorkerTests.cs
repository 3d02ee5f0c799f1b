using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>Every activity runs on two workers at once, as a queue may deliver it: what is recorded, and what is paid for, is there once.</summary>
public abstract class TwoWorkerTests(ApiFixture fixture, ModelServer models) : IAsyncLifetime
{
    private WorkerStorage _storage = null!;
    private WorkerPair _pair = null!;

    internal abstract Task<WorkerStorage> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _storage = await OpenAsync();
        _pair = await WorkerPair.StartAsync(_storage.Settings, twice: true);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _pair.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task Activities_that_are_delivered_twice_leave_one_set_of_records_and_one_output()
    {
        var target = await fixture.TargetAsync();
        var flow = Flow.Start()
            .Http("slow", new { method = "POST", url = $"{target.Address}/delay/250", body = new { n = 1 } })
            .Node("test", "if_else", new { condition = "nodes.slow.output.status == 200" })
            .Set("yes", new { text = "{{ input.text }}", n = 1 }).Set("no", new { n = 2 })
            .Node("pause", "delay", new { seconds = 0.3 }).Set("end", new { length = "{{ state.text.length }}" })
            .Chain("start", "slow", "test").Edge("test", "yes", "true").Edge("test", "no", "false")
            .Edge("yes", "pause", condition: "state.text.length > 10").Edge("pause", "end");
        var ended = await _pair.RunAsync(flow, JsonSerializer.SerializeToElement(new { text = new string('x', 100_000) }));

        Assert.Equal((ExecutionStatus.Succeeded, 100_000), (ended.Status, ended.Output.GetProperty("length").GetInt32()));
        Assert.Equal((6, 1, 0), (ended.Stats.NodesSucceeded, ended.Stats.NodesSkipped, ended.Stats.NodesFailed));
        var events = await _pair.EventsAsync(ended.Id);
        Assert.Equal(
            [
                "execution_start ", "node_start start", "node_end start", "node_start slow", "node_end slow", "node_start test", "node_end test", "node_skipped no",
                "node_start yes", "state_change yes", "node_end yes", "node_start pause", "node_end pause", "node_start end", "state_change end", "node_end end",
                "execution_end ",
            ],
            events.Select(item => $"{item.Type} {item.NodeId}"));
        Assert.Equal(6, (await _pair.Executions.GetCheckpointsAsync(WorkerPair.Tenant, ended.Id, TestContext.Current.CancellationToken)).Count);
        Assert.Null((await _pair.Executions.GetHeadAsync(WorkerPair.Tenant, ended.Id, TestContext.Current.CancellationToken))!.Running);
    }

    [Fact]
    public async Task Wide_runs_keep_their_sequence_without_gaps()
    {
        var flow = Flow.Start();
        for (var index = 0; index < 40; index++)
        {
            flow.Set($"n{index}", new { n = index }).Edge("start", $"n{index}");
        }

        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _pair.StartAsync(flow)));
        foreach (var id in ids)
        {
            var ended = await _pair.EndOfAsync(id);
            Assert.Equal((ExecutionStatus.Succeeded, 41), (ended.Status, ended.Stats.NodesSucceeded));
            var events = await _pair.EventsAsync(id);
            Assert.Equal(41, events.Where(item => item.Type == EventTypes.NodeStart).Select(item => item.NodeId).Distinct().Count());
            Assert.Equal((41, 41), (events.Count(item => item.Type == EventTypes.NodeStart), events.Count(item => item.Type == EventTypes.NodeEnd)));
        }
    }

    [Fact]
    public async Task A_model_call_and_a_tool_call_that_are_delivered_twice_are_made_once()
    {
        var target = await fixture.TargetAsync();
        var mark = Api.ApiTest.UniqueName();
        var model = await models.ScriptAsync(new
        {
            turns = new object[]
            {
                new { tool_calls = new[] { new { name = "look", arguments = new { } } }, delay_ms = 200 },
                new { text = "Done.", delay_ms = 200 },
            },
        });
        var tools = new[] { new { type = "http_request", name = "look", description = "Looks.", parameters = new { type = "object" }, config = new { url = $"{target.Address}/delay/200?id={mark}" } } };
        var ended = await _pair.RunAsync(Flow.Start().Node("agent", "ai_agent", await models.ConfigAsync(model, new { tools })).Edge("start", "agent"));

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal("Done.", ended.Output.GetProperty("text").GetString());
        var calls = await models.CallsAsync(model);
        Assert.Equal([1, 2], calls.Select(call => call.Number("turn")));
        Assert.Single(target.Calls(mark));
        Assert.Equal(ended.Output.GetProperty("usage").GetProperty("tokens_in").GetInt64(), ended.Stats.TokensIn);
        var events = await _pair.EventsAsync(ended.Id);
        Assert.Equal((1, 1, 3), (
            events.Count(item => item is { Type: EventTypes.NodeStart, NodeId: "agent" }),
            events.Count(item => item is { Type: EventTypes.NodeEnd, NodeId: "agent" }),
            events.Count(item => item.Type == EventTypes.Log)));
    }

    [Fact]
    public async Task A_cancellation_that_one_host_takes_stops_a_long_step_on_another()
    {
        var target = await fixture.TargetAsync();
        var id = await _pair.StartAsync(Flow.Start().Http("slow", new { url = $"{target.Address}/delay/30000" }).Set("after", new { n = 1 }).Chain("start", "slow", "after"));
        await Eventually.Becomes(() => _pair.EventsAsync(id), events => events.Any(item => item is { Type: EventTypes.NodeStart, NodeId: "slow" }), "the node is running");

        // Only the store is told, as by a host that dies before it could tell the orchestration.
        var (_, accepted) = await _pair.One.Get<ExecutionCloser>().CancelAsync(new ExecutionReference(WorkerPair.Tenant, id), TestContext.Current.CancellationToken);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var ended = await _pair.EndOfAsync(id);

        Assert.True(accepted);
        Assert.Equal((ExecutionStatus.Cancelled, "ORC3010"), (ended.Status, ended.Error!.Code));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.Elapsed}");
        Assert.DoesNotContain(await _pair.EventsAsync(id), item => item is { Type: EventTypes.NodeStart, NodeId: "after" });
    }
}

/// <summary>On a SQLite file that both share.</summary>
public sealed class SqliteTwoWorkerTests(ApiFixture fixture, ModelServer models) : TwoWorkerTests(fixture, models)
{
    internal override Task<WorkerStorage> OpenAsync() => Task.FromResult(WorkerStorage.Sqlite());
}

/// <summary>On Azure Tables, which Azurite plays.</summary>
public sealed class AzureTwoWorkerTests(ApiFixture fixture, ModelServer models, AzuriteFixture azurite) : TwoWorkerTests(fixture, models)
{
    internal override Task<WorkerStorage> OpenAsync() => WorkerStorage.AzureAsync(azurite);
}
