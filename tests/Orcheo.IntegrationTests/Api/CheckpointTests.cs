using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class CheckpointTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Each_node_that_ended_has_a_checkpoint_with_the_state_after_it()
    {
        var flow = Flow.Start().Set("a", new { x = 1 }).Set("b", new { x = 2, y = "{{ state.x }}" }).Chain("start", "a", "b");
        var run = await Client.RunAsync(flow, new JsonObject { ["i"] = 1 });
        var list = (await Client.GetAsync($"/executions/{run.Id}/checkpoints")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(["start", "a", "b"], list.Items().Select(item => item.Text("node_id")));
        Assert.Equal(list.Items().Select(item => item.Number("seq")).Order(), list.Items().Select(item => item.Number("seq")));
        Assert.All(list.Items(), item => Assert.False(item.Has("state_snapshot")));
        Assert.Equal("""{"i":1}""", list.Items()[0].Member("output").GetRawText());

        var events = (await Client.EventsAsync(run.Id)).ToDictionary(item => item.Number("seq"));
        var snapshots = new List<string>();
        foreach (var item in list.Items())
        {
            var one = (await Client.GetAsync($"/executions/{run.Id}/checkpoints/{item.Text("id")}")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(item.Text("node_id"), one.Text("node_id"));
            Assert.Equal(run.Id, one.Text("execution_id"));
            Assert.Equal(item.Text("node_id"), events[one.Number("seq")].Text("node_id"));
            snapshots.Add(one.Member("state_snapshot").GetRawText());
        }

        Assert.Equal(["{}", """{"x":1}""", """{"x":2,"y":1}"""], snapshots);
    }

    [Fact]
    public async Task Checkpoints_are_paged()
    {
        var run = await Client.RunAsync(Flow.Start().Set("a", new { x = 1 }).Set("b", new { x = 2 }).Chain("start", "a", "b"));
        var first = (await Client.GetAsync($"/executions/{run.Id}/checkpoints?limit=2")).Expect(HttpStatusCode.OK).Json;
        var second = (await Client.GetAsync($"/executions/{run.Id}/checkpoints?limit=2&cursor={Uri.EscapeDataString(first.NextCursor()!)}")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(["start", "a", "b"], first.Items().Concat(second.Items()).Select(item => item.Text("node_id")));
        Assert.Null(second.NextCursor());
    }

    [Fact]
    public async Task A_checkpoint_is_found_under_its_own_execution_only()
    {
        var run = await Client.RunAsync(Flow.Start());
        var other = await Client.RunAsync(Flow.Start());
        var id = (await Client.GetAsync($"/executions/{run.Id}/checkpoints")).Json.Items()[0].Text("id");

        (await Client.GetAsync($"/executions/{other.Id}/checkpoints/{id}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/executions/{run.Id}/checkpoints/ckp_01k3z5x0a1b2c3d4e5f6g7h8m1")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/executions/{run.Id}/checkpoints/nonsense")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
    }
}
