using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Hosting.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class NodeExecutorTests : NodeExecutorTest
{
    [Fact]
    public async Task A_node_leaves_its_events_its_checkpoint_and_its_mark_in_the_head()
    {
        var id = await CreateAsync();
        var input = Input(id, "set_variable", """{"values":{"n":"{{ input.n + 1 }}"}}""", """{"input":{"n":1}}""") with { Skipped = ["left", "right"] };
        var output = await Executor().RunAsync(input, Cancel);

        Assert.Equal("""{"n":2}""", output.Outcome!.Patch!.Value.GetRawText());
        Assert.Equal(
            [EventTypes.ExecutionStart, EventTypes.NodeSkipped, EventTypes.NodeSkipped, EventTypes.NodeStart, EventTypes.StateChange, EventTypes.NodeEnd],
            await TypesAsync(id));
        var checkpoint = (await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel))!;
        Assert.Equal((true, """{"n":2}""", 6L), (checkpoint.Succeeded, checkpoint.Output.GetRawText(), checkpoint.Seq));
        Assert.Equal((6L, 1, 6L), (output.Outcome.Seq, (await HeadAsync(id)).Stats.NodesSucceeded, (await HeadAsync(id)).LastSeq));
    }

    [Fact]
    public async Task An_unsafe_node_with_a_checkpoint_answers_with_it_and_is_not_run_again()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) => Task.FromResult(new NodeResult
        {
            Output = JsonSerializer.SerializeToElement(Probe.Calls),
            Patch = JsonElement.Parse("""{"a":1}"""),
            Handle = "yes",
        });
        var first = await Executor().RunAsync(Input(id, "probe"), Cancel);
        var again = await Executor().RunAsync(Input(id, "probe"), Cancel);

        Assert.Equal(1, Probe.Calls);
        Assert.Equal(
            (true, "1", """{"a":1}""", "yes", first.Outcome!.Seq),
            (again.Outcome!.Succeeded, again.Outcome.Output.GetRawText(), again.Outcome.Patch!.Value.GetRawText(), again.Outcome.Handle, again.Outcome.Seq));
        Assert.Single(await TypesAsync(id), type => type == EventTypes.NodeEnd);
    }

    [Fact]
    public async Task A_recorded_failure_is_answered_too()
    {
        var id = await CreateAsync();
        Probe.Run = (_, _) => throw new NodeException("ORC3003", "no", details: JsonElement.Parse("""{"status":500}"""));
        await Executor().RunAsync(Input(id, "probe"), Cancel);
        var again = (await Executor().RunAsync(Input(id, "probe"), Cancel)).Outcome!;

        Assert.Equal((1, false, "ORC3003", "node", 500), (
            Probe.Calls, again.Succeeded, again.Error!.Code, again.Error.NodeId, again.Error.Details!.Value.GetProperty("status").GetInt32()));
        Assert.Equal(1, (await HeadAsync(id)).Stats.NodesFailed);
    }

    [Fact]
    public async Task A_bounded_answer_leaves_large_values_in_the_checkpoint_also_when_it_is_given_again()
    {
        var id = await CreateAsync();
        var text = JsonSerializer.SerializeToElement(new string('x', 40_000));
        Probe.Run = (_, _) => Task.FromResult(new NodeResult { Output = text, Handle = "yes" });
        foreach (var _ in (int[])[1, 2])
        {
            var outcome = (await Executor().RunAsync(Input(id, "probe") with { Bounded = true }, Cancel)).Outcome!;
            Assert.Equal((true, JsonValueKind.Null, "yes", 3L), (outcome.OutputStored, outcome.Output.ValueKind, outcome.Handle, outcome.Seq));
        }

        Assert.Equal(40_002, (await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel))!.Output.GetRawText().Length);
        Assert.Equal(40_002, (await Executor().RunAsync(Input(id, "probe"), Cancel)).Outcome!.Output.GetRawText().Length);
    }

    [Fact]
    public async Task An_output_that_no_row_can_hold_fails_its_node()
    {
        var id = await CreateAsync();
        Probe.Run = (_, _) => Task.FromResult(NodeResult.Of(JsonElement.Parse($"\"{new string('x', OutputLimit.Bytes)}\"")));
        var outcome = (await Executor().RunAsync(Input(id, "probe"), Cancel)).Outcome!;

        Assert.Equal((false, "ORC3014", "node"), (outcome.Succeeded, outcome.Error!.Code, outcome.Error.NodeId));
        Assert.Contains("62914560", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pure_node_that_is_run_again_answers_with_what_is_recorded_and_writes_nothing()
    {
        var id = await CreateAsync();
        const string Config = """{"values":{"n":"{{ input.n }}"}}""";
        await Executor().RunAsync(Input(id, "set_variable", Config, """{"input":{"n":1}}"""), Cancel);
        var seq = (await HeadAsync(id)).LastSeq;
        var again = await Executor().RunAsync(Input(id, "set_variable", Config, """{"input":{"n":2}}"""), Cancel);

        Assert.Equal("""{"n":1}""", again.Outcome!.Output.GetRawText());
        Assert.Equal((seq, 1), ((await HeadAsync(id)).LastSeq, (await HeadAsync(id)).Stats.NodesSucceeded));
        Assert.Contains(Logs.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_runs_of_a_node_at_once_in_two_processes_come_to_one_result()
    {
        var id = await CreateAsync();
        Probe.Run = async (_, _) =>
        {
            var number = Probe.Calls;
            await Task.Yield();
            return NodeResult.Of(JsonSerializer.SerializeToElement(number));
        };
        var outputs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EndOfAsync(Executor().RunAsync(Input(id, "probe"), Cancel))));

        Assert.Single(outputs.Select(item => item.Outcome!.Output.GetRawText()).Distinct());
        Assert.Single(outputs.Select(item => item.Outcome!.Seq).Distinct());
        Assert.Equal(1, (await HeadAsync(id)).Stats.NodesSucceeded);
    }

    [Fact]
    public async Task Retries_are_told_with_their_delay_and_the_end_counts_the_attempts()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) => context.Attempt < 3
            ? throw new NodeException("ORC3002", "refused", retryable: true, details: JsonElement.Parse("""{"try":1}"""))
            : Task.FromResult(NodeResult.Of(JsonSerializer.SerializeToElement("done")));
        var retry = new NodeRetry(3, 1, 2, 30, Jitter: false);
        await EndOfAsync(Executor().RunAsync(Input(id, "probe") with { Retry = retry }, Cancel));

        var errors = (await EventsAsync(id)).Where(item => item.Type == EventTypes.Error).Select(item => item.Payload.GetRawText());
        Assert.Equal(
            [
                """{"code":"ORC3002","message":"refused","attempt":1,"retry_in_ms":1000,"details":{"try":1}}""",
                """{"code":"ORC3002","message":"refused","attempt":2,"retry_in_ms":2000,"details":{"try":1}}""",
            ],
            errors);
        Assert.Equal(3, (await EventsAsync(id))[^1].Payload.GetProperty("attempt").GetInt32());
        Assert.Equal(3, (await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel))!.Attempt);
    }

    [Fact]
    public async Task Log_lines_become_events_and_of_too_many_the_last_says_so()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            for (var i = 0; i < 1005; i++)
            {
                context.Log.Write("info", $"line {i}", JsonSerializer.SerializeToElement(new { i }));
            }

            return Task.FromResult(NodeResult.Of(context.EntryValue));
        };
        await Executor().RunAsync(Input(id, "probe") with { EntryValue = JsonElement.Parse("7") }, Cancel);

        var logs = (await EventsAsync(id)).Where(item => item.Type == EventTypes.Log).ToList();
        Assert.Equal(1001, logs.Count);
        Assert.Equal("""{"level":"info","message":"line 999","fields":{"i":999}}""", logs[999].Payload.GetRawText());
        Assert.Equal("""{"level":"warning","message":"The log of this node ends here: it holds 1000 lines or 1024 KiB.","truncated":true}""", logs[1000].Payload.GetRawText());
        Assert.Equal("7", (await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel))!.Output.GetRawText());
    }

    public static TheoryData<string, string, string, string> Faulty => new()
    {
        { "delay", """{"seconds":"{{ input.n }}"}""", "ORC3007", "seconds" },
        { "set_variable", """{"values":{"n":"{{ input.n.a.b }}"}}""", "ORC3005", "input.n.a.b" },
        { "set_variable", """{"values":{"n":"{{ 1 + }}"}}""", "ORC2006", "" },
        { "no_such_type", "{}", "ORC3011", "no_such_type" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_node_that_cannot_be_run_fails_with_its_reason(string type, string config, string code, string reason)
    {
        var id = await CreateAsync();
        var outcome = (await Executor().RunAsync(Input(id, type, config, """{"input":{"n":"x"}}"""), Cancel)).Outcome!;

        Assert.Equal((false, code, "node"), (outcome.Succeeded, outcome.Error!.Code, outcome.Error.NodeId));
        Assert.Contains(reason, outcome.Error.Message, StringComparison.Ordinal);
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeStart, EventTypes.Error, EventTypes.NodeEnd], await TypesAsync(id));
        Assert.Equal(type, (await EventsAsync(id))[1].Payload.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_wait_is_announced_once_and_resumed_where_it_began()
    {
        var id = await CreateAsync();
        var executor = Executor();
        var input = Input(id, "delay", """{"seconds":5}""");
        var waits = await executor.RunAsync(input, Cancel);
        Assert.Equal((null, Time.GetUtcNow().AddSeconds(5)), (waits.Outcome, waits.WaitUntil));
        await SetStatusAsync(id, ExecutionStatus.Waiting);

        Time.Advance(TimeSpan.FromSeconds(6));
        var ended = await executor.RunAsync(input with { StartedAt = waits.StartedAt, ResumedFrom = waits.WaitUntil }, Cancel);
        Assert.Equal("""{"waited_seconds":5}""", ended.Outcome!.Output.GetRawText());
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeStart, EventTypes.NodeEnd], await TypesAsync(id));
        Assert.Equal(6000, (await EventsAsync(id))[^1].Payload.GetProperty("duration_ms").GetInt32());
        Assert.Equal(ExecutionStatus.Running, (await HeadAsync(id)).Status);
    }

    [Fact]
    public async Task Nothing_is_recorded_for_an_execution_that_has_ended()
    {
        var id = await CreateAsync();
        await SetStatusAsync(id, ExecutionStatus.Cancelled);
        var seq = (await HeadAsync(id)).LastSeq;
        var output = await Executor().RunAsync(Input(id, "set_variable", """{"values":{"n":1}}"""), Cancel);

        Assert.Equal((false, "ORC3010"), (output.Outcome!.Succeeded, output.Outcome.Error!.Code));
        Assert.Equal(seq, (await HeadAsync(id)).LastSeq);
        Assert.Null(await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel));
    }
}
