using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Other workflows as tools: an execution of their own for each call, awaited durably.</summary>
public sealed class AgentWorkflowToolTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task A_workflow_gets_the_arguments_and_its_output_is_the_result()
    {
        var workflow = await Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 0.2 }).Set("sum", new { sum = "{{ input.a + input.b }}", seen = "{{ nodes.start.output.a }}" }).Chain("start", "pause", "sum"));
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("add", new { a = 2, b = 3 }), Call("add", new { a = 4, b = 5 })), Text("<<tools>>") } });
        var run = await RunAsync(model, new { tools = new[] { Tool(workflow) } });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal("{\"sum\":5,\"seen\":2}\n{\"sum\":9,\"seen\":4}", run.Member("output").Text("text"));
        var children = (await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items();
        Assert.Equal(2, children.Count);
        Assert.All(children, child => Assert.Equal(("agent", run.Text("id")), (child.Member("trigger").Text("type"), child.Member("trigger").Text("id"))));
    }

    [Fact]
    public async Task A_workflow_that_fails_or_is_not_there_is_told_as_an_error()
    {
        var failing = await Client.CreateAsync(Flow.Start().Http("call", new { url = $"{Target.Address}/status/404" }).Edge("start", "call"));
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("bad"), Call("none")), Text("<<tools>>") } });
        var run = await RunAsync(model, new { tools = new[] { Tool(failing, "bad"), Tool("wf_01jdc0m3t8w5r4v9x2k7q6n1ab", "none") } });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var told = run.Member("output").Text("text").Split('\n').Select(line => JsonElement.Parse(line).Member("error")).ToList();
        Assert.All(told, error => Assert.Equal("ORC3045", error.Text("code")));
        Assert.Contains("is failed", told[0].Text("message"), StringComparison.Ordinal);
        Assert.Contains("There is no workflow", told[1].Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_the_agent_cancels_the_workflow_that_it_waits_for()
    {
        var workflow = await Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause"));
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("add")) } });
        var id = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = (await FlowAsync(model, new { tools = new[] { Tool(workflow) } })).Definition() })).Expect(HttpStatusCode.Accepted).Id;
        var child = (await Eventually.Becomes(
            async () => (await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items(), items => items.Count == 1 && items[0].Text("status") == "waiting", "the workflow to wait"))[0].Text("id");
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("cancelled", (await Client.EndOfAsync(id)).Json.Text("status"));
        Assert.Equal("cancelled", (await Client.EndOfAsync(child)).Json.Text("status"));
    }

    [Fact]
    public async Task Killed_while_it_waits_the_agent_finds_the_same_execution()
    {
        await using var stack = await LocalStack.StartAsync();
        var workflow = await stack.Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 3 }).Set("end", new { ok = true }).Chain("start", "pause", "end"));
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("add")), Text("<<tools>>") } });
        var id = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow"] = (await FlowAsync(model, new { tools = new[] { Tool(workflow) } })).Definition() })).Expect(HttpStatusCode.Accepted).Id;
        await Eventually.Becomes(
            async () => (await stack.Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items(), items => items.Count == 1 && items[0].Text("status") == "waiting", "the workflow to wait");
        await stack.KillAsync();
        await stack.StartAgainAsync();

        Assert.Equal("""{"ok":true}""", (await stack.Client.EndOfAsync(id)).Json.Member("output").Text("text"));
        Assert.Single((await stack.Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items());
        Assert.Equal(2, (await Models.CallsAsync(model)).Count);
    }

    private static object Tool(string workflow, string name = "add") => new { type = "workflow", name, config = new { workflow_id = workflow } };
}
