using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Cancellations and time limits reach what runs, and an accepted cancellation always wins.</summary>
public sealed class CancelTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const int Rounds = 100;

    [Fact]
    public async Task A_cancellation_breaks_a_running_call_off_within_a_second()
    {
        await using var target = await WatchedTarget.StartAsync();
        var id = await StartAsync(Calling(target, 60_000));
        await target.CalledByAsync(id);
        var asked = Stopwatch.GetTimestamp();
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);

        Assert.InRange(Stopwatch.GetElapsedTime(asked, await target.AbortOfAsync(id)), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var ended = (await Client.EndOfAsync(id, TimeSpan.FromSeconds(2))).Json;
        Assert.Equal(("cancelled", "ORC3010"), (ended.Text("status"), ended.Member("error").Text("code")));
        Assert.False(ended.Has("output"));
    }

    [Fact]
    public async Task Whoever_cancels_while_the_execution_ends_is_told_202_and_it_is_cancelled_or_409_and_it_is_not()
    {
        await using var target = await WatchedTarget.StartAsync();
        var random = new Random(20260307);
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // Rounds differ in how far the execution has come: well before its end, at the call, or about when it ends.
            var id = await StartAsync(Calling(target, round % 10 == 0 ? 10_000 : 20));
            await target.CalledByAsync(id);
            await Task.Delay(random.Next(0, 40), TestContext.Current.CancellationToken);
            var answer = await Client.PostAsync($"/executions/{id}/cancel");
            var ended = (await Client.EndOfAsync(id)).Json;
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                accepted++;
                Assert.True(ended.Text("status") == "cancelled", $"{ended}");
                Assert.Equal("cancelled", (await Client.EventsAsync(id))[^1].Member("payload").Text("status"));
            }
            else
            {
                answer.ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
                Assert.True(ended.Text("status") == "succeeded", $"{ended}");
            }
        }

        Assert.InRange(accepted, 1, Rounds);
    }

    [Fact]
    public async Task Parallel_calls_and_waits_are_all_broken_off()
    {
        await using var target = await WatchedTarget.StartAsync();
        var flow = Flow.Start();
        foreach (var name in new[] { "a", "b", "c" })
        {
            flow.Http(name, new { method = "GET", url = target.Url(60_000, $"{{{{ execution.id }}}}-{name}") }).Edge("start", name);
        }

        var id = await StartAsync(flow.Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause"));
        await Task.WhenAll(target.CalledByAsync($"{id}-a"), target.CalledByAsync($"{id}-b"), target.CalledByAsync($"{id}-c"));
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);

        await Task.WhenAll(target.AbortOfAsync($"{id}-a"), target.AbortOfAsync($"{id}-b"), target.AbortOfAsync($"{id}-c"));
        Assert.Equal("cancelled", (await Client.EndOfAsync(id, TimeSpan.FromSeconds(5))).Json.Text("status"));
    }

    [Fact]
    public async Task The_time_limit_of_a_workflow_breaks_a_running_call_off_and_fails_the_execution()
    {
        await using var target = await WatchedTarget.StartAsync();
        var ended = (await Client.RunAsync(Calling(target, 60_000).Settings(new { timeout_seconds = 1 }))).Json;

        Assert.Equal(("failed", "ORC3009"), (ended.Text("status"), ended.Member("error").Text("code")));
        await target.AbortOfAsync(ended.Text("id"));
        Assert.InRange(ended.Member("stats").Number("duration_ms"), 900, 5000);
    }

    [Fact]
    public async Task The_time_limit_of_a_node_breaks_its_call_off_and_fails_the_node()
    {
        await using var target = await WatchedTarget.StartAsync();
        var flow = Flow.Start()
            .Http("call", new { method = "GET", url = target.Url(60_000) }, new { timeout_seconds = 0.5, retry = new { max_attempts = 1 } })
            .Set("after", new { a = 1 })
            .Chain("start", "call", "after");
        var ended = (await Client.RunAsync(flow)).Json;

        Assert.Equal(("failed", "call"), (ended.Text("status"), ended.Member("error").Text("node_id")));
        Assert.Equal(1, ended.Member("stats").Number("nodes_skipped"));
        await target.AbortOfAsync(ended.Text("id"));
        Assert.InRange(ended.Member("stats").Number("duration_ms"), 450, 5000);
    }

    private static Flow Calling(WatchedTarget target, int milliseconds) =>
        Flow.Start().Http("call", new { method = "GET", url = target.Url(milliseconds) }).Edge("start", "call");

    private async Task<string> StartAsync(Flow flow) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;
}
