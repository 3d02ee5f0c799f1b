using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>What an execution runs can be read however it was started, and stays what it was.</summary>
public sealed class ExecutionDefinitionTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_draft_that_changed_later_is_told_as_it_ran()
    {
        var workflow = await Client.CreateAsync(Flow.Start().Set("a", new { x = 1 }).Chain("start", "a"));
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow, ["version"] = "draft" })).Expect(HttpStatusCode.Accepted).Id;
        await Client.EndOfAsync(run);
        (await Client.PutAsync($"/workflows/{workflow}", Flow.Start().Document())).Expect(HttpStatusCode.OK);
        var ran = (await Client.GetAsync($"/executions/{run}/definition")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(["start", "a"], ran.Member("nodes").EnumerateArray().Select(node => node.Text("id")));
        Assert.Equal("start", Assert.Single(ran.Member("edges").EnumerateArray()).Text("source_node_id"));
        Assert.Equal("api", ran.Member("trigger").Text("type"));
    }

    [Fact]
    public async Task An_inline_run_has_one_too_and_what_is_not_there_has_none()
    {
        var run = await Client.RunAsync(Flow.Start().Set("a", new { x = 1 }).Chain("start", "a"));
        Assert.Equal(2, (await Client.GetAsync($"/executions/{run.Id}/definition")).Expect(HttpStatusCode.OK).Json.Member("nodes").GetArrayLength());
        (await Client.GetAsync("/executions/exe_01k3z5w8q7m2n4p6r8t0v2x4y6/definition")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync("/executions/nonsense/definition")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
    }
}
