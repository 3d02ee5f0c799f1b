using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class DelayAndCancelTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_delay_is_seen_as_waiting_and_then_finishes()
    {
        var id = await StartAsync(Pausing(new { seconds = 1.5 }));
        await Client.UntilAsync(id, "waiting");
        var ended = (await Client.EndOfAsync(id)).Json;

        Assert.Equal("succeeded", ended.Text("status"));
        Assert.InRange(ended.Member("output").Member("waited").GetDouble(), 1.4, 10);
    }

    [Fact]
    public async Task A_delay_until_a_time_waits_for_it_and_not_for_the_past()
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(1.5);
        var future = await StartAsync(Pausing(new { until = Rfc3339(until) }));
        var past = await StartAsync(Pausing(new { until = "2001-01-01T00:00:00.000Z" }));

        Assert.Equal("succeeded", (await Client.EndOfAsync(past)).Json.Text("status"));
        var ended = (await Client.EndOfAsync(future)).Json;
        Assert.Equal("succeeded", ended.Text("status"));
        Assert.True(ended.Member("completed_at").GetDateTimeOffset() >= until.AddMilliseconds(-10), $"{ended}");
    }

    [Fact]
    public async Task While_one_branch_waits_the_other_runs()
    {
        var flow = Pausing(new { seconds = 2 }).Set("other", new { a = 1 }).Edge("start", "other");
        var id = await StartAsync(flow);
        var events = await Eventually.Becomes(
            () => Client.EventsAsync(id),
            list => list.Any(item => item.Text("type") == "node_end" && item.Text("node_id") == "other"),
            "the other branch");

        Assert.DoesNotContain(events, item => item.Text("type") == "node_end" && item.Text("node_id") == "pause");
        Assert.Equal("succeeded", (await Client.EndOfAsync(id)).Json.Text("status"));
    }

    [Fact]
    public async Task A_waiting_execution_can_be_cancelled_once()
    {
        var id = await StartAsync(Pausing(new { seconds = 600 }));
        await Client.UntilAsync(id, "waiting");
        var cancelled = (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        Assert.Contains(cancelled.Json.Text("status"), new[] { "cancelling", "cancelled" });

        var ended = (await Client.EndOfAsync(id)).Json;
        Assert.Equal("cancelled", ended.Text("status"));
        Assert.True(ended.Has("completed_at"));
        var events = await Client.EventsAsync(id);
        Assert.Equal("execution_end", events[^1].Text("type"));
        Assert.DoesNotContain(events, item => item.Has("node_id") && item.Text("node_id") == "after" && item.Text("type") == "node_start");
        (await Client.PostAsync($"/executions/{id}/cancel")).ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
    }

    [Fact]
    public async Task A_running_node_is_cancelled_without_waiting_for_its_end()
    {
        var mark = UniqueName();
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/delay/50000?id={mark}" }).Set("after", new { a = 1 }).Chain("start", "call", "after");
        var id = await StartAsync(flow);
        await Eventually.Becomes(() => Task.FromResult(Target.Calls(mark).Count), count => count > 0, "the call");
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("cancelled", (await Client.EndOfAsync(id, TimeSpan.FromSeconds(15))).Json.Text("status"));
    }

    [Fact]
    public async Task An_ended_execution_cannot_be_cancelled()
    {
        var run = await Client.RunAsync(Flow.Start());
        (await Client.PostAsync($"/executions/{run.Id}/cancel")).ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
        Assert.Equal("succeeded", (await Client.GetAsync($"/executions/{run.Id}")).Json.Text("status"));
    }

    private static Flow Pausing(object config) => Flow.Start()
        .Node("pause", "delay", config)
        .Set("after", new { waited = "{{ nodes.pause.output.waited_seconds }}" })
        .Chain("start", "pause", "after");

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<string> StartAsync(Flow flow) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;
}
