using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Budgets: what is spent counts over all turns, and what was done by then is told.</summary>
public sealed class AgentBudgetTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    private static readonly object Usage = new { prompt_tokens = 40, completion_tokens = 10 };

    [Fact]
    public async Task Tokens_of_all_turns_count()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { tool_calls = new[] { Call("status") }, usage = Usage } } });
        var run = await RunAsync(model, new { tools = Tools(), budget = new { tokens = 120 }, max_tokens = 500 });

        var error = run.Member("error");
        Assert.Equal(("failed", "ORC3031", "agent"), (run.Text("status"), error.Text("code"), error.Text("node_id")));
        Assert.Equal((120, 30), (error.Member("details").Member("usage").Number("tokens_in"), error.Member("details").Member("usage").Number("tokens_out")));
        Assert.Equal(3, error.Member("details").GetProperty("turns").GetArrayLength());
        Assert.Equal(3, (await Models.CallsAsync(model)).Count);

        // What is asked for is never more than is left.
        Assert.Equal([120, 70, 20], (await Models.CallsAsync(model)).Select(call => call.Member("request").Number("max_tokens")));
    }

    [Fact]
    public async Task An_answer_over_the_budget_does_not_count()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { text = "dear", usage = Usage } } });
        var run = await RunAsync(model, new { budget = new { tokens = 49 } });
        Assert.Equal("ORC3031", run.Member("error").Text("code"));
        Assert.Equal("dear", run.Member("error").Member("details").Text("text"));
        Assert.Equal("succeeded", (await RunAsync(model, new { budget = new { tokens = 50 } })).Text("status"));
    }

    [Fact]
    public async Task Tool_calls_of_all_turns_count()
    {
        var mark = UniqueName();
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("status"), Call("status")) } });
        var run = await RunAsync(model, new { tools = Tools(mark), budget = new { tool_calls = 3 } });
        Assert.Equal("ORC3033", run.Member("error").Text("code"));
        Assert.Equal(2, Target.Calls(mark).Count);
    }

    [Fact]
    public async Task Turns_are_limited()
    {
        var mark = UniqueName();
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("status")) } });
        var run = await RunAsync(model, new { tools = Tools(mark), max_turns = 2 });
        Assert.Equal("ORC3030", run.Member("error").Text("code"));
        Assert.Equal((2, 1), ((await Models.CallsAsync(model)).Count, Target.Calls(mark).Count));
        Assert.Equal(2, run.Member("error").Member("details").GetProperty("turns").GetArrayLength());
    }

    [Fact]
    public async Task Time_breaks_off_the_model_call_or_the_tool_call_that_is_under_way()
    {
        var slow = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"late","delay_ms":60000}]}""")!);
        var run = await RunAsync(slow, new { budget = new { seconds = 0.5 } });
        Assert.Equal("ORC3032", run.Member("error").Text("code"));
        var seen = await Eventually.Becomes(() => Models.CallsAsync(slow), calls => calls.All(call => call.Text("outcome") == "aborted"), "the request to be aborted");
        Assert.Single(seen);

        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("slow")) } });
        run = await RunAsync(model, new { tools = new[] { HttpTool("slow", "/delay/60000") }, budget = new { seconds = 0.5 } });
        Assert.Equal("ORC3032", run.Member("error").Text("code"));
        Assert.Equal(1, run.Member("error").Member("details").GetProperty("turns").GetArrayLength());
    }

    [Fact]
    public async Task A_failed_agent_can_be_routed_with_its_usage()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { text = "dear", usage = Usage } } });
        var flow = Flow.Start()
            .Node("agent", "ai_agent", await Models.ConfigAsync(model, new { budget = new { tokens = 10 } }), new { on_error = "route" })
            .Set("handle", new { code = "{{ nodes.agent.error.code }}", spent = "{{ nodes.agent.error.details.usage.tokens_in }}" })
            .Edge("start", "agent").Edge("agent", "handle", "error");
        var run = (await Client.RunAsync(flow)).Json;
        Assert.Equal(("ORC3031", 40), (run.Member("output").Text("code"), run.Member("output").Number("spent")));
    }

    private object[] Tools(string mark = "") => [HttpTool("status", $"/status/200?id={mark}")];
}
