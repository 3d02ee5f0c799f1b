using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Replays in the mode <c>recorded</c>: what the server answered then is answered again, and the server is not asked.</summary>
public sealed class RecordedCallTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly object Quick = new { max_attempts = 3, initial_interval_seconds = 0.01, jitter = false };

    [Fact]
    public async Task Calls_are_answered_from_the_record_with_their_retries()
    {
        var mark = UniqueName();
        var flow = Flow.Start()
            .Http("flaky", new { url = $"{Target.Address}/flaky/2?id={mark}" }, new { retry = Quick })
            .Http("post", new { method = "POST", url = $"{Target.Address}/echo?id={mark}", body = new { n = "{{ input.n }}" } })
            .Http("failing", new { url = $"{Target.Address}/status/404?id={mark}" }, new { on_error = "continue" })
            .Set("all", new { a = "{{ nodes.flaky.output }}", b = "{{ nodes.post.output.body.body }}", c = "{{ nodes.failing.error }}" })
            .Chain("start", "flaky", "post", "failing", "all");
        var source = (await RunAsync(flow)).Json;
        Assert.Equal("succeeded", source.Text("status"));
        Assert.Equal(5, Target.Calls(mark).Count);
        var replay = await ReplayAsync(source.Text("id"), new JsonObject { ["mode"] = "recorded" });
        var again = await ReplayAsync(replay.Text("id"), new JsonObject { ["mode"] = "recorded", ["from_node_id"] = "post" });

        Assert.Equal(5, Target.Calls(mark).Count);
        Assert.Equal(("succeeded", source.Member("output").GetRawText()), (replay.Text("status"), replay.Member("output").GetRawText()));
        Assert.Equal(("succeeded", source.Member("output").GetRawText()), (again.Text("status"), again.Member("output").GetRawText()));
        var end = (await Client.EventsAsync(replay.Text("id"))).Single(item => item.Text("type") == "node_end" && item.Text("node_id") == "flaky");
        Assert.Equal(3, end.Member("payload").Number("attempt"));
    }

    [Fact]
    public async Task A_call_that_was_not_made_then_fails_and_says_which()
    {
        var mark = UniqueName();
        var flow = Flow.Start().Http("post", new { method = "POST", url = $"{Target.Address}/echo?id={mark}", body = new { n = "{{ input.n }}" } }).Edge("start", "post");
        var source = (await RunAsync(flow)).Json.Text("id");
        var replay = await ReplayAsync(source, new JsonObject { ["mode"] = "recorded", ["input"] = new JsonObject { ["n"] = 2 } });

        Assert.Equal("failed", replay.Text("status"));
        Assert.Equal(("ORC3016", "post"), (replay.Member("error").Text("code"), replay.Member("error").Text("node_id")));
        Assert.Contains($"POST {Target.Address}/echo", replay.Member("error").Text("message"), StringComparison.Ordinal);
        Assert.Contains(source, replay.Member("error").Text("message"), StringComparison.Ordinal);
        Assert.Single(Target.Calls(mark));
    }

    [Fact]
    public async Task An_answer_that_was_too_large_to_be_kept_fails_a_recorded_replay_only()
    {
        var flow = Flow.Start().Http("big", new { url = $"{Target.Address}/big/300000" }).Edge("start", "big");
        var source = await RunAsync(flow);
        Assert.Equal(300_000, source.Json.Member("output").Text("body").Length);
        var recorded = await ReplayAsync(source.Id, new JsonObject { ["mode"] = "recorded" });
        var live = await ReplayAsync(source.Id, new JsonObject { ["mode"] = "live" });

        Assert.Equal(("ORC3016", "succeeded"), (recorded.Member("error").Text("code"), live.Text("status")));
        Assert.Contains("too large", recorded.Member("error").Text("message"), StringComparison.Ordinal);
    }

    private async Task<Exchange> RunAsync(Flow flow) => await Client.RunAsync(flow, new JsonObject { ["n"] = 1 });

    private async Task<JsonElement> ReplayAsync(string source, JsonObject body) =>
        (await Client.EndOfAsync((await Client.PostAsync($"/executions/{source}/replay", body)).Expect(HttpStatusCode.Accepted).Id)).Json;
}
