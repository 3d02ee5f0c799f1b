using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ExecutionGraphTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Theory]
    [InlineData(5, "large")]
    [InlineData(1, "small")]
    public async Task A_branch_runs_one_side_and_skips_the_other(int n, string taken)
    {
        var flow = Flow.Start()
            .Node("test", "if_else", new { condition = "input.n > 3" })
            .Set("large", new { size = "large" })
            .Set("small", new { size = "small" })
            .Edge("start", "test").Edge("test", "large", "true").Edge("test", "small", "false");
        var run = await RunAsync(flow, new JsonObject { ["n"] = n });

        Assert.Equal(taken, run.Member("output").Text("size"));
        AssertStats(run, total: 4, succeeded: 3, failed: 0, skipped: 1);
        var skipped = Assert.Single(await Client.EventsAsync(run.Text("id")), item => item.Text("type") == "node_skipped");
        Assert.Equal(taken == "large" ? "small" : "large", skipped.Text("node_id"));
    }

    [Fact]
    public async Task A_dead_path_is_skipped_to_its_end_and_a_join_runs_with_what_is_left()
    {
        var flow = Flow.Start()
            .Node("test", "if_else", new { condition = "{{ false }}" })
            .Set("dead", new { a = 1 }).Set("dead_too", new { a = 1 }).Set("live", new { a = 2 })
            .Set("join", new { dead = "{{ nodes.dead_too.status }}", live = "{{ nodes.live.output.a }}" })
            .Edge("start", "test").Edge("test", "dead", "true").Edge("test", "live", "false")
            .Chain("dead", "dead_too", "join").Edge("live", "join");
        var run = await RunAsync(flow);

        Assert.Equal("skipped", run.Member("output").Text("dead"));
        Assert.Equal(2, run.Member("output").Number("live"));
        AssertStats(run, total: 6, succeeded: 4, failed: 0, skipped: 2);
    }

    [Fact]
    public async Task Conditions_of_edges_decide_and_all_may_be_false()
    {
        var flow = Flow.Start()
            .Set("yes", new { a = 1 }).Set("no", new { a = 2 }).Set("after", new { a = 3 })
            .Edge("start", "yes", condition: "nodes.start.output.n === 1 && input.n < 2")
            .Edge("start", "no", condition: "input.n > 1")
            .Edge("no", "after");
        var taken = await RunAsync(flow, new JsonObject { ["n"] = 1 });
        Assert.Equal(1, taken.Member("output").Number("a"));
        AssertStats(taken, total: 4, succeeded: 2, failed: 0, skipped: 2);

        var none = await RunAsync(flow, new JsonObject { ["n"] = 1.5 });
        AssertStats(none, total: 4, succeeded: 3, failed: 0, skipped: 1);
        Assert.Equal(3, none.Member("output").Number("a"));
    }

    [Fact]
    public async Task Branches_run_in_parallel_and_join()
    {
        var flow = Flow.Start()
            .Http("left", new { method = "GET", url = $"{Target.Address}/delay/1500" })
            .Http("right", new { method = "GET", url = $"{Target.Address}/delay/1500" })
            .Set("join", new { left = "{{ nodes.left.output.status }}", right = "{{ nodes.right.output.body.milliseconds }}" })
            .Edge("start", "left").Edge("start", "right").Edge("left", "join").Edge("right", "join");
        var run = await RunAsync(flow);

        Assert.Equal(200, run.Member("output").Number("left"));
        Assert.Equal(1500, run.Member("output").Number("right"));
        var events = await Client.EventsAsync(run.Text("id"));
        var lastStart = Index(events, "node_start", "left", "right").Max();
        var firstEnd = Index(events, "node_end", "left", "right").Min();
        Assert.True(lastStart < firstEnd, "The second branch started only after the first had ended.");
        Assert.True(Index(events, "node_start", "join").Single() > Index(events, "node_end", "left", "right").Max());
    }

    [Fact]
    public async Task The_output_is_by_node_when_several_terminal_nodes_succeeded()
    {
        var flow = Flow.Start().Set("a", new { x = 1 }).Set("b", new { x = 2 }).Edge("start", "a").Edge("start", "b");
        var output = (await RunAsync(flow)).Member("output");

        Assert.Equal(1, output.Member("a").Number("x"));
        Assert.Equal(2, output.Member("b").Number("x"));
        Assert.Equal(2, output.EnumerateObject().Count());
    }

    [Fact]
    public async Task State_is_patched_and_read_by_later_nodes()
    {
        var flow = Flow.Start()
            .Set("first", new { count = 1, name = "{{ input.name }}", list = new object[] { "{{ input.n }}", new { deep = "{{ input.n + 1 }}" } } })
            .Set("second", new { count = "{{ state.count + 1 }}", greeting = "Hello {{ state.name }}, {{ state.list[1].deep }}!" })
            .Chain("start", "first", "second");
        var run = await RunAsync(flow, new JsonObject { ["name"] = "Ada", ["n"] = 41 });

        Assert.Equal("""{"count":2,"greeting":"Hello Ada, 42!"}""", run.Member("output").GetRawText());
        var patches = (await Client.EventsAsync(run.Text("id"))).Where(item => item.Text("type") == "state_change").ToList();
        Assert.Equal(["first", "second"], patches.Select(item => item.Text("node_id")));
        Assert.Equal(2, patches[1].Member("payload").Member("patch").Number("count"));
    }

    [Fact]
    public async Task A_template_keeps_the_type_of_its_value_and_ids_may_be_quoted()
    {
        var flow = Flow.Start()
            .Set("my-node", new { number = "{{ 1 + 1 }}", flag = "{{ !false }}", list = "{{ [1, 'a'] }}", missing = "{{ input.nothing }}", text = "{{ 1 }}{{ 2 }}" })
            .Set("reads", new { all = "{{ nodes[\"my-node\"].output }}", execution = "{{ execution.id }}", trigger = "{{ trigger.type }}" })
            .Chain("start", "my-node", "reads");
        var run = await RunAsync(flow, new JsonObject());
        var output = run.Member("output");

        Assert.Equal("""{"number":2,"flag":true,"list":[1,"a"],"missing":null,"text":"12"}""", output.Member("all").GetRawText());
        Assert.Equal(run.Text("id"), output.Text("execution"));
    }

    [Fact]
    public async Task A_request_sends_what_its_config_says_and_puts_out_the_answer()
    {
        var flow = Flow.Start()
            .Http("call", new
            {
                method = "POST",
                url = $"{Target.Address}/echo",
                query = new { q = "{{ input.q }}" },
                headers = new Dictionary<string, string> { ["X-Test"] = "yes {{ input.n }}" },
                body_type = "json",
                body = new { list = "{{ [1, 2] }}" },
            })
            .Edge("start", "call");
        var output = (await RunAsync(flow, new JsonObject { ["q"] = "a b&c=ü", ["n"] = 7 })).Member("output");
        var echo = output.Member("body");

        Assert.Equal(200, output.Number("status"));
        Assert.Equal("POST", echo.Text("method"));
        Assert.Equal("a b&c=ü", echo.Member("query").Text("q"));
        Assert.Equal("yes 7", echo.Text("x_test"));
        Assert.Equal("""{"list":[1,2]}""", echo.Text("body"));
        Assert.StartsWith("application/json", echo.Text("content_type"), StringComparison.Ordinal);
        Assert.Contains(output.Member("headers").EnumerateObject(), header => header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Many_nodes_side_by_side_all_run()
    {
        var flow = Flow.Start();
        for (var i = 0; i < 40; i++)
        {
            flow.Set($"n{i}", new { i }).Edge("start", $"n{i}");
        }

        var run = await RunAsync(flow);
        AssertStats(run, total: 41, succeeded: 41, failed: 0, skipped: 0);
        Assert.Equal(40, run.Member("output").EnumerateObject().Count());
    }

    private async Task<JsonElement> RunAsync(Flow flow, JsonNode? input = null)
    {
        var run = await Client.RunAsync(flow, input);
        Assert.True(run.Json.Text("status") == "succeeded", run.ToString());
        return run.Json;
    }

    private static IEnumerable<int> Index(IReadOnlyList<JsonElement> events, string type, params string[] nodes) =>
        events.Index().Where(entry => entry.Item.Text("type") == type && nodes.Contains(entry.Item.Text("node_id"))).Select(entry => entry.Index);

    private static void AssertStats(JsonElement run, int total, int succeeded, int failed, int skipped)
    {
        var stats = run.Member("stats");
        Assert.Equal(
            (total, succeeded, failed, skipped),
            (stats.Number("nodes_total"), stats.Number("nodes_succeeded"), stats.Number("nodes_failed"), stats.Number("nodes_skipped")));
    }
}
