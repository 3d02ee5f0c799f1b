using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>How tools are called, and what the model is told.</summary>
public sealed class AgentToolTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task Tool_calls_of_one_turn_run_side_by_side_and_answer_in_order()
    {
        await using var watched = await WatchedTarget.StartAsync();
        var model = await Models.ScriptAsync(new
        {
            turns = new[] { Ask(Call("hold", new { who = "a" }), Call("hold", new { who = "b" }), Call("hold", new { who = "c" })), Text("<<tools>>") },
        });
        var tool = new { type = "http_request", name = "hold", parameters = new { type = "object" }, config = new { url = watched.Url(700, "{{ args.who }}") } };
        var run = await RunAsync(model, new { tools = new[] { tool } });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal(3, watched.Most);
        var told = run.Member("output").Text("text").Split('\n').Select(line => JsonElement.Parse(line).Member("body").Text("caller"));
        Assert.Equal(["a", "b", "c"], told);
    }

    [Fact]
    public async Task What_fails_in_a_tool_goes_back_to_the_model()
    {
        var mark = UniqueName();
        var model = await Models.ScriptAsync(new
        {
            turns = new object[]
            {
                Ask(Call("missing"), Call("strict", new { n = "x" }), Call("failing", "no json"), Call("failing")),
                Text("<<tools>>"),
            },
        });
        var run = await RunAsync(model, new
        {
            tools = new[]
            {
                HttpTool("strict", $"/echo?id={mark}", new { type = "object", properties = new { n = new { type = "integer" } }, required = new[] { "n" } }),
                HttpTool("failing", "/status/404"),
            },
        });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var told = run.Member("output").Text("text").Split('\n').Select(line => JsonElement.Parse(line).Member("error")).ToList();
        Assert.Equal(["ORC3044", "ORC3044", "ORC3044", "ORC3003"], told.Select(error => error.Text("code")));
        Assert.Contains("arguments.n must be a whole number", told[1].Text("message"), StringComparison.Ordinal);
        Assert.Equal(404, told[3].Member("details").Number("status"));
        Assert.Empty(Target.Calls(mark));
        Assert.All(run.Member("output").GetProperty("turns")[0].GetProperty("tool_calls").EnumerateArray(), call => Assert.True(call.GetProperty("is_error").GetBoolean()));
    }

    [Fact]
    public async Task Expressions_in_a_tool_see_the_run_and_the_arguments()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("echo", new { item = "{{ input.secret }}" })), Text("<<tool:0>>") } });
        var tool = new { type = "http_request", name = "echo", config = new { method = "POST", url = $"{Target.Address}/echo", body = new { a = "{{ args.item }}", b = "{{ input.b }}" } } };
        var run = await RunAsync(model, new { tools = new[] { tool } }, new JsonObject { ["b"] = 7, ["secret"] = "no" });

        // What the model writes is a value: what looks like a template in it is none.
        Assert.Equal("""{"a":"{{ input.secret }}","b":7}""", JsonElement.Parse(run.Member("output").Text("text")).Member("body").Text("body"));
    }

    [Fact]
    public async Task The_credentials_of_tools_reach_the_server_and_nobody_else()
    {
        const string secret = "tool-secret-5f1c8e";
        var credential = (await Client.PostAsync("/credentials", new JsonObject
        {
            ["name"] = UniqueName(),
            ["type"] = "api_key",
            ["data"] = new JsonObject { ["in"] = "header", ["name"] = "X-Test", ["value"] = secret },
        })).Id;
        var key = (await Client.PostAsync("/credentials", new JsonObject
        {
            ["name"] = UniqueName(),
            ["type"] = "openai",
            ["data"] = new JsonObject { ["api_key"] = "model-key-77a0", ["base_url"] = await Models.UrlAsync() },
        })).Id;
        var model = await Models.ScriptAsync(new { api_key = "model-key-77a0", turns = new[] { Ask(Call("echo")), Text("<<tools>>") } });
        var tool = new { type = "http_request", name = "echo", config = new { url = $"{Target.Address}/echo" }, credentials_ref = credential };
        var config = await Models.ConfigAsync(model, new { tools = new[] { tool } });
        config.Remove("base_url");
        var run = (await Client.RunAsync(Flow.Start().Node("agent", "ai_agent", config, new { credentials_ref = key }).Edge("start", "agent"))).Json;

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        Assert.Equal("[redacted]", JsonElement.Parse(run.Member("output").Text("text")).Member("body").Text("x_test"));
        var calls = await Models.CallsAsync(model);
        Assert.All(calls, call => Assert.Equal("Bearer model-key-77a0", call.Member("headers").Text("authorization")));
        Assert.DoesNotContain(calls, call => call.Member("request").GetRawText().Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(await Client.EventsAsync(run.Text("id")), item => item.GetRawText().Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_result_that_is_very_long_is_cut()
    {
        var model = await Models.ScriptAsync(new { turns = new[] { Ask(Call("big")), Text("ok") } });
        var run = await RunAsync(model, new { tools = new[] { HttpTool("big", "/big/300000") } });
        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var told = (await Models.CallsAsync(model))[1].Member("request").GetProperty("messages").EnumerateArray().Last().Text("content");
        Assert.InRange(told.Length, 65_000, 66_000);
        Assert.Contains("[cut: ", told, StringComparison.Ordinal);
    }
}
