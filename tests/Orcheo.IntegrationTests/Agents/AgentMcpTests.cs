using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>Tools of a real MCP server over streamable HTTP.</summary>
public sealed class AgentMcpTests(ApiFixture fixture, ModelServer models) : AgentTest(fixture, models)
{
    [Fact]
    public async Task Allowed_tools_are_shown_and_called_with_the_credential()
    {
        await using var server = await McpTarget.StartAsync();
        var model = await Models.ScriptAsync(new
        {
            turns = new[] { Ask(Call("calc_add", new { a = 2, b = 3 }), Call("calc_fail"), Call("calc_add", new { a = "two" }), Call("calc_delete_everything")), Text("<<tools>>") },
        });
        var run = await RunAsync(model, new { tools = new[] { Tool(server, await CredentialAsync(McpTarget.Token), "add", "fail") } });

        Assert.True(run.Text("status") == "succeeded", $"{run}");
        var told = run.Member("output").Text("text").Split('\n');
        Assert.Equal("2 + 3 = 5", told[0]);
        Assert.Equal(["ORC3046", "ORC3044", "ORC3044"], told[1..].Select(line => JsonElement.Parse(line).Member("error").Text("code")));
        Assert.Contains("It is broken", told[1], StringComparison.Ordinal);
        var shown = (await Models.CallsAsync(model))[0].Member("request").GetProperty("tools").EnumerateArray().Select(tool => tool.Member("function")).ToList();
        Assert.Equal(["calc_add", "calc_fail"], shown.Select(function => function.Text("name")));
        Assert.Equal("Adds two numbers.", shown[0].Text("description"));
        Assert.True(shown[0].Member("parameters").Member("properties").TryGetProperty("a", out _));

        var calls = McpTarget.Calls;
        var replay = await ReplayAsync(run.Text("id"), "recorded");
        Assert.Equal(run.Member("output").Text("text"), replay.Member("output").Text("text"));
        Assert.Equal(calls, McpTarget.Calls);
    }

    [Fact]
    public async Task A_server_that_cannot_be_used_fails_the_node()
    {
        await using var server = await McpTarget.StartAsync();
        var model = await Models.ScriptAsync(new { turns = new[] { Text("never") } });
        var refused = await RunAsync(model, new { tools = new[] { Tool(server, await CredentialAsync("wrong"), "add") } });
        Assert.Equal("ORC3043", refused.Member("error").Text("code"));
        var missing = await RunAsync(model, new { tools = new[] { Tool(server, await CredentialAsync(McpTarget.Token), "subtract") } });
        Assert.Equal("ORC3043", missing.Member("error").Text("code"));
        Assert.Contains("no tool 'subtract'", missing.Member("error").Text("message"), StringComparison.Ordinal);
        Assert.Empty(await Models.CallsAsync(model));
    }

    private async Task<string> CredentialAsync(string token) => (await Client.PostAsync("/credentials", new JsonObject
    {
        ["name"] = UniqueName(),
        ["type"] = "bearer_token",
        ["data"] = new JsonObject { ["token"] = token },
    })).Id;

    private static object Tool(McpTarget server, string credential, params string[] allowed) =>
        new { type = "mcp", name = "calc", config = new { url = server.Url, allowed_tools = allowed }, credentials_ref = credential };
}
