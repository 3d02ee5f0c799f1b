using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>What an agent does from its prompt to its answer.</summary>
public sealed class AgentRunTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task The_answer_and_its_tokens_are_the_output()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { text = "You said: <<prompt>> (<<system>>)", usage = new { prompt_tokens = 7, completion_tokens = 5 } } } });
        var run = await RunAsync(model, new { prompt = "{{ input.question }}", system_prompt = "Be kind.", temperature = 0.5, max_tokens = 50 }, new JsonObject { ["question"] = "Why?" });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var output = run.Member("output");
        Assert.Equal("You said: Why? (Be kind.)", output.Text("text"));
        Assert.Equal((7, 5), (output.Member("usage").Number("tokens_in"), output.Member("usage").Number("tokens_out")));
        Assert.Equal((7, 5), (run.Member("stats").Number("tokens_in"), run.Member("stats").Number("tokens_out")));
        var end = (await Client.EventsAsync(run.Text("id"))).Single(item => item.Text("type") == "node_end" && item.Text("node_id") == "agent");
        Assert.Equal((7, 5), (end.Member("payload").Member("usage").Number("tokens_in"), end.Member("payload").Member("usage").Number("tokens_out")));
        var turn = Assert.Single(output.GetProperty("turns").EnumerateArray());
        Assert.Equal(("stop", 1), (turn.Text("finish_reason"), turn.Number("turn")));
        var request = Assert.Single(await Models.CallsAsync(model)).Member("request");
        Assert.Equal((0.5, 50, 50, true), (request.GetProperty("temperature").GetDouble(), request.Number("max_tokens"), request.Number("max_completion_tokens"), request.GetProperty("stream").GetBoolean()));
    }

    [Fact]
    public async Task Tools_are_called_and_their_results_are_told()
    {
        var mark = UniqueName();
        var model = await Models.ScriptAsync(new
        {
            turns = new[]
            {
                Ask(Call("status", new { code = 201 })),
                Text("It said <<tool:0>>"),
            },
        });
        var run = await RunAsync(model, new
        {
            tools = new[]
            {
                HttpTool("status", $"/status/{{{{ args.code }}}}?id={mark}", new { type = "object", properties = new { code = new { type = "integer" } }, required = new[] { "code" } }),
            },
        });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Contains("\"status\":201", run.Member("output").Text("text"), StringComparison.Ordinal);
        Assert.Single(Target.Calls(mark));
        var tool = run.Member("output").GetProperty("turns")[0].GetProperty("tool_calls")[0];
        Assert.Equal(("status", false), (tool.Text("name"), tool.GetProperty("is_error").GetBoolean()));
        var logs = (await Client.EventsAsync(run.Text("id"))).Where(item => item.Text("type") == "log").Select(item => item.Member("payload").Member("fields").Text("kind"));
        Assert.Equal(["model_call", "tool_call", "model_call"], logs);
    }
}
