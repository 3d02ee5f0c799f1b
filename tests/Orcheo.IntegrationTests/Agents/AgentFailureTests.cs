using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>The retry matrix of docs/nodes/ai_agent.md against a real server: which failures are tried again, and what they are called.</summary>
public sealed class AgentFailureTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    /// <summary>What the server answers, the code, and how many attempts are made.</summary>
    public static TheoryData<string, string, int> Matrix => new()
    {
        { """{"status":429,"code":"rate_limit_exceeded"}""", "ORC3034", 3 },
        { """{"status":429,"code":"insufficient_quota"}""", "ORC3040", 1 },
        { """{"status":408}""", "ORC3035", 3 },
        { """{"status":409}""", "ORC3035", 3 },
        { """{"status":500}""", "ORC3035", 3 },
        { """{"status":503}""", "ORC3035", 3 },
        { """{"break_after":0}""", "ORC3002", 3 },
        { """{"status":400,"code":"content_filter"}""", "ORC3036", 1 },
        { """{"status":400,"code":"context_length_exceeded"}""", "ORC3037", 1 },
        { """{"status":400,"message":"This model's maximum context length is 8192 tokens."}""", "ORC3037", 1 },
        { """{"status":400,"code":"invalid_value"}""", "ORC3038", 1 },
        { """{"status":404,"code":"model_not_found"}""", "ORC3038", 1 },
        { """{"status":422}""", "ORC3038", 1 },
        { """{"status":401,"code":"invalid_api_key"}""", "ORC3039", 1 },
        { """{"status":403}""", "ORC3039", 1 },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_failure_is_tried_again_only_when_that_may_help(string error, string code, int attempts)
    {
        var errors = new JsonArray([.. Enumerable.Repeat(0, 5).Select(_ => JsonNode.Parse(error))]);
        var model = await Models.ScriptAsync(new JsonObject { ["turns"] = new JsonArray(new JsonObject { ["text"] = "a longer text", ["errors"] = errors }) });
        var run = await RunAsync(model);

        Assert.Equal(("failed", code), (run.Text("status"), run.Member("error").Text("code")));
        Assert.Equal(attempts, (await Models.CallsAsync(model)).Count);
        Assert.Equal(0, run.Member("error").Member("details").Member("usage").Number("tokens_in"));
    }

    [Theory]
    [InlineData("""{"status":429}""")]
    [InlineData("""{"status":500}""")]
    [InlineData("""{"break_after":2}""")]
    public async Task A_failure_that_passes_is_got_over(string error)
    {
        var model = await Models.ScriptAsync(new JsonObject
        {
            ["turns"] = new JsonArray(new JsonObject { ["text"] = "Done in the end.", ["errors"] = new JsonArray(JsonNode.Parse(error), JsonNode.Parse(error)) }),
        });
        var run = await RunAsync(model);

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal("Done in the end.", run.Member("output").Text("text"));
        Assert.Equal(3, (await Models.CallsAsync(model)).Count);
        var failed = (await Client.EventsAsync(run.Text("id"))).Where(item => item.Text("type") == "error").Select(item => item.Member("payload"));
        Assert.All(failed, payload => Assert.True(payload.TryGetProperty("retry_in_ms", out _)));
        Assert.Equal(2, failed.Count());
    }

    [Fact]
    public async Task Retry_after_is_waited_for_and_one_that_is_too_long_ends_it()
    {
        var model = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"Done.","errors":[{"status":429,"headers":{"Retry-After":"1"}}]}]}""")!);
        var run = await RunAsync(model);
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.True(run.Member("stats").Number("duration_ms") >= 950, $"{run}");

        model = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"Done.","errors":[{"status":429,"headers":{"Retry-After":"600"}}]}]}""")!);
        run = await RunAsync(model);
        Assert.Equal("ORC3034", run.Member("error").Text("code"));
        Assert.Single(await Models.CallsAsync(model));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_broken_off_and_tried_again()
    {
        var model = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"Done.","errors":[{"delay_ms":60000},{"delay_ms":60000}]}]}""")!);
        var run = await RunAsync(model, node: new { retry = Quick, timeout_seconds = 0.3 });
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var outcomes = await Eventually.Becomes(() => Models.CallsAsync(model), calls => calls.All(call => call.Text("outcome") != "open"), "the server to see the calls end");
        Assert.Equal(["aborted", "aborted", "completed"], outcomes.Select(call => call.Text("outcome")));

        model = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"Done.","delay_ms":60000}]}""")!);
        run = await RunAsync(model, node: new { retry = new { max_attempts = 1 }, timeout_seconds = 0.3 });
        Assert.Equal("ORC3001", run.Member("error").Text("code"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_one_that_is_no_model_server()
    {
        var run = await RunAsync("m", new { base_url = Api.ApiTest.UniqueName() });
        Assert.Equal("ORC3007", run.Member("error").Text("code"));
        run = await RunAsync("m", new { base_url = TargetServer.RefusedAddress() });
        Assert.Equal("ORC3002", run.Member("error").Text("code"));
        run = await RunAsync("m", new { base_url = $"{Target.Address}/big" });
        Assert.Equal("ORC3038", run.Member("error").Text("code"));
    }

    [Fact]
    public async Task A_content_filter_that_cuts_the_answer_off_fails_the_node()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { text = "It beg", finish_reason = "content_filter" } } });
        var run = await RunAsync(model);
        Assert.Equal("ORC3036", run.Member("error").Text("code"));
        Assert.Equal("It beg", run.Member("error").Member("details").Text("text"));
    }
}
