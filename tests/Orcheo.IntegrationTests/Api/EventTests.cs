using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class EventTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Events_tell_the_run_in_order_without_gaps()
    {
        var flow = Flow.Start().Set("a", new { x = 1 }).Node("test", "if_else", new { condition = "state.x == 1" }).Set("yes", new { y = 2 }).Set("no", new { y = 3 })
            .Chain("start", "a", "test").Edge("test", "yes", "true").Edge("test", "no", "false");
        var run = await Client.RunAsync(flow);
        var events = await Client.EventsAsync(run.Id);

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(item => item.Number("seq")));
        Assert.All(events, item => Assert.Equal(run.Id, item.Text("execution_id")));
        Assert.Equal(events.Count, events.Select(item => item.Text("id")).Distinct().Count());
        Assert.Equal("execution_start", events[0].Text("type"));
        Assert.Equal("execution_end", events[^1].Text("type"));
        Assert.Single(events, item => item.Text("type") == "execution_end");
        foreach (var node in new[] { "start", "a", "test", "yes" })
        {
            var story = events.Where(item => item.Has("node_id") && item.Text("node_id") == node).Select(item => item.Text("type")).ToList();
            Assert.Equal("node_start", story[0]);
            Assert.Single(story, "node_end");
            Assert.Equal(node is "a" or "yes" ? 1 : 0, story.Count(type => type == "state_change"));
        }

        var times = events.Select(item => item.Member("ts").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task The_end_of_a_node_carries_its_output()
    {
        var run = await Client.RunAsync(Flow.Start().Set("a", new { x = "{{ input.v }}" }).Edge("start", "a"), new JsonObject { ["v"] = 5 });
        var payload = (await Client.EventsAsync(run.Id)).Single(item => item.Text("type") == "node_end" && item.Text("node_id") == "a").Member("payload");

        Assert.Equal("succeeded", payload.Text("status"));
        Assert.Equal(1, payload.Number("attempt"));
        Assert.Equal("""{"x":5}""", payload.Member("output").GetRawText());
        Assert.False(payload.Has("truncated") && payload.Member("truncated").GetBoolean());
    }

    [Fact]
    public async Task Events_are_read_after_a_seq_and_in_pages()
    {
        var run = await Client.RunAsync(Flow.Start().Set("a", new { x = 1 }).Set("b", new { x = 2 }).Chain("start", "a", "b"));
        var count = (await Client.EventsAsync(run.Id)).Count;

        var rest = await PageAsync(run.Id, "after=3");
        Assert.Equal(Enumerable.Range(4, count - 3), rest.Items().Select(item => item.Number("seq")));
        Assert.Null(rest.NextCursor());
        var page = await PageAsync(run.Id, "after=1&limit=2");
        Assert.Equal([2, 3], page.Items().Select(item => item.Number("seq")));
        Assert.NotNull(page.NextCursor());
        var next = await PageAsync(run.Id, $"limit=2&cursor={Uri.EscapeDataString(page.NextCursor()!)}");
        Assert.Equal([4, 5], next.Items().Select(item => item.Number("seq")));
        Assert.Empty((await PageAsync(run.Id, $"after={count}")).Items());
        Assert.Empty((await PageAsync(run.Id, "after=1000000")).Items());
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("after=1.5")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("cursor=%7B")]
    public async Task A_parameter_that_cannot_be_read_is_refused(string query)
    {
        var run = await Client.RunAsync(Flow.Start());
        (await Client.GetAsync($"/executions/{run.Id}/events?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    [Fact]
    public async Task A_large_output_is_cut_in_the_event_and_whole_in_the_checkpoint()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcdeü", 3000));
        var run = await Client.RunAsync(Flow.Start().Set("large", new { text = "{{ input.text }}" }).Edge("start", "large"), new JsonObject { ["text"] = text });
        Assert.Equal("succeeded", run.Json.Text("status"));

        var end = (await Client.EventsAsync(run.Id)).Single(item => item.Text("type") == "node_end" && item.Text("node_id") == "large");
        Assert.True(end.Member("payload").Member("truncated").GetBoolean());
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(end.GetRawText()) < 34 * 1024, $"The event has {end.GetRawText().Length} characters.");
        var listed = (await Client.GetAsync($"/executions/{run.Id}/checkpoints")).Json.Items().Single(item => item.Text("node_id") == "large");
        var whole = (await Client.GetAsync($"/executions/{run.Id}/checkpoints/{listed.Text("id")}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(text, whole.Member("output").Text("text"));
        Assert.Equal(text, whole.Member("state_snapshot").Text("text"));
        Assert.Equal(text, run.Json.Member("output").Text("text"));
    }

    [Fact]
    public async Task Events_of_a_running_execution_can_be_read_at_once()
    {
        var flow = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause");
        var id = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;
        await Client.UntilAsync(id, "waiting");

        var events = await Client.EventsAsync(id);
        Assert.Contains(events, item => item.Text("type") == "node_start" && item.Text("node_id") == "pause");
        Assert.DoesNotContain(events, item => item.Text("type") == "execution_end");
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
    }

    private async Task<JsonElement> PageAsync(string id, string query) =>
        (await Client.GetAsync($"/executions/{id}/events?{query}")).Expect(HttpStatusCode.OK).Json;
}
