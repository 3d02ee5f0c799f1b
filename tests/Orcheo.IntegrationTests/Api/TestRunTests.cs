using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Test runs, as the server sees them that the nodes call: a pinned node calls nobody, and nothing behind the node under test runs.</summary>
public sealed class TestRunTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly string[] CallingNodes = ["fetch", "left", "right", "last"];

    [Fact]
    public async Task A_pinned_node_is_not_run_and_its_output_counts_for_what_follows()
    {
        var mark = UniqueName();
        var run = await RunAsync(Branching(mark), new { pinned = new { fetch = Answer(1), left = new { from = "pin" } } }, new JsonObject { ["n"] = 7 });

        Assert.Equal([0, 0, 0, 1], Counts(mark));
        Assert.Equal((6, 1), (run.Member("stats").Number("nodes_succeeded"), run.Member("stats").Number("nodes_skipped")));
        Assert.Equal(["fetch", "left"], run.Member("test").Member("pinned").EnumerateArray().Select(node => node.GetString()!));
        var events = await Client.EventsAsync(run.Text("id"));
        CoreScenarioTests.AssertGapless(events);
        Assert.Equal(["fetch", "fetch", "left", "left"], events.Where(IsPinned).Select(item => item.Text("node_id")).Order(StringComparer.Ordinal));
        Assert.Equal("""{"from":"pin"}""", (await OutputOfAsync(run.Text("id"), "left")).GetRawText());
    }

    [Theory]
    [InlineData(true, "left")]
    [InlineData(false, "right")]
    public async Task The_branch_of_a_pinned_condition_and_the_variables_of_a_pinned_node_follow_from_the_output(bool result, string taken)
    {
        var mark = UniqueName();
        var pinned = new { choose = new { result }, set = new { n = 42 } };
        var run = await RunAsync(Branching(mark), new { pinned }, new JsonObject { ["n"] = 7 });

        Assert.Equal([1, taken == "left" ? 1 : 0, taken == "right" ? 1 : 0, 1], Counts(mark));
        Assert.Contains("42", run.Member("output").Member("body").Text("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_node_runs_with_the_results_of_an_earlier_run_and_nothing_behind_it()
    {
        var mark = UniqueName();
        var workflow = await Client.CreateAsync(Branching(mark));
        var source = (await StartAsync(workflow, null, new JsonObject { ["n"] = 7 })).Text("id");
        Assert.Equal([1, 1, 0, 1], Counts(mark));
        var run = await StartAsync(workflow, new { only_node_id = "left", from_execution_id = source }, null);

        Assert.Equal([1, 2, 0, 1], Counts(mark));
        Assert.Equal(("left", source, "replay"), (run.Member("test").Text("only_node_id"), run.Text("replay_of"), run.Member("trigger").Text("type")));
        Assert.Equal(4, run.Member("stats").Number("nodes_total"));
        Assert.Equal("""{"n":7}""", run.Member("input").GetRawText());
        Assert.Equal(JsonValueKind.Object, run.Member("output").Member("body").ValueKind);
    }

    [Fact]
    public async Task A_node_of_an_unfinished_draft_can_be_run_as_long_as_what_leads_to_it_is_valid()
    {
        var mark = UniqueName();
        var flow = Branching(mark).Node("unfinished", "http_request").Edge("last", "unfinished");
        var created = await Client.PostAsync("/workflows", flow.Document(), ("Prefer", "handling=lenient"));
        var workflow = created.Expect(HttpStatusCode.Created).Id;
        (await Client.PostAsync("/executions", Body(workflow, null, null))).ExpectProblem(HttpStatusCode.BadRequest);
        await StartAsync(workflow, new { only_node_id = "left", pinned = new { fetch = Answer(1) } }, null);
        Assert.Equal([0, 1, 0, 0], Counts(mark));

        var refused = await Client.PostAsync("/executions", Body(workflow, new { only_node_id = "unfinished", pinned = new { fetch = Answer(1) } }, null));
        var error = refused.ExpectProblem(HttpStatusCode.BadRequest).Member("errors").EnumerateArray().First();
        Assert.Equal("unfinished", error.Text("node_id"));
        Assert.StartsWith("/nodes/7/", error.Text("pointer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_node_under_test_runs_though_it_is_pinned()
    {
        var mark = UniqueName();
        await RunAsync(Branching(mark), new { only_node_id = "fetch", pinned = new { fetch = Answer(1) } }, new JsonObject { ["n"] = 7 });
        Assert.Equal([1, 0, 0, 0], Counts(mark));
    }

    [Fact]
    public async Task A_replay_of_a_test_run_keeps_its_pins()
    {
        var mark = UniqueName();
        var run = await RunAsync(Branching(mark), new { pinned = new { fetch = Answer(1) } }, new JsonObject { ["n"] = 7 });
        var replay = (await Client.PostAsync($"/executions/{run.Text("id")}/replay")).Expect(HttpStatusCode.Accepted).Id;

        Assert.Equal("succeeded", (await Client.EndOfAsync(replay)).Json.Text("status"));
        Assert.Equal([0, 2, 0, 2], Counts(mark));
        Assert.Equal("fetch", Assert.Single((await Client.GetAsync($"/executions/{replay}")).Json.Member("test").Member("pinned").EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("""{"only_node_id":"nowhere"}""", "/test/only_node_id")]
    [InlineData("""{"pinned":{"no/where":1}}""", "/test/pinned/no~1where")]
    [InlineData("""{"pinned":{"choose":{"result":"perhaps"}}}""", "/test/pinned/choose")]
    [InlineData("""{"from_execution_id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j9"}""", "/test/from_execution_id")]
    [InlineData("""{"from_execution_id":"wf_01k3z5x0a1b2c3d4e5f6g7h8j9"}""", "/test/from_execution_id")]
    [InlineData("""{"pins":{}}""", "/test/pins")]
    public async Task What_a_test_names_must_be_there(string test, string pointer)
    {
        var body = new JsonObject { ["workflow"] = Branching(UniqueName()).Definition(), ["test"] = JsonNode.Parse(test) };
        var problem = (await Client.PostAsync("/executions", body)).ExpectProblem(HttpStatusCode.BadRequest);
        Assert.Equal(pointer, Assert.Single(problem.Member("errors").EnumerateArray()).Text("pointer"));
    }

    [Fact]
    public async Task The_results_of_another_workflow_or_of_a_run_under_way_are_refused()
    {
        var flow = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause");
        var (one, other) = (await Client.CreateAsync(flow), await Client.CreateAsync(flow));
        var running = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = one })).Expect(HttpStatusCode.Accepted).Id;
        var test = new { from_execution_id = running };

        (await Client.PostAsync("/executions", Body(other, test, null))).ExpectProblem(HttpStatusCode.BadRequest, "ORC1005");
        (await Client.PostAsync("/executions", Body(one, test, null))).ExpectProblem(HttpStatusCode.Conflict);
        (await Client.PostAsync($"/executions/{running}/cancel")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task More_pins_than_a_start_can_hold_are_refused_and_as_many_are_taken()
    {
        var flow = Flow.Start();
        var pinned = new JsonObject();
        for (var number = 0; number < 91; number++)
        {
            flow.Set($"n{number}", new { a = 1 }).Edge("start", $"n{number}");
            pinned[$"n{number}"] = new JsonObject { [$"v{number}"] = number };
        }

        var body = new JsonObject { ["workflow"] = flow.Definition(), ["test"] = new JsonObject { ["pinned"] = pinned } };
        (await Client.PostAsync("/executions", body)).ExpectProblem(HttpStatusCode.BadRequest, "ORC1005");
        pinned.Remove("n90");
        var run = (await Client.PostAsync("/executions", body, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((92, "89"), (run.Member("stats").Number("nodes_succeeded"), run.Member("output").Member("n89").Member("v89").ToString()));
    }

    /// <summary>fetch → choose → left | right → last, and beside it set → last.</summary>
    private Flow Branching(string mark) => Flow.Start()
        .Http("fetch", Call(mark, "fetch"))
        .Node("choose", "if_else", new { condition = "Number(nodes.fetch.output.body.query.n ?? 1) > 0" })
        .Http("left", Call(mark, "left"))
        .Http("right", Call(mark, "right"))
        .Set("set", new { n = "{{ input.n }}" })
        .Http("last", new { method = "POST", url = $"{Target.Address}/echo?id={mark}-last", body_type = "json", body = new { n = "{{ state.n }}" } })
        .Chain("start", "fetch", "choose")
        .Edge("choose", "left", "true").Edge("choose", "right", "false")
        .Edge("left", "last").Edge("right", "last")
        .Edge("start", "set").Edge("set", "last");

    private object Call(string mark, string node) => new { method = "GET", url = $"{Target.Address}/echo?id={mark}-{node}" };

    private static object Answer(int n) => new { status = 200, headers = new { }, body = new { query = new { n } } };

    private static bool IsPinned(JsonElement item) => item.Text("type") is "node_start" or "node_end" && item.Member("payload").Has("pinned");

    private IEnumerable<int> Counts(string mark) => CallingNodes.Select(node => Target.Calls($"{mark}-{node}").Count);

    private async Task<JsonElement> RunAsync(Flow flow, object test, JsonNode? input)
    {
        var body = new JsonObject { ["workflow"] = flow.Definition(), ["input"] = input, ["test"] = Flow.Json(test) };
        return await EndAsync(body);
    }

    private Task<JsonElement> StartAsync(string workflow, object? test, JsonNode? input) => EndAsync(Body(workflow, test, input));

    private async Task<JsonElement> EndAsync(JsonObject body)
    {
        var run = (await Client.PostAsync("/executions", body, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK).Json;
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        return run;
    }

    private static JsonObject Body(string workflow, object? test, JsonNode? input)
    {
        var body = new JsonObject { ["workflow_id"] = workflow, ["version"] = "draft" };
        if (test is not null)
        {
            body["test"] = Flow.Json(test);
        }

        if (input is not null)
        {
            body["input"] = input;
        }

        return body;
    }

    private async Task<JsonElement> OutputOfAsync(string execution, string node) =>
        (await Client.GetAsync($"/executions/{execution}/checkpoints")).Json.Items().Single(item => item.Text("node_id") == node).Member("output");
}
