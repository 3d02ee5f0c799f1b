using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string UnknownId = "wf_01k3z5w8q7m2n4p6r8t0v2x4y6";

    [Fact]
    public async Task A_workflow_is_stored_as_it_was_sent()
    {
        var document = Full(UniqueName());
        var created = (await Client.PostAsync("/workflows", document)).Expect(HttpStatusCode.Created);
        var id = created.Id;
        var read = (await Client.GetAsync($"/workflows/{id}")).Expect(HttpStatusCode.OK);

        Assert.EndsWith($"/api/workflows/{id}", created.Header("Location"), StringComparison.Ordinal);
        Assert.Equal(created.Header("ETag"), read.Header("ETag"));
        Assert.NotEmpty(read.Header("ETag"));
        Assert.True(JsonElement.DeepEquals(created.Json, read.Json), $"{created} and {read}");
        Assert.Equal(0, read.Json.Number("version"));
        Assert.Equal(read.Json.Text("created_at"), read.Json.Text("updated_at"));
        foreach (var member in new[] { "name", "description", "tags", "settings" })
        {
            AssertSame(document[member], read.Json.Member(member));
        }

        var call = read.Json.Member("nodes")[1];
        foreach (var (name, value) in document["nodes"]![1]!.AsObject())
        {
            AssertSame(value, call.Member(name));
        }

        AssertSame(document["edges"]![0]!["condition"], read.Json.Member("edges")[0].Member("condition"));
    }

    [Fact]
    public async Task What_was_read_can_be_put_back_unchanged()
    {
        var created = (await Client.PostAsync("/workflows", Full(UniqueName()))).Expect(HttpStatusCode.Created);
        var put = (await Client.PutAsync($"/workflows/{created.Id}", JsonNode.Parse(created.Text))).Expect(HttpStatusCode.OK);

        foreach (var member in created.Json.EnumerateObject().Where(member => member.Name != "updated_at"))
        {
            Assert.True(JsonElement.DeepEquals(member.Value, put.Json.Member(member.Name)), $"{member.Name} in {put}");
        }
    }

    [Fact]
    public async Task Read_only_members_of_an_update_are_ignored()
    {
        var id = await Client.CreateAsync(Flow.Start());
        var document = Flow.Start().Document("Renamed");
        document["id"] = UnknownId;
        document["version"] = 99;
        document["created_at"] = "2001-01-01T00:00:00.000Z";
        document["updated_at"] = "2001-01-01T00:00:00.000Z";
        var put = (await Client.PutAsync($"/workflows/{id}", document)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(id, put.Text("id"));
        Assert.Equal(0, put.Number("version"));
        Assert.Equal("Renamed", put.Text("name"));
        Assert.DoesNotContain("2001", put.Text("created_at"), StringComparison.Ordinal);
        Assert.DoesNotContain("2001", put.Text("updated_at"), StringComparison.Ordinal);
        (await Client.GetAsync($"/workflows/{UnknownId}")).ExpectProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stale_update_is_refused_and_nothing_is_lost()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("First"))).Expect(HttpStatusCode.Created);
        var path = $"/workflows/{created.Id}";
        var stale = created.Header("ETag");
        var second = (await Client.PutAsync(path, Flow.Start().Document("Second"), ("If-Match", stale))).Expect(HttpStatusCode.OK);
        Assert.NotEqual(stale, second.Header("ETag"));

        (await Client.PutAsync(path, Flow.Start().Document("Third"), ("If-Match", stale))).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.DeleteAsync(path, ("If-Match", stale))).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");

        var read = (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("Second", read.Json.Text("name"));
        Assert.Equal(second.Header("ETag"), read.Header("ETag"));
        (await Client.PutAsync(path, Flow.Start().Document("Fourth"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_concurrent_updates_of_one_state_only_one_goes_through()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("First"))).Expect(HttpStatusCode.Created);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Client.PutAsync($"/workflows/{created.Id}", Flow.Start().Document($"Number {number}"), ("If-Match", created.Header("ETag")))));

        var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => answer.ExpectProblem(HttpStatusCode.PreconditionFailed));
        Assert.Equal(winner.Json.Text("name"), (await Client.GetAsync($"/workflows/{created.Id}")).Json.Text("name"));
    }

    [Fact]
    public async Task A_deleted_workflow_is_gone_for_every_route()
    {
        var name = UniqueName();
        var id = await Client.CreateAsync(Flow.Start(), name);
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
        (await Client.DeleteAsync($"/workflows/{id}")).Expect(HttpStatusCode.NoContent);

        (await Client.GetAsync($"/workflows/{id}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/workflows/{id}/versions")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Document(name))).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id })).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        Assert.Empty((await Client.GetAsync($"/workflows?q={name}")).Json.Items());

        // What has run stays on record.
        (await Client.GetAsync($"/executions/{run.Id}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_workflow_can_be_purged_whether_deleted_before_or_not(bool deletedBefore)
    {
        var name = UniqueName();
        var id = await Client.CreateAsync(Flow.Start(), name);
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        if (deletedBefore)
        {
            (await Client.DeleteAsync($"/workflows/{id}")).Expect(HttpStatusCode.NoContent);
        }

        (await Client.DeleteAsync($"/workflows/{id}?purge=true")).Expect(HttpStatusCode.NoContent);

        (await Client.GetAsync($"/workflows/{id}")).ExpectProblem(HttpStatusCode.NotFound);
        (await Client.GetAsync($"/workflows/{id}/versions/1")).ExpectProblem(HttpStatusCode.NotFound);
        (await Client.DeleteAsync($"/workflows/{id}?purge=true")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        Assert.Empty((await Client.GetAsync($"/workflows?q={name}")).Json.Items());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/versions")]
    [InlineData("GET", "/versions/1")]
    public async Task An_id_that_was_never_given_out_is_not_found(string method, string rest) =>
        (await Client.SendAsync(method, $"/workflows/{UnknownId}{rest}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("wf_short")]
    [InlineData("exe_01k3z5w8q7m2n4p6r8t0v2x4y6")]
    [InlineData("wf_01K3Z5W8Q7M2N4P6R8T0V2X4Y6")]
    [InlineData("wf_91k3z5w8q7m2n4p6r8t0v2x4y6")]
    [InlineData("wf_01k3z5w8q7m2n4p6r8t0v2x4y6%2Fversions")]
    [InlineData("%F0%9F%98%80")]
    public async Task What_is_no_workflow_id_is_a_bad_request(string id)
    {
        (await Client.GetAsync($"/workflows/{id}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
        (await Client.DeleteAsync($"/workflows/{id}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
    }

    private static JsonObject Full(string name)
    {
        var document = new Flow()
            .Node("start", "manual_trigger", more: new { ui = new { x = 1.5, y = -2, note = "ünïcödé 🎉" } })
            .Node(
                "call",
                "http_request",
                new { method = "GET", url = "http://127.0.0.1/{{ input.path }}" },
                new { name = "Call it", timeout_seconds = 2.5, on_error = "continue", retry = new { max_attempts = 2, initial_interval_seconds = 0.5, jitter = false } })
            .Edge("start", "call", condition: "input.path != null")
            .Settings(new { retry = new { max_attempts = 5 }, timeout_seconds = 120, max_concurrent_runs = 7, event_retention_days = 30 })
            .Document(name, "one", "two");
        document["description"] = "All members, \"quoted\" and ünïcödé.";
        return document;
    }

    private static void AssertSame(JsonNode? expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual.GetRawText())), $"{expected?.ToJsonString()} and {actual}");
}
