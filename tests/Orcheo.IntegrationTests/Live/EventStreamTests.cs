using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>The stream of server-sent events.</summary>
public sealed class EventStreamTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly Flow Pausing = Flow.Start().Set("a", new { x = 1 }).Node("pause", "delay", new { seconds = 600 }).Chain("start", "a", "pause");

    [Fact]
    public async Task It_tells_what_is_stored_then_what_happens_and_ends_with_the_execution()
    {
        var id = await StartAsync(Pausing);
        await Client.UntilAsync(id, "waiting");
        using var stream = await EventStream.OpenAsync(Stack, id);
        var events = new List<StreamedEvent>();
        while (events.LastOrDefault() is not { Type: "node_start" } last || last.Data.Text("node_id") != "pause")
        {
            events.Add((await stream.NextAsync())!);
        }

        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        events.AddRange(await stream.RestAsync());

        Assert.Equal("execution_end", events[^1].Type);
        await AssertAsStoredAsync(id, events);
        var headers = stream.Response.Headers;
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal((true, true, "no"), (headers.CacheControl!.NoStore, headers.CacheControl.NoCache, headers.GetValues("X-Accel-Buffering").Single()));
        Assert.True(headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task It_is_open_before_the_execution_starts()
    {
        var workflow = await Client.CreateAsync(Pausing.Settings(new { max_concurrent_runs = 1 }));
        var body = new JsonObject { ["workflow_id"] = workflow };
        var first = (await Client.PostAsync("/executions", body.DeepClone())).Expect(HttpStatusCode.Accepted).Id;
        var queued = (await Client.PostAsync("/executions", body.DeepClone())).Expect(HttpStatusCode.Accepted);
        Assert.Equal("queued", queued.Json.Text("status"));
        using var stream = await EventStream.OpenAsync(Stack, queued.Id);

        (await Client.PostAsync($"/executions/{first}/cancel")).Expect(HttpStatusCode.Accepted);
        var start = (await stream.NextAsync())!;
        Assert.Equal((1, "execution_start"), (start.Id, start.Type));
        (await Client.PostAsync($"/executions/{queued.Id}/cancel")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("execution_end", (await stream.RestAsync())[^1].Type);
    }

    [Fact]
    public async Task It_goes_on_where_the_client_was()
    {
        var run = await Client.RunAsync(Flow.Start().Set("a", new { x = 1 }).Edge("start", "a"));
        var count = (await Client.EventsAsync(run.Id)).Count;
        foreach (var (after, lastEventId, first) in new (long?, long?, long)[] { (2, null, 3), (null, 4, 5), (1, 4, 5), (0, 0, 1) })
        {
            using var stream = await EventStream.OpenAsync(Stack, run.Id, after, lastEventId);
            Assert.Equal(Enumerable.Range((int)first, count - (int)first + 1).Select(seq => (long?)seq), (await stream.RestAsync()).Select(item => item.Id));
        }

        using var all = await EventStream.OpenAsync(Stack, run.Id, lastEventId: count);
        Assert.Empty(await all.RestAsync());
    }

    [Theory]
    [InlineData("?limit=5", "", "ORC1007")]
    [InlineData("?cursor=5", "", "ORC1007")]
    [InlineData("?after=x", "", "ORC1007")]
    [InlineData("", "x", "ORC1007")]
    [InlineData("", "-1", "ORC1007")]
    public async Task What_it_cannot_read_is_refused(string query, string lastEventId, string code)
    {
        var run = await Client.RunAsync(Flow.Start());
        var refused = await Client.SendAsync("GET", $"/executions/{run.Id}/events{query}", null, ("Accept", "text/event-stream"), ("Last-Event-ID", lastEventId));
        refused.ExpectProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task An_execution_that_does_not_exist_has_none()
    {
        var missing = await Client.SendAsync("GET", "/executions/exe_00000000000000000000000000/events", null, ("Accept", "text/event-stream"));
        missing.ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json, text/event-stream;q=0", "application/json")]
    [InlineData("text/event-stream, */*", "text/event-stream")]
    public async Task Only_a_client_that_names_it_gets_it(string accept, string type)
    {
        var run = await Client.RunAsync(Flow.Start());
        var answer = (await Client.SendAsync("GET", $"/executions/{run.Id}/events", null, ("Accept", accept))).Expect(HttpStatusCode.OK);
        Assert.Equal(type, answer.MediaType);
    }

    [Fact]
    public async Task The_start_of_a_long_node_shows_at_once()
    {
        var id = await StartAsync(Flow.Start().Http("slow", new { url = $"{Target.Address}/delay/60000" }).Edge("start", "slow"));
        using var stream = await EventStream.OpenAsync(Stack, id);
        StreamedEvent? next;
        do
        {
            next = await stream.NextAsync();
        }
        while (next!.Type != "node_start" || next.Data.Text("node_id") != "slow");

        Assert.DoesNotContain(await Client.EventsAsync(id), item => item.Text("type") == "node_end" && item.Text("node_id") == "slow");
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("execution_end", (await stream.RestAsync())[^1].Type);
    }

    [Fact]
    public async Task A_stream_without_events_shows_that_it_lives_and_ends_when_the_stack_stops()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions
        {
            Environment = new Dictionary<string, string> { ["Orcheo__Live__Heartbeat"] = "00:00:01" },
        });
        var body = new JsonObject { ["workflow"] = Pausing.Definition() };
        var id = (await stack.Client.PostAsync("/executions", body)).Expect(HttpStatusCode.Accepted).Id;
        await stack.Client.UntilAsync(id, "waiting");
        using var stream = await EventStream.OpenAsync(stack, id, after: (await stack.Client.EventsAsync(id)).Count);
        var reading = stream.NextAsync();
        await Eventually.Becomes(() => Task.FromResult(stream.Comments), comments => comments >= 3, "two heartbeats");

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await stack.TerminateAsync());
        Assert.Null(await reading);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"The stream held the stack up for {watch.Elapsed}.");
    }

    private async Task<string> StartAsync(Flow flow) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;

    private async Task AssertAsStoredAsync(string id, IReadOnlyList<StreamedEvent> events)
    {
        var stored = await Client.EventsAsync(id);
        Assert.Equal(stored.Select(item => item.GetRawText()), events.Select(item => item.Data.GetRawText()));
        Assert.All(events, item => Assert.Equal((item.Data.Number("seq"), item.Data.Text("type")), (item.Id!.Value, item.Type)));
        Assert.All(events, item => Assert.Empty(OpenApiContract.Instance.Faults(OpenApiContract.Instance.Schema("Event"), item.Data)));
    }
}
