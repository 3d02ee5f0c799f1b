using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>The base of tests of agents against the shared stack and the scripted model server.</summary>
public abstract class AgentTest(ApiFixture fixture, ModelServer models) : ApiTest(fixture)
{
    /// <summary>Tries again almost at once.</summary>
    internal static readonly object Quick = new { max_attempts = 3, initial_interval_seconds = 0.01, jitter = false };

    internal ModelServer Models { get; } = models;

    /// <summary>A flow of one agent.</summary>
    internal async Task<Flow> FlowAsync(string model, object? config = null, object? node = null) =>
        Flow.Start().Node("agent", "ai_agent", await Models.ConfigAsync(model, config), node ?? new { retry = Quick }).Edge("start", "agent");

    /// <summary>Runs one agent to its end.</summary>
    internal async Task<JsonElement> RunAsync(string model, object? config = null, JsonNode? input = null, object? node = null) =>
        (await Client.RunAsync(await FlowAsync(model, config, node), input, 60)).Json;

    /// <summary>Replays an execution and waits for its end.</summary>
    internal async Task<JsonElement> ReplayAsync(string source, string mode) =>
        (await Client.EndOfAsync((await Client.PostAsync($"/executions/{source}/replay", new JsonObject { ["mode"] = mode })).Expect(HttpStatusCode.Accepted).Id)).Json;

    /// <summary>A tool that calls the target server.</summary>
    internal object HttpTool(string name, string path, object? parameters = null) => new
    {
        type = "http_request",
        name,
        description = $"Calls {name}.",
        parameters = parameters ?? new { type = "object" },
        config = new { url = $"{Target.Address}{path}" },
    };

    internal static object Call(string name, object? arguments = null) => new { name, arguments = arguments ?? new { } };

    internal static object Text(string text) => new { text };

    internal static object Ask(params object[] calls) => new { tool_calls = calls };
}
