using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Agents as nodes like any other: they can be watched, cancelled, stopped in time and replayed.</summary>
public sealed class AgentLifeTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task Cancelling_aborts_the_model_call_that_is_under_way()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { new { text = new string('x', 6_000), piece_ms = 50 } } });
        var id = await StartAsync(model);
        await Eventually.Becomes(() => Models.CallsAsync(model), calls => calls.Count == 1, "the model call to begin");
        (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);

        Assert.Equal("cancelled", (await Client.EndOfAsync(id)).Json.Text("status"));
        await Eventually.Becomes(() => Models.CallsAsync(model), calls => calls[0].Text("outcome") == "aborted", "the request to be aborted");
        Assert.Single(await Models.CallsAsync(model));
    }

    [Fact]
    public async Task The_time_limit_of_the_execution_stops_it()
    {
        var model = await Models.ScriptAsync(JsonNode.Parse("""{"turns":[{"text":"late","delay_ms":60000}]}""")!);
        var flow = (await FlowAsync(model)).Settings(new { timeout_seconds = 1 });
        var run = (await Client.RunAsync(flow)).Json;
        Assert.Equal("ORC3009", run.Member("error").Text("code"));
        await Eventually.Becomes(() => Models.CallsAsync(model), calls => calls[0].Text("outcome") == "aborted", "the request to be aborted");
    }

    [Fact]
    public async Task A_recorded_replay_makes_no_call_and_comes_to_the_same()
    {
        var mark = UniqueName();
        var model = await Models.ScriptAsync(new
        {
            turns = new object[]
            {
                new { tool_calls = new[] { Call("echo", new { n = 1 }), Call("echo", new { n = 1 }) }, errors = new[] { new { status = 500 } } },
                Text("Seen: <<tools>>"),
            },
        });
        var source = await RunAsync(model, new { tools = new[] { HttpTool("echo", $"/echo?id={mark}") } });
        Assert.True(source.Text("status") == "succeeded", $"{source}");
        Assert.Equal((3, 2), ((await Models.CallsAsync(model)).Count, Target.Calls(mark).Count));
        var replay = await ReplayAsync(source.Text("id"), "recorded");
        var again = await ReplayAsync(replay.Text("id"), "recorded");

        Assert.Equal((3, 2), ((await Models.CallsAsync(model)).Count, Target.Calls(mark).Count));
        Assert.All([replay, again], run =>
        {
            Assert.True(run.Text("status") == "succeeded", $"{run}");
            Assert.Equal(source.Member("output").Text("text"), run.Member("output").Text("text"));
            Assert.Equal(source.Member("output").Member("usage").GetRawText(), run.Member("output").Member("usage").GetRawText());
            Assert.Equal(0, run.Member("stats").Number("tokens_in"));
        });
        Assert.Equal("succeeded", (await ReplayAsync(source.Text("id"), "live")).Text("status"));
        Assert.Equal((5, 4), ((await Models.CallsAsync(model)).Count, Target.Calls(mark).Count));
    }

    [Fact]
    public async Task A_recorded_replay_with_another_prompt_says_what_is_missing()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Text("<<prompt>>") } });
        var source = await RunAsync(model, new { prompt = "{{ input.q }}" }, new JsonObject { ["q"] = "one" });
        var body = new JsonObject { ["mode"] = "recorded", ["input"] = new JsonObject { ["q"] = "two" } };
        var replay = (await Client.EndOfAsync((await Client.PostAsync($"/executions/{source.Text("id")}/replay", body)).Expect(HttpStatusCode.Accepted).Id)).Json;
        Assert.Equal("ORC3016", replay.Member("error").Text("code"));
        Assert.Single(await Models.CallsAsync(model));
    }

    [Fact]
    public async Task A_replay_from_behind_the_agent_keeps_its_result()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Text("kept") } });
        var flow = (await FlowAsync(model)).Set("after", new { text = "{{ nodes.agent.output.text }}" }).Edge("agent", "after");
        var source = (await Client.RunAsync(flow)).Json;
        var body = new JsonObject { ["mode"] = "live", ["from_node_id"] = "after" };
        var replay = (await Client.EndOfAsync((await Client.PostAsync($"/executions/{source.Text("id")}/replay", body)).Expect(HttpStatusCode.Accepted).Id)).Json;
        Assert.Equal("kept", replay.Member("output").Text("text"));
        Assert.Single(await Models.CallsAsync(model));
    }

    [Fact]
    public async Task Personal_data_is_masked_in_events_and_the_model_sees_it()
    {
        const string mail = "ada.lovelace@example.org", card = "4111 1111 1111 1111";
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("echo", new { to = mail })), Text("Wrote to <<prompt>>") } });
        var run = await RunAsync(model, new { prompt = "{{ input.who }}", tools = new[] { HttpTool("echo", "/echo?to={{ args.to }}") } }, new JsonObject { ["who"] = $"{mail}, card {card}" });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal($"Wrote to {mail}, card {card}", run.Member("output").Text("text"));
        Assert.Contains(mail, (await Models.CallsAsync(model))[0].Member("request").GetRawText(), StringComparison.Ordinal);
        var events = string.Join('\n', (await Client.EventsAsync(run.Text("id"))).Select(item => item.GetRawText()));
        Assert.DoesNotContain(mail, events, StringComparison.Ordinal);
        Assert.DoesNotContain(card, events, StringComparison.Ordinal);
        Assert.Contains("[email]", events, StringComparison.Ordinal);
        Assert.Contains("[card]", events, StringComparison.Ordinal);
    }

    private async Task<string> StartAsync(string model) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = (await FlowAsync(model)).Definition() })).Expect(HttpStatusCode.Accepted).Id;
}
