using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class VersionDiffTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Versions_and_the_draft_are_compared_node_by_node_and_field_by_field()
    {
        var id = await CreateWithVersionAsync(Flow.Start().Set("a", new { text = "one", kept = 1 }).Set("gone", new { x = 1 }).Chain("start", "a", "gone").Settings(new { timeout_seconds = 60 }));
        var changed = Flow.Start().Set("a", new { text = "two", kept = 1 }, new { timeout_seconds = 5 }).Set("new", new { x = 1 }).Chain("start", "a", "new");
        (await Client.PutAsync($"/workflows/{id}", changed.Document())).Expect(HttpStatusCode.OK);

        var diff = (await Client.GetAsync($"/workflows/{id}/versions/1/diff/draft")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(1, diff.Number("a"));
        Assert.Equal("draft", diff.Text("b"));
        Assert.Equal("new", Assert.Single(diff.Member("nodes").Member("added").EnumerateArray()).Text("id"));
        Assert.Equal("gone", Assert.Single(diff.Member("nodes").Member("removed").EnumerateArray()).Text("id"));
        var node = Assert.Single(diff.Member("nodes").Member("changed").EnumerateArray());
        Assert.Equal("a", node.Text("id"));
        Assert.Equal(["/config/values/text one two", "/timeout_seconds  5"], Changes(node.Member("changes")));
        Assert.Equal("e2", Assert.Single(diff.Member("edges").Member("changed").EnumerateArray()).Text("id"));
        Assert.Equal(["/timeout_seconds 60 "], Changes(diff.Member("settings")));
    }

    [Fact]
    public async Task A_version_does_not_differ_from_itself_nor_from_the_draft_it_was_made_of()
    {
        var id = await CreateWithVersionAsync(Flow.Start().Set("a", new { text = "one" }).Edge("start", "a"));
        foreach (var path in new[] { "1/diff/1", "draft/diff/draft", "1/diff/draft", "draft/diff/1" })
        {
            var diff = (await Client.GetAsync($"/workflows/{id}/versions/{path}")).Expect(HttpStatusCode.OK).Json;
            Assert.All(
                [diff.Member("nodes").Member("added"), diff.Member("nodes").Member("removed"), diff.Member("nodes").Member("changed"), diff.Member("edges").Member("changed"), diff.Member("settings")],
                list => Assert.Equal(0, list.GetArrayLength()));
        }
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_compared()
    {
        var id = await CreateWithVersionAsync(Flow.Start());
        (await Client.GetAsync($"/workflows/{id}/versions/1/diff/2")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/workflows/{id}/versions/0/diff/1")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
        (await Client.GetAsync($"/workflows/{id}/versions/1/diff/latest")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
        (await Client.GetAsync("/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6/versions/1/diff/draft")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    [Fact]
    public async Task The_checksum_is_that_of_what_runs()
    {
        var flow = Flow.Start().Set("a", new { text = "one" }).Edge("start", "a");
        var id = await CreateWithVersionAsync(flow);
        (await Client.PutAsync($"/workflows/{id}", flow.Document("Another name", "tag"))).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject { ["label"] = "second", ["notes"] = "Only the name." })).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Set("a", new { text = "two" }).Edge("start", "a").Document())).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/workflows/{id}/versions")).Expect(HttpStatusCode.Created);

        var versions = (await Client.GetAsync($"/workflows/{id}/versions")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Equal(versions[1].Text("checksum"), versions[2].Text("checksum"));
        Assert.NotEqual(versions[0].Text("checksum"), versions[1].Text("checksum"));
        Assert.Equal("second", versions[1].Text("label"));
        Assert.Equal("Only the name.", versions[1].Text("notes"));
    }

    [Fact]
    public async Task A_run_records_its_version_and_can_be_read_when_the_workflow_is_gone()
    {
        var id = await CreateWithVersionAsync(Flow.Start().Set("a", new { text = "one" }).Edge("start", "a"));
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
        Assert.Equal(1, run.Json.Number("workflow_version"));

        (await Client.DeleteAsync($"/workflows/{id}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(run.Text, (await Client.GetAsync($"/executions/{run.Id}")).Expect(HttpStatusCode.OK).Text);
        (await Client.GetAsync($"/workflows/{id}/versions/1")).Expect(HttpStatusCode.OK);

        (await Client.DeleteAsync($"/workflows/{id}?purge=true")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(run.Text, (await Client.GetAsync($"/executions/{run.Id}")).Expect(HttpStatusCode.OK).Text);
        Assert.NotEmpty(await Client.EventsAsync(run.Id));
    }

    private static string[] Changes(JsonElement changes) =>
        [.. changes.EnumerateArray().Select(change => $"{change.Text("pointer")} {Side(change, "before")} {Side(change, "after")}")];

    private static string Side(JsonElement change, string name) => change.TryGetProperty(name, out var value) ? value.ToString() : "";

    private async Task<string> CreateWithVersionAsync(Flow flow)
    {
        var id = await Client.CreateAsync(flow);
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        return id;
    }
}
