using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Replays, as the server sees them that the nodes call: what is reused calls nobody.</summary>
public sealed class ReplayTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly string[] CallingNodes = ["fetch", "left", "right", "last"];

    /// <summary>Which of the calling nodes run again when the branching flow is replayed from a node.</summary>
    public static TheoryData<string?, string> FromNodes { get; } = new()
    {
        { null, "fetch left last" },
        { "start", "fetch left last" },
        { "fetch", "fetch left last" },
        { "choose", "left last" },
        { "left", "left last" },
        { "right", "last" },
        { "set", "last" },
        { "last", "last" },
    };

    [Theory]
    [MemberData(nameof(FromNodes))]
    public async Task From_a_node_on_everything_runs_again_and_nothing_before_it(string? from, string again)
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        Assert.Equal([1, 1, 0, 1], Counts(mark));
        var body = from is null ? null : new JsonObject { ["from_node_id"] = from };
        var started = (await Client.PostAsync($"/executions/{source}/replay", body)).Expect(HttpStatusCode.Accepted);
        Assert.Equal($"/api/executions/{started.Id}", started.Header("Location"));
        Assert.Equal(
            (source, "replay", source), (started.Json.Text("replay_of"), started.Json.Member("trigger").Text("type"), started.Json.Member("trigger").Text("id")));

        var (before, after) = ((await Client.GetAsync($"/executions/{source}")).Json, (await Client.EndOfAsync(started.Id)).Json);
        Assert.Equal("succeeded", after.Text("status"));
        Assert.Equal(before.Member("input").ToString(), after.Member("input").ToString());
        Assert.Equal(WithoutHeaders(before.Member("output")), WithoutHeaders(after.Member("output")));
        Assert.Equal(before.Member("stats").Number("nodes_skipped"), after.Member("stats").Number("nodes_skipped"));
        var expected = CallingNodes.Select(node => (node == "right" ? 0 : 1) + (again.Split(' ').Contains(node) ? 1 : 0));
        Assert.Equal(expected, Counts(mark));
        await AssertCheckpointsAsync(source, started.Id);
    }

    [Fact]
    public async Task What_is_reused_says_so_and_what_runs_does_not()
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        var replay = await ReplayAsync(source, new JsonObject { ["from_node_id"] = "left" });
        var events = await Client.EventsAsync(replay);
        CoreScenarioTests.AssertGapless(events);
        var reused = events.Where(item => item.Text("type") == "node_end" && item.Member("payload").Has("reused")).Select(item => item.Text("node_id"));
        Assert.Equal(["choose", "fetch", "set", "start"], reused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_replay_can_be_replayed_and_the_source_stays_as_it_was()
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        var untouched = (await Client.GetAsync($"/executions/{source}")).Text;
        var first = await ReplayAsync(source, new JsonObject { ["from_node_id"] = "left" });
        var second = await ReplayAsync(first, new JsonObject { ["from_node_id"] = "last" });

        Assert.Equal(first, (await Client.GetAsync($"/executions/{second}")).Json.Text("replay_of"));
        Assert.Equal([1, 2, 0, 3], Counts(mark));
        Assert.Equal(untouched, (await Client.GetAsync($"/executions/{source}")).Text);
    }

    [Fact]
    public async Task Another_input_counts_for_what_runs_again()
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        var replay = await ReplayAsync(source, new JsonObject { ["input"] = new JsonObject { ["n"] = -1 } });

        // The other branch is taken now.
        Assert.Equal([2, 1, 1, 2], Counts(mark));
        Assert.Equal(-1, (await Client.GetAsync($"/executions/{replay}")).Json.Member("input").Number("n"));
        Assert.Equal(-1, (await OutputOfAsync(replay, "set")).Number("n"));
    }

    [Fact]
    public async Task Another_version_the_latest_and_the_draft_can_be_replayed_with_the_results_of_before()
    {
        var mark = UniqueName();
        var workflow = await Client.CreateAsync(Versioned(mark, "one"));
        (await Client.PostAsync($"/workflows/{workflow}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{workflow}", Versioned(mark, "two").Document())).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/workflows/{workflow}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{workflow}", Versioned(mark, "three").Document())).Expect(HttpStatusCode.OK);
        var body = new JsonObject { ["workflow_id"] = workflow, ["version"] = 1 };
        var source = (await Client.PostAsync("/executions", body, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK).Id;

        foreach (var (version, number, text) in new (JsonNode?, int, string)[] { (null, 1, "one"), ("latest", 2, "two"), ("draft", 0, "three"), (1, 1, "one") })
        {
            var replay = await ReplayAsync(source, new JsonObject { ["from_node_id"] = "set", ["version"] = version });
            var execution = (await Client.GetAsync($"/executions/{replay}")).Json;
            Assert.Equal((workflow, number), (execution.Text("workflow_id"), execution.Number("workflow_version")));
            Assert.Equal(text, execution.Member("output").Text("text"));
        }

        Assert.Single(Target.Calls($"{mark}-fetch"));
        (await Client.PostAsync($"/executions/{source}/replay", new JsonObject { ["version"] = 9 })).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.DeleteAsync($"/workflows/{workflow}?purge=true")).Expect(HttpStatusCode.NoContent);
        Assert.Equal("one", (await OutputOfAsync(await ReplayAsync(source, new JsonObject { ["from_node_id"] = "set" }), "set")).Text("text"));
    }

    [Fact]
    public async Task A_failed_execution_goes_on_from_the_node_that_failed()
    {
        var mark = UniqueName();
        var flow = Flow.Start().Http("fetch", Call(mark, "fetch"))
            .Http("weak", new { method = "GET", url = $"{Target.Address}/flaky/1?id={mark}-weak" })
            .Set("after", new { calls = "{{ nodes.weak.output.body.calls }}" })
            .Chain("start", "fetch", "weak", "after");
        var source = (await Client.RunAsync(flow)).Json;
        Assert.Equal("failed", source.Text("status"));

        var replay = (await Client.GetAsync($"/executions/{await ReplayAsync(source.Text("id"), new JsonObject { ["from_node_id"] = "weak" })}")).Json;
        Assert.Equal(2, replay.Member("output").Number("calls"));
        Assert.Single(Target.Calls($"{mark}-fetch"));
    }

    [Fact]
    public async Task From_the_record_no_call_is_made_and_the_answers_are_the_same()
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        var replay = await ReplayAsync(source, new JsonObject { ["mode"] = "recorded" });

        Assert.Equal([1, 1, 0, 1], Counts(mark));
        var (before, after) = ((await Client.GetAsync($"/executions/{source}")).Json, (await Client.GetAsync($"/executions/{replay}")).Json);
        Assert.Equal(before.Member("output").ToString(), after.Member("output").ToString());
        await AssertCheckpointsAsync(source, replay);
    }

    [Fact]
    public async Task From_the_record_another_input_that_makes_another_call_fails_and_makes_none()
    {
        var mark = UniqueName();
        var source = await RunAsync(Branching(mark), new JsonObject { ["n"] = 7 });
        var body = new JsonObject { ["mode"] = "recorded", ["input"] = new JsonObject { ["n"] = 8 } };
        var replay = (await Client.PostAsync($"/executions/{source}/replay", body)).Expect(HttpStatusCode.Accepted).Id;
        var ended = (await Client.EndOfAsync(replay)).Json;

        Assert.Equal(("failed", "ORC3016"), (ended.Text("status"), ended.Member("error").Text("code")));
        Assert.Equal([1, 1, 0, 1], Counts(mark));
    }

    [Fact]
    public async Task What_cannot_be_replayed_is_refused_and_says_why()
    {
        var inline = (await Client.RunAsync(Flow.Start())).Id;
        var replay = $"/executions/{inline}/replay";
        (await Client.PostAsync(replay, new JsonObject { ["from_node_id"] = "nobody" })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1005")
            .Faults().ExpectFault("ORC1005", "/from_node_id");
        (await Client.PostAsync(replay, new JsonObject { ["version"] = 1 })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1005")
            .Faults().ExpectFault("ORC1005", "/version");
        (await Client.PostAsync(replay, new JsonObject { ["mode"] = "slow" })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1005");
        (await Client.PostAsync(replay, new JsonObject { ["from"] = "start" })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1002");
        (await Client.PostAsync("/executions/exe_01k3z5x0a1b2c3d4e5f6g7h8j9/replay")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");

        var running = (await Client.PostAsync(
            "/executions", new JsonObject { ["workflow"] = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause").Definition() })).Id;
        (await Client.PostAsync($"/executions/{running}/replay")).ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
        (await Client.PostAsync($"/executions/{running}/cancel")).Expect(HttpStatusCode.Accepted);
        await Client.EndOfAsync(running);
        var again = (await Client.PostAsync($"/executions/{running}/replay", new JsonObject { ["from_node_id"] = "start" })).Expect(HttpStatusCode.Accepted).Id;
        (await Client.PostAsync($"/executions/{again}/cancel")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_replay_that_the_stack_is_killed_in_goes_on_and_calls_nothing_upstream()
    {
        await using var stack = await LocalStack.StartAsync();
        var mark = UniqueName();
        var flow = Flow.Start().Http("fetch", Call(mark, "fetch"))
            .Http("slow", new { method = "GET", url = $"{Target.Address}/delay/700?id={mark}-slow" }).Http("last", Call(mark, "last"))
            .Chain("start", "fetch", "slow", "last");
        var source = (await stack.Client.RunAsync(flow)).Expect(HttpStatusCode.OK).Id;
        var replay = (await stack.Client.PostAsync($"/executions/{source}/replay", new JsonObject { ["from_node_id"] = "slow" }))
            .Expect(HttpStatusCode.Accepted).Id;
        await Eventually.Becomes(() => Task.FromResult(Target.Calls($"{mark}-slow").Count), count => count == 2, "the replayed call");
        await stack.KillAsync();
        await stack.StartAgainAsync();

        Assert.Equal("succeeded", (await stack.Client.EndOfAsync(replay)).Json.Text("status"));
        Assert.Equal((1, 3, 2), (Target.Calls($"{mark}-fetch").Count, Target.Calls($"{mark}-slow").Count, Target.Calls($"{mark}-last").Count));
        var events = await stack.Client.EventsAsync(replay);
        CoreScenarioTests.AssertGapless(events);
        Assert.Equal(
            ["start", "fetch", "slow", "last"], events.Where(item => item.Text("type") == "node_end").Select(item => item.Text("node_id")));
    }

    /// <summary>fetch → choose → left | right → last, and beside it set → last: every kind of place that a replay can begin at.</summary>
    private Flow Branching(string mark) => Flow.Start()
        .Http("fetch", new { method = "GET", url = $"{Target.Address}/echo?id={mark}-fetch&n={{{{ input.n }}}}" })
        .Node("choose", "if_else", new { condition = "Number(nodes.fetch.output.body.query.n) > 0" })
        .Http("left", Call(mark, "left"))
        .Http("right", Call(mark, "right"))
        .Set("set", new { n = "{{ input.n }}" })
        .Http("last", new { method = "POST", url = $"{Target.Address}/echo?id={mark}-last", body_type = "json", body = new { n = "{{ state.n }}" } })
        .Chain("start", "fetch", "choose")
        .Edge("choose", "left", "true").Edge("choose", "right", "false")
        .Edge("left", "last").Edge("right", "last")
        .Edge("start", "set").Edge("set", "last");

    private Flow Versioned(string mark, string text) => Flow.Start()
        .Http("fetch", Call(mark, "fetch"))
        .Set("set", new { text })
        .Chain("start", "fetch", "set");

    private object Call(string mark, string node) => new { method = "GET", url = $"{Target.Address}/echo?id={mark}-{node}" };

    private IEnumerable<int> Counts(string mark) => CallingNodes.Select(node => Target.Calls($"{mark}-{node}").Count);

    private async Task<string> RunAsync(Flow flow, JsonNode input)
    {
        var run = (await Client.RunAsync(flow, input)).Json;
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        return run.Text("id");
    }

    private async Task<string> ReplayAsync(string source, JsonObject body)
    {
        if (body.TryGetPropertyValue("version", out var version) && version is null)
        {
            body.Remove("version");
        }

        var id = (await Client.PostAsync($"/executions/{source}/replay", body)).Expect(HttpStatusCode.Accepted).Id;
        var ended = (await Client.EndOfAsync(id)).Json;
        Assert.True(ended.Text("status") == "succeeded", $"{ended}");
        return id;
    }

    /// <summary>Both have come to the same, node by node.</summary>
    private async Task AssertCheckpointsAsync(string source, string replay)
    {
        var (before, after) = (await OutputsAsync(source), await OutputsAsync(replay));
        Assert.Equal(before, after);
    }

    private async Task<SortedDictionary<string, string>> OutputsAsync(string execution)
    {
        var items = (await Client.GetAsync($"/executions/{execution}/checkpoints")).Expect(HttpStatusCode.OK).Json.Items();
        return new SortedDictionary<string, string>(
            items.ToDictionary(item => item.Text("node_id"), item => BodyOf(item.Member("output"))), StringComparer.Ordinal);
    }

    private async Task<JsonElement> OutputOfAsync(string execution, string node) =>
        (await Client.GetAsync($"/executions/{execution}/checkpoints")).Json.Items().Single(item => item.Text("node_id") == node).Member("output");

    // Headers hold the time of the answer.
    /// <summary>The target's Date header tells the calls apart.</summary>
    private static string WithoutHeaders(JsonElement output) => output.TryGetProperty("body", out var body) ? body.ToString() : output.ToString();

    private static string BodyOf(JsonElement output) =>
        (output.ValueKind == JsonValueKind.Object && output.TryGetProperty("body", out var body) ? body : output).ToString();
}
