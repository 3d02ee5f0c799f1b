using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ExecutionStartTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string UnknownWorkflow = "wf_01k3z5w8q7m2n4p6r8t0v2x4y6";
    private static readonly (string Name, string Value) Wait = ("Prefer", "wait=30");

    [Fact]
    public async Task A_start_is_acknowledged_and_ends_in_its_own_time()
    {
        var id = await Client.CreateAsync(Saying("hello"));
        var started = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id, ["input"] = new JsonObject { ["n"] = 1 } }))
            .Expect(HttpStatusCode.Accepted);
        Assert.EndsWith($"/api/executions/{started.Id}", started.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("api", started.Json.Member("trigger").Text("type"));

        var ended = (await Client.EndOfAsync(started.Id)).Json;
        Assert.Equal("succeeded", ended.Text("status"));
        Assert.Equal(id, ended.Text("workflow_id"));
        Assert.Equal(0, ended.Number("workflow_version"));
        Assert.Equal(1, ended.Member("input").Number("n"));
        Assert.Equal("hello", ended.Member("output").Text("text"));
        Assert.False(ended.Has("error"));
        Assert.True(Time(ended, "created_at") <= Time(ended, "started_at"));
        Assert.True(Time(ended, "started_at") <= Time(ended, "completed_at"));
    }

    [Fact]
    public async Task A_start_that_waits_answers_with_the_end()
    {
        var ended = await Client.RunAsync(Saying("done"));

        Assert.Equal("succeeded", ended.Json.Text("status"));
        Assert.Equal("done", ended.Json.Member("output").Text("text"));
        Assert.Equal(JsonValueKind.Null, ended.Json.Member("workflow_id").ValueKind);
        Assert.Equal(JsonValueKind.Null, ended.Json.Member("workflow_version").ValueKind);
        var read = (await Client.GetAsync($"/executions/{ended.Id}")).Expect(HttpStatusCode.OK);
        Assert.True(JsonElement.DeepEquals(ended.Json, read.Json), $"{ended} and {read}");
    }

    [Fact]
    public async Task A_start_that_waits_too_short_is_acknowledged()
    {
        var flow = Flow.Start().Node("pause", "delay", new { seconds = 3 }).Edge("start", "pause");
        var body = new JsonObject { ["workflow"] = flow.Definition() };
        var started = (await Client.PostAsync("/executions", body, ("Prefer", "wait=1"))).Expect(HttpStatusCode.Accepted);

        Assert.EndsWith($"/api/executions/{started.Id}", started.Header("Location"), StringComparison.Ordinal);
        Assert.Contains(started.Json.Text("status"), new[] { "queued", "running", "waiting" });
        Assert.Equal("succeeded", (await Client.EndOfAsync(started.Id)).Json.Text("status"));
    }

    [Fact]
    public async Task Without_a_version_the_latest_finalized_one_runs_else_the_draft()
    {
        var id = await Client.CreateAsync(Saying("one"));
        await RunsAsync(id, version: null, 0, "one");
        await FinalizeAsync(id);
        await ReplaceAsync(id, Saying("two"));
        await RunsAsync(id, version: null, 1, "one");
        await RunsAsync(id, "draft", 0, "two");
        await FinalizeAsync(id);
        await ReplaceAsync(id, Saying("three"));
        await RunsAsync(id, version: null, 2, "two");
        await RunsAsync(id, "latest", 2, "two");
        await RunsAsync(id, 1, 1, "one");
        await RunsAsync(id, "draft", 0, "three");
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_run()
    {
        var id = await Client.CreateAsync(Saying("one"));
        (await StartAsync(id, 7)).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await StartAsync(id, "latest")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await StartAsync(UnknownWorkflow, null)).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        Assert.Empty((await Client.GetAsync($"/executions?workflow_id={id}")).Json.Items());
    }

    [Theory]
    [InlineData("""{}""", null, null)]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","workflow":{"nodes":[{"id":"a","type":"manual_trigger"}],"edges":[]}}""", null, null)]
    [InlineData("""{"workflow_id":"nonsense"}""", "ORC1006", "/workflow_id")]
    [InlineData("""{"workflow_id":5}""", "ORC1003", "/workflow_id")]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","version":"newest"}""", null, "/version")]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","version":0}""", null, "/version")]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","version":-1}""", null, "/version")]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","version":1.5}""", null, "/version")]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","version":1e400}""", null, null)]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6","surprise":true}""", "ORC1002", "/surprise")]
    [InlineData("""{"workflow":{"nodes":[{"id":"a","type":"manual_trigger"}],"edges":[],"name":1}}""", "ORC1002", "/workflow/name")]
    [InlineData("""{"workflow":{"nodes":[{"id":"a","type":"mystery"}],"edges":[]}}""", "ORC2004", "/workflow/nodes/0/type")]
    [InlineData("""{"workflow":{"nodes":[{"id":"a","type":"manual_trigger"}],"edges":[{"id":"e","source_node_id":"a","target_node_id":"b"}]}}""", "ORC2002", "/workflow/edges/0/target_node_id")]
    [InlineData("""{"workflow":{"nodes":[],"edges":[]}}""", "ORC2012", null)]
    [InlineData("""{"workflow":[]}""", "ORC1003", "/workflow")]
    public async Task A_start_that_makes_no_sense_is_a_bad_request(string body, string? code, string? pointer)
    {
        using var content = ApiClient.JsonContent(body);
        var problem = (await Client.SendRawAsync("POST", "/executions", content)).ExpectProblem(HttpStatusCode.BadRequest, code, code is null ? null : pointer);
        if (pointer is not null)
        {
            Assert.Contains(problem.Faults(), fault => fault.Text("pointer") == pointer);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("-1.5e-7")]
    [InlineData("9007199254740993")]
    [InlineData("\"ünïcödé 🎉 \\u0000 end\"")]
    [InlineData("[1,[2,{}],null,true]")]
    [InlineData("""{"":{"a b":"{{ not.rendered }}"},"__proto__":1,"constructor":2}""")]
    public async Task Any_json_is_an_input_and_comes_out_of_the_entry_node(string input)
    {
        var flow = Flow.Start();
        var run = (await Client.RunAsync(flow, JsonNode.Parse(input))).Json;

        Assert.Equal("succeeded", run.Text("status"));
        AssertSame(input, run, "input");
        AssertSame(input, run, "output");
    }

    private static Flow Saying(string text) => Flow.Start().Set("say", new { text }).Edge("start", "say");

    private static DateTimeOffset Time(JsonElement execution, string name) => execution.Member(name).GetDateTimeOffset();

    private static void AssertSame(string expected, JsonElement run, string name)
    {
        var wanted = JsonElement.Parse(expected);
        var found = run.Has(name) ? run.Member(name) : JsonElement.Parse("null");
        Assert.True(JsonElement.DeepEquals(wanted, found), $"{name} {found} is not {wanted}");
    }

    private Task<Exchange> StartAsync(string id, JsonNode? version)
    {
        var body = new JsonObject { ["workflow_id"] = id };
        if (version is not null)
        {
            body["version"] = version;
        }

        return Client.PostAsync("/executions", body, Wait);
    }

    private async Task RunsAsync(string id, JsonNode? version, int ranVersion, string text)
    {
        var run = (await StartAsync(id, version)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(ranVersion, run.Number("workflow_version"));
        Assert.Equal(text, run.Member("output").Text("text"));
    }

    private async Task FinalizeAsync(string id) =>
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);

    private async Task ReplaceAsync(string id, Flow flow) =>
        (await Client.PutAsync($"/workflows/{id}", flow.Document())).Expect(HttpStatusCode.OK);
}
