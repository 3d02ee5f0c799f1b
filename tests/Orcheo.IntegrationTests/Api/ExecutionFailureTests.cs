using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ExecutionFailureTests(ApiFixture fixture) : ApiTest(fixture)
{
    public static TheoryData<string, string, string> Failures => new()
    {
        { "timeout", "ORC3001", "0.4" },
        { "refused", "ORC3002", "127.0.0.1" },
        { "status", "ORC3003", "500" },
        { "large", "ORC3004", "1000" },
        { "template", "ORC3005", "input.missing.deeper" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failed_node_fails_the_run_with_code_node_and_reason_and_keeps_the_other_branch(string kind, string code, string reason)
    {
        var flow = Failing(kind).Set("kept", new { a = 1 }).Set("kept_too", new { b = "{{ state.a + 1 }}" }).Set("never", new { c = 3 })
            .Edge("start", "bad").Edge("bad", "never").Chain("start", "kept", "kept_too");
        var run = await RunAsync(flow, "failed");

        var error = run.Member("error");
        Assert.Equal(code, error.Text("code"));
        Assert.Equal("bad", error.Text("node_id"));
        Assert.Contains(reason, error.Text("message"), StringComparison.Ordinal);
        Assert.Equal(1, run.Member("stats").Number("nodes_failed"));
        Assert.Equal(5, run.Member("stats").Number("nodes_total"));

        // A running branch finishes, but nothing new starts: how far the other branch came depends on which was faster.
        var checkpoints = (await Client.GetAsync($"/executions/{run.Text("id")}/checkpoints")).Json.Items();
        Assert.Contains(checkpoints, item => item.Text("node_id") == "kept" && item.Member("output").Number("a") == 1);
        Assert.DoesNotContain(checkpoints, item => item.Text("node_id") == "never");
        await AssertEventsTellAsync(run.Text("id"), code);
    }

    [Fact]
    public async Task A_slow_failure_leaves_the_whole_other_branch_done()
    {
        var flow = Failing("timeout").Set("a", new { a = 1 }).Set("b", new { b = 2 }).Set("never", new { c = 3 })
            .Edge("start", "bad").Edge("bad", "never").Chain("start", "a", "b");
        var run = await RunAsync(flow, "failed");

        var stats = run.Member("stats");
        Assert.Equal((3, 1, 1), (stats.Number("nodes_succeeded"), stats.Number("nodes_failed"), stats.Number("nodes_skipped")));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task With_continue_the_run_goes_on_and_sees_the_error(string kind, string code, string reason)
    {
        var flow = Failing(kind, "continue")
            .Set("after", new { code = "{{ nodes.bad.error.code }}", message = "{{ nodes.bad.error.message }}", status = "{{ nodes.bad.status }}", output = "{{ nodes.bad.output }}" })
            .Chain("start", "bad", "after");
        var run = await RunAsync(flow, "succeeded");

        Assert.Equal(code, run.Member("output").Text("code"));
        Assert.Contains(reason, run.Member("output").Text("message"), StringComparison.Ordinal);
        Assert.Equal("failed", run.Member("output").Text("status"));
        Assert.False(run.Member("output").Has("output"));
        Assert.Equal(1, run.Member("stats").Number("nodes_failed"));
    }

    [Fact]
    public async Task With_route_the_error_handle_is_taken_instead_of_the_others()
    {
        var run = await RunAsync(Routed("status"), "succeeded");
        Assert.Equal("ORC3003", run.Member("output").Text("handled"));
        Assert.Equal(1, run.Member("stats").Number("nodes_skipped"));
    }

    [Fact]
    public async Task With_route_the_error_handle_is_not_taken_when_nothing_fails()
    {
        var flow = Flow.Start().Set("bad", new { fine = true }, new { on_error = "route" })
            .Set("handler", new { handled = "{{ nodes.bad.error.code }}" }).Set("ordinary", new { ok = true })
            .Edge("start", "bad").Edge("bad", "handler", "error").Edge("bad", "ordinary");
        var run = await RunAsync(flow, "succeeded");

        Assert.True(run.Member("output").Member("ok").GetBoolean());
        Assert.Equal(1, run.Member("stats").Number("nodes_skipped"));
    }

    [Fact]
    public async Task A_failing_status_can_be_allowed()
    {
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/status/404", fail_on_status = false }).Edge("start", "call");
        var run = await RunAsync(flow, "succeeded");

        Assert.Equal(404, run.Member("output").Number("status"));
        Assert.Equal(404, run.Member("output").Member("body").Number("code"));
    }

    [Fact]
    public async Task A_reading_of_undefined_names_its_expression_and_column()
    {
        var error = (await RunAsync(Failing("template").Edge("start", "bad"), "failed")).Member("error");
        Assert.Matches("(?i)column [0-9]+", error.Text("message"));
    }

    [Fact]
    public async Task A_rendered_value_of_the_wrong_type_fails_the_node()
    {
        var flow = Flow.Start().Node("bad", "delay", new { seconds = "{{ input.s }}" }).Edge("start", "bad");
        var run = (await Client.RunAsync(flow, new JsonObject { ["s"] = "soon" })).Json;

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal("ORC3007", run.Member("error").Text("code"));
        Assert.Equal("bad", run.Member("error").Text("node_id"));
    }

    [Fact]
    public async Task An_expression_without_end_fails_the_node_and_not_the_service()
    {
        var flow = Flow.Start()
            .Set("bad", new { x = "{{ 'x'.repeat(1e9) }}" })
            .Edge("start", "bad");
        var run = await RunAsync(flow, "failed");

        Assert.Equal("bad", run.Member("error").Text("node_id"));
        Assert.Contains(run.Member("error").Text("code"), new[] { "ORC3005", "ORC3008" });
        Assert.Equal("succeeded", (await Client.RunAsync(Flow.Start())).Json.Text("status"));
    }

    [Fact]
    public async Task A_condition_that_cannot_be_evaluated_fails_the_run()
    {
        var flow = Flow.Start().Set("a", new { a = 1 }).Edge("start", "a", condition: "input.missing.deeper > 1");
        var error = (await RunAsync(flow, "failed")).Member("error");
        Assert.Equal("ORC3005", error.Text("code"));
    }

    [Fact]
    public async Task A_run_over_its_time_limit_fails()
    {
        var flow = Flow.Start().Node("pause", "delay", new { seconds = 60 }).Edge("start", "pause").Settings(new { timeout_seconds = 1 });
        Assert.Equal("ORC3009", (await RunAsync(flow, "failed")).Member("error").Text("code"));
    }

    private Flow Failing(string kind, string onError = "fail")
    {
        var more = new { on_error = onError, retry = new { max_attempts = 1 } };
        return kind switch
        {
            "timeout" => Flow.Start().Http("bad", Get($"{Target.Address}/delay/20000"), new { on_error = onError, retry = new { max_attempts = 1 }, timeout_seconds = 0.4 }),
            "refused" => Flow.Start().Http("bad", Get(TargetServer.RefusedAddress()), more),
            "status" => Flow.Start().Http("bad", Get($"{Target.Address}/status/500"), more),
            "large" => Flow.Start().Http("bad", new { method = "GET", url = $"{Target.Address}/big/5000", max_response_bytes = 1000 }, more),
            "template" => Flow.Start().Set("bad", new { value = "{{ input.missing.deeper }}" }, more),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private Flow Routed(string kind) => Failing(kind, "route")
        .Set("handler", new { handled = "{{ nodes.bad.error.code }}" }).Set("ordinary", new { ok = true })
        .Edge("start", "bad").Edge("bad", "handler", "error").Edge("bad", "ordinary");

    private static object Get(string url) => new { method = "GET", url };

    private async Task<JsonElement> RunAsync(Flow flow, string status)
    {
        var run = await Client.RunAsync(flow, new JsonObject());
        Assert.True(run.Json.Text("status") == status, run.ToString());
        return run.Json;
    }

    private async Task AssertEventsTellAsync(string id, string code)
    {
        var events = await Client.EventsAsync(id);
        var end = Assert.Single(events, item => item.Text("type") == "node_end" && item.Text("node_id") == "bad");
        Assert.Equal("failed", end.Member("payload").Text("status"));
        Assert.Contains(events, item => item.Text("type") == "error" && item.GetRawText().Contains(code, StringComparison.Ordinal));
        Assert.Equal("execution_end", events[^1].Text("type"));
    }
}
