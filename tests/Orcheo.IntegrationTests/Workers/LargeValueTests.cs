using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>Values of megabytes go through a run on two workers, and no message of the durable runner is longer than promised.</summary>
public abstract class LargeValueTests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;

    private WorkerStorage _storage = null!;
    private WorkerPair _pair = null!;

    internal abstract Task<WorkerStorage> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _storage = await OpenAsync();
        _pair = await WorkerPair.StartAsync(_storage.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _pair.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task Outputs_state_input_conditions_and_the_runs_output_of_megabytes_leave_every_message_small()
    {
        var text = new string('ü', 2 * Mebibyte);
        var flow = Flow.Start()
            .Set("big", new { text = "{{ input.text }}", n = 1 })
            .Set("again", new { copy = "{{ nodes.big.output.text }}", n = 2 })
            .Set("never", new { n = 3 })
            .Set("sizes", new { output = "{{ nodes.big.output.text.length }}", state = "{{ state.text.length }}", copy = "{{ state.copy.length }}", n = "{{ state.n }}", trigger = "{{ trigger.type }}" })
            .Set("all", new { nodes = "{{ Object.keys(nodes).length }}", whole = "{{ state }}" })
            .Chain("start", "big")
            .Edge("big", "again", condition: "nodes.big.output.text.length > 10 && state.text == input.text")
            .Edge("big", "never", condition: "state.text.length < 10")
            .Chain("again", "sizes").Chain("again", "all");
        var ended = await _pair.RunAsync(flow, Input(new { text }));

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal($$"""{"output":{{text.Length}},"state":{{text.Length}},"copy":{{text.Length}},"n":2,"trigger":"api"}""", ended.Output.GetProperty("sizes").GetRawText());
        var whole = ended.Output.GetProperty("all").GetProperty("whole");
        Assert.Equal((text, text, 2), (whole.GetProperty("text").GetString(), whole.GetProperty("copy").GetString(), whole.GetProperty("n").GetInt32()));
        Assert.Equal(4, ended.Output.GetProperty("all").GetProperty("nodes").GetInt32());
        Assert.Equal((5, 1), (ended.Stats.NodesSucceeded, ended.Stats.NodesSkipped));
        Assert.Contains("input of DecideEdges", _pair.Longest.Keys);
        _pair.AssertBounded();
    }

    [Fact]
    public async Task A_failing_condition_on_a_large_value_fails_the_run_at_its_edge()
    {
        var flow = Flow.Start().Set("big", new { text = "{{ input.text }}" }).Set("next", new { n = 1 })
            .Chain("start", "big").Edge("big", "next", condition: "nodes.big.output.text.length > 0 && nodes.big.output.missing.member");
        var ended = await _pair.RunAsync(flow, Input(new { text = new string('x', Mebibyte) }));

        Assert.Equal((ExecutionStatus.Failed, "ORC3005", "big", "e2"), (ended.Status, ended.Error!.Code, ended.Error.NodeId, ended.Error.EdgeId));
        Assert.Equal(1, ended.Stats.NodesSkipped);
        _pair.AssertBounded();
    }

    [Fact]
    public async Task A_large_error_is_whole_in_the_execution_and_for_the_nodes_behind_it()
    {
        var broken = new { n = $"{{{{ input.{new string('a', 3_000)}.b }}}}" };
        var routed = Flow.Start().Set("fails", broken, new { on_error = "route" })
            .Set("after", new { error = "{{ nodes.fails.error.message }}" }).Edge("start", "fails").Edge("fails", "after", "error");
        var handled = await _pair.RunAsync(routed, Input(new { }));
        var failed = await _pair.RunAsync(Flow.Start().Set("fails", broken).Edge("start", "fails"), Input(new { }));

        Assert.Equal((ExecutionStatus.Failed, "ORC3005", "fails"), (failed.Status, failed.Error!.Code, failed.Error.NodeId));
        Assert.True(failed.Error.Message.Length > 3_000);
        Assert.Equal(failed.Error.Message, handled.Output.GetProperty("error").GetString());
        _pair.AssertBounded();
    }

    [Fact]
    public async Task A_definition_of_a_mebibyte_and_hundreds_of_nodes_that_are_skipped_or_end_at_once_leave_every_message_small()
    {
        var id = new string('n', 56);
        var flow = Flow.Start().Node("test", "if_else", new { condition = "true" }).Set("large", new { text = new string('<', 700_000) }).Edge("start", "test").Edge("test", "large", "true");
        for (var index = 0; index < 600; index++)
        {
            flow.Set($"s{id}{index}", new { n = index }).Edge("test", $"s{id}{index}", "false");
            flow.Set($"t{id}{index}", new { n = index }).Edge("large", $"t{id}{index}");
        }

        flow.Node("keys", "set_variable", new { values = new { count = "{{ Object.keys(nodes).length }}", large = "{{ nodes.large.output.text.length }}" } }).Edge("t" + id + "0", "keys");
        var ended = await _pair.RunAsync(flow);

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal((600, 599), (ended.Stats.NodesSkipped, ended.Output.EnumerateObject().Count(member => member.Name != "keys")));
        Assert.Equal(7, ended.Output.GetProperty($"t{id}7").GetProperty("n").GetInt32());
        Assert.Equal(700_000, ended.Output.GetProperty("keys").GetProperty("large").GetInt32());
        Assert.Equal(600, (await _pair.EventsAsync(ended.Id)).Count(item => item.Type == EventTypes.NodeSkipped));
        Assert.Contains("input of KeepPart", _pair.Longest.Keys);
        Assert.Contains("answer of ReadDefinition", _pair.Longest.Keys);
        _pair.AssertBounded();
    }

    [Fact]
    public async Task A_large_delivery_of_a_webhook_reaches_the_nodes_and_the_answer()
    {
        var text = new string('x', Mebibyte);
        var flow = new Flow().Node("hook", "webhook_trigger", new { respond = new { body = new { all = "{{ trigger.body.text }}", part = "{{ nodes.size.output.n }}" } } })
            .Set("size", new { n = "{{ nodes.hook.output.body.text.length + trigger.body.text.length }}" }).Edge("hook", "size");
        var definition = JsonSerializer.SerializeToElement(flow.Definition()).Deserialize<WorkflowDefinition>(OrcheoJson.Options)!;
        var id = await _pair.StartAsync(new StartRequest
        {
            Tenant = WorkerPair.Tenant,
            Definition = DefinitionHash.Of(definition),
            NodeCount = 2,
            Trigger = new ExecutionTrigger("webhook", "hook_1"),
            TriggerPayload = Input(new { trigger_id = "hook_1", body = new { text } }),
        });
        Assert.Equal(2 * Mebibyte, (await _pair.EndOfAsync(id)).Output.GetProperty("n").GetInt32());
        var answer = (await _pair.Executions.GetAnsweredAsync(WorkerPair.Tenant, id, TestContext.Current.CancellationToken))!.Answer!;
        Assert.True(answer.Error is null, $"{answer.Error}");
        var body = answer.Config!.Value.GetProperty("respond").GetProperty("body");
        Assert.Equal((text, 2 * Mebibyte), (body.GetProperty("all").GetString(), body.GetProperty("part").GetInt32()));
        _pair.AssertBounded();
    }

    [Fact]
    public async Task A_replay_keeps_large_results_and_the_retention_takes_everything_away()
    {
        var text = new string('x', Mebibyte);
        var flow = Flow.Start().Set("big", new { text = "{{ input.text }}" }).Set("size", new { n = "{{ nodes.big.output.text.length + state.text.length }}" }).Chain("start", "big", "size");
        var first = await _pair.RunAsync(flow, Input(new { text }));
        var cancel = TestContext.Current.CancellationToken;
        var replay = await _pair.One.Get<ExecutionReplayer>().PrepareAsync(WorkerPair.Tenant, first.Id, new ReplayRequest("size", default, null, false), cancel);
        var again = await _pair.EndOfAsync(await _pair.StartAsync(replay!));

        Assert.Equal((ExecutionStatus.Succeeded, 2 * Mebibyte), (again.Status, again.Output.GetProperty("n").GetInt32()));
        Assert.True((await _pair.EventsAsync(again.Id)).Single(item => item is { Type: EventTypes.NodeEnd, NodeId: "big" }).Payload.GetProperty("reused").GetBoolean());
        _pair.AssertBounded();

        var purge = _pair.One.Get<ExecutionPurge>();
        await purge.PurgeAsync(WorkerPair.Tenant, DateTimeOffset.UtcNow.AddMinutes(1), null, 100, cancel);
        var store = _pair.Other.Get<ITableStore>();
        foreach (var id in (string[])[first.Id, again.Id])
        {
            Assert.Empty((await store.QueryAsync("executions", $"{WorkerPair.Tenant}|{id}", new TableQuery(), cancel)).Rows);
        }
    }

    [Fact]
    public async Task A_run_that_began_before_messages_were_bounded_goes_on_as_it_began()
    {
        var text = new string('x', Mebibyte);
        var flow = Flow.Start().Set("big", new { text = "{{ input.text }}" }).Set("size", new { n = "{{ nodes.big.output.text.length }}" })
            .Edge("start", "big").Edge("big", "size", condition: "nodes.big.output.text.length > 1");
        var input = Input(new { text });
        var id = await _pair.StartAsync(flow, input, message => message with
        {
            Bounded = false,
            InputStored = false,
            EntryStored = false,
            Input = input,
            EntryValue = input,
        });
        var ended = await _pair.EndOfAsync(id);

        Assert.Equal((ExecutionStatus.Succeeded, Mebibyte), (ended.Status, ended.Output.GetProperty("n").GetInt32()));
        Assert.DoesNotContain("input of DecideEdges", _pair.Longest.Keys);
        Assert.True(_pair.Longest["answer of RunNode"] > Mebibyte);
    }

    private static JsonElement Input(object value) => JsonSerializer.SerializeToElement(value, OrcheoJson.Options);
}

/// <summary>On the embedded store.</summary>
public sealed class SqliteLargeValueTests : LargeValueTests
{
    internal override Task<WorkerStorage> OpenAsync() => Task.FromResult(WorkerStorage.Sqlite());
}

/// <summary>On Azure Tables and Blobs, which Azurite plays.</summary>
public sealed class AzureLargeValueTests(AzuriteFixture azurite) : LargeValueTests
{
    internal override Task<WorkerStorage> OpenAsync() => WorkerStorage.AzureAsync(azurite);
}
