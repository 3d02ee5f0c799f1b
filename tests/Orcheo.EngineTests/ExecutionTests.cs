using System.Text.Json;
using DurableTask.Core;
using Microsoft.DurableTask.Client;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.EngineTests;

/// <summary>Executions of every kind on the real engine. Each turn replays the whole history there, so every test is a test of determinism too.</summary>
public abstract class ExecutionTests : IAsyncLifetime
{
    private Engine _engine = null!;

    internal abstract Task<IOrchestrationService> OpenAsync();

    public async ValueTask InitializeAsync() => _engine = await Engine.StartAsync(await OpenAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _engine.DisposeAsync();
    }

    [Fact]
    public async Task Branches_joins_and_conditions()
    {
        var flow = Flow.Start()
            .Node("test", "if_else", new { condition = "input.n > 2" })
            .Set("big", new { text = "{{ 'big ' + input.n }}" }).Set("small", new { text = "small" })
            .Set("left", new { l = "{{ state.text }}" }).Set("right", new { r = "{{ nodes.big.output.text.length }}" })
            .Set("join", new { both = "{{ [state.l, state.r, input.n] }}" })
            .Chain("start", "test").Edge("test", "big", "true").Edge("test", "small", "false")
            .Chain("big", "left", "join").Edge("big", "right", condition: "nodes.big.output.text != ''").Chain("right", "join");
        var ended = await _engine.RunAsync(flow, new { n = 4.5 });

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal("""{"both":["big 4.5",7,4.5]}""", ended.Output.GetRawText());
        Assert.Equal((6, 1), (ended.Stats.NodesSucceeded, ended.Stats.NodesSkipped));
    }

    [Fact]
    public async Task Twenty_nodes_side_by_side()
    {
        var flow = Flow.Start();
        for (var index = 0; index < 20; index++)
        {
            flow.Set($"n{index}", new { n = index }).Edge("start", $"n{index}");
        }

        var ended = await _engine.RunAsync(flow);

        Assert.Equal((ExecutionStatus.Succeeded, 20), (ended.Status, ended.Output.EnumerateObject().Count()));
        Assert.Equal(19, ended.Output.GetProperty("n19").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_delay_is_a_durable_timer()
    {
        var id = await _engine.StartAsync(Flow.Start().Node("pause", "delay", new { seconds = 1 }).Set("end", new { ok = true }).Chain("start", "pause", "end"));
        await _engine.UntilAsync(id, ExecutionStatus.Waiting);
        var ended = await _engine.EndOfAsync(id);

        Assert.Equal((ExecutionStatus.Succeeded, """{"ok":true}"""), (ended.Status, ended.Output.GetRawText()));
    }

    [Fact]
    public async Task A_cancellation_ends_a_wait()
    {
        var id = await _engine.StartAsync(Flow.Start().Node("pause", "delay", new { seconds = 600 }).Set("end", new { ok = true }).Chain("start", "pause", "end"));
        await _engine.UntilAsync(id, ExecutionStatus.Waiting);
        await _engine.CancelAsync(id);

        Assert.Equal(ExecutionStatus.Cancelled, (await _engine.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task What_is_scheduled_again_runs_once_and_what_comes_too_late_is_no_failure()
    {
        var id = await _engine.StartAsync(Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause"));
        await _engine.UntilAsync(id, ExecutionStatus.Waiting);
        var first = await InstanceAsync(id);
        await _engine.RescheduleAsync(id);
        await _engine.CancelAsync(id);
        var ended = await _engine.EndOfAsync(id);
        await _engine.RescheduleAsync(id);
        await _engine.Client.RaiseEventAsync(id, ExecutionOrchestration.CancelEvent, true, TestContext.Current.CancellationToken);

        Assert.Equal(ExecutionStatus.Cancelled, ended.Status);
        Assert.Equal((await _engine.ReadAsync(id)).CompletedAt, ended.CompletedAt);
        Assert.Equal(first.CreatedAt, (await InstanceAsync(id)).CreatedAt);
    }

    [Fact]
    public async Task A_time_limit_ends_a_wait()
    {
        var flow = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause").Settings(new { timeout_seconds = 1 });
        var ended = await _engine.RunAsync(flow);

        Assert.Equal((ExecutionStatus.Failed, ErrorCodes.ExecutionTimeout), (ended.Status, ended.Error!.Code));
    }

    [Fact]
    public async Task A_failure_is_routed_or_fails_the_execution()
    {
        var broken = new { n = "{{ input.missing.member }}" };
        var routed = await _engine.RunAsync(
            Flow.Start().Set("fails", broken, new { on_error = "route" }).Set("after", new { code = "{{ nodes.fails.error.code }}" }).Edge("start", "fails").Edge("fails", "after", "error"), new { });
        var failed = await _engine.RunAsync(Flow.Start().Set("fails", broken).Edge("start", "fails"), new { });

        Assert.Equal("""{"code":"ORC3005"}""", routed.Output.GetRawText());
        Assert.Equal((ExecutionStatus.Failed, "ORC3005", "fails"), (failed.Status, failed.Error!.Code, failed.Error.NodeId));
    }

    [Fact]
    public async Task Values_of_megabytes_fit_into_the_messages_of_a_client()
    {
        var text = new string('ü', 2 * 1024 * 1024);
        var flow = Flow.Start().Set("big", new { text = "{{ input.text }}" }).Set("size", new { n = "{{ nodes.big.output.text.length }}" })
            .Edge("start", "big").Edge("big", "size", condition: "nodes.big.output.text.length > 1");
        var ended = await _engine.RunAsync(flow, new { text });

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal(text.Length, ended.Output.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Json_comes_out_as_it_went_in()
    {
        var value = JsonElement.Parse("""{"date":"2026-11-28T22:00:00.1230000+02:00","$ref":"#/x","n":null,"big":9007199254740993,"d":0.1,"e":1e-7,"neg":-0.5,"text":"ü \u0000 \\ \" </script>","list":[[],{},[null]]}""");
        var ended = await _engine.RunAsync(Flow.Start().Set("same", new { v = "{{ input }}" }).Set("again", new { w = "{{ state.v }}" }).Chain("start", "same", "again"), value);

        Assert.True(JsonElement.DeepEquals(value, ended.Output.GetProperty("w")), ended.Output.GetRawText());
    }

    private async Task<OrchestrationMetadata> InstanceAsync(string id) => (await _engine.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!;
}

/// <summary>On the engine's own backend, which keeps everything in memory.</summary>
public sealed class InMemoryExecutionTests : ExecutionTests
{
    internal override Task<IOrchestrationService> OpenAsync() => Backends.InMemory();
}

/// <summary>On Azure Storage, which Azurite plays.</summary>
public sealed class AzureStorageExecutionTests(AzuriteFixture azurite) : ExecutionTests
{
    internal override Task<IOrchestrationService> OpenAsync() => Backends.AzureStorageAsync(azurite);
}
