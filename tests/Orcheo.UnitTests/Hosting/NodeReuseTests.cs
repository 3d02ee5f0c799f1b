using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Hosting;

public sealed class NodeReuseTests : NodeExecutorTest
{
    [Fact]
    public async Task A_result_is_kept_without_running_the_node()
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => new NodeResult
        {
            Output = await context.Calls.CallAsync(new ExternalCall("test", "there", JsonElement.Parse("1")), _ => Task.FromResult(JsonElement.Parse("[7]")), cancel),
            Patch = JsonElement.Parse("""{"a":1}"""),
            Handle = "yes",
        };
        await Executor().RunAsync(Input(source, "probe"), Cancel);
        var replay = await CreateAsync();
        var outcome = (await Executor().RunAsync(Input(replay, "probe") with { ReuseFrom = source, Skipped = ["left"] }, Cancel)).Outcome!;

        Assert.Equal((1, true, "[7]", """{"a":1}""", "yes"), (Probe.Calls, outcome.Succeeded, outcome.Output.GetRawText(), outcome.Patch!.Value.GetRawText(), outcome.Handle));
        Assert.Equal(
            [EventTypes.ExecutionStart, EventTypes.NodeSkipped, EventTypes.NodeStart, EventTypes.StateChange, EventTypes.NodeEnd], await TypesAsync(replay));
        Assert.All((await EventsAsync(replay)).Where(item => item.Type is EventTypes.NodeStart or EventTypes.NodeEnd), item => Assert.True(item.Payload.GetProperty("reused").GetBoolean()));
        Assert.All((await EventsAsync(source)).Where(item => item.Type is EventTypes.NodeStart or EventTypes.NodeEnd), item => Assert.False(item.Payload.TryGetProperty("reused", out _)));
        var checkpoint = (await Executions.GetCheckpointAsync(Tenant, replay, "node", Cancel))!;
        Assert.Equal((replay, outcome.Seq, 1), (checkpoint.ExecutionId, checkpoint.Seq, (await HeadAsync(replay)).Stats.NodesSucceeded));
        Assert.Equal("[7]", Assert.Single(await Executions.GetCallsAsync(Tenant, replay, "node", Cancel)).Response.GetRawText());
    }

    [Theory]
    [InlineData("fail", 2)]
    [InlineData("continue", 1)]
    [InlineData("route", 1)]
    public async Task A_failure_is_kept_where_it_did_not_end_the_run(string onError, int calls)
    {
        var source = await CreateAsync();
        Probe.Run = (_, _) => throw new NodeException("ORC3003", "no");
        var node = JsonElement.Parse($$"""{"id":"node","type":"probe","config":{},"on_error":"{{onError}}"}""");
        await Executor().RunAsync(Input(source, "probe") with { Node = node }, Cancel);
        var replay = await CreateAsync();
        var outcome = (await Executor().RunAsync(Input(replay, "probe") with { Node = node, ReuseFrom = source }, Cancel)).Outcome!;

        Assert.Equal((calls, "ORC3003"), (Probe.Calls, outcome.Error!.Code));
        Assert.Equal(calls - 1, (await EventsAsync(replay)).Count(item => item.Type == EventTypes.Error));
    }

    [Fact]
    public async Task A_node_without_a_result_there_runs()
    {
        var outcome = (await Executor().RunAsync(Input(await CreateAsync(), "probe") with { ReuseFrom = await CreateAsync() }, Cancel)).Outcome!;
        Assert.Equal((true, 1), (outcome.Succeeded, Probe.Calls));
    }

    [Fact]
    public async Task A_repeated_call_answers_with_what_was_kept()
    {
        var source = await CreateAsync();
        await Executor().RunAsync(Input(source, "set_variable", """{"values":{"n":1}}"""), Cancel);
        var replay = await CreateAsync();
        var input = Input(replay, "set_variable", """{"values":{"n":2}}""") with { ReuseFrom = source };
        var first = (await Executor().RunAsync(input, Cancel)).Outcome!;
        var again = (await Executor().RunAsync(input, Cancel)).Outcome!;

        Assert.Equal(("""{"n":1}""", first.Seq), (first.Output.GetRawText(), again.Seq));
        Assert.Single(await TypesAsync(replay), type => type == EventTypes.NodeEnd);
    }
}
