using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Agents;

/// <summary>The stack is killed (SIGKILL) while agents of four turns with three tools run: no call that was completed is made again.</summary>
public sealed class AgentCrashTests(ApiFixture fixture, ModelServer models)
{
    private const int Turns = 4;
    private const int Tools = 3;
    private const int LongMs = 120_000;

    [Fact]
    public async Task Killed_within_every_model_call_and_tool_call_each_completed_call_is_made_once()
    {
        await using var stack = await LocalStack.StartAsync();
        var target = await fixture.TargetAsync();

        // One agent is held in each of its model calls and tool calls: the first attempt hangs until the kill, the next is answered.
        var agents = new List<Agent>();
        foreach (var (model, tool) in Enumerable.Range(1, Turns).Select(turn => (turn, 0)).Concat(Enumerable.Range(1, Tools).Select(turn => (0, turn))))
        {
            agents.Add(await StartAsync(stack, target, heldModel: model, heldTool: tool, pieceMs: 0));
        }

        foreach (var agent in agents)
        {
            await Eventually.Becomes(() => IsHeldAsync(agent, target), held => held, $"the agent held in model call {agent.HeldModel} or tool {agent.HeldTool}");
        }

        await stack.KillAsync();
        await stack.StartAgainAsync();
        foreach (var agent in agents)
        {
            await AssertAnsweredAsync(stack, agent);
            var calls = await models.CallsAsync(agent.Model);
            Assert.Equal(Enumerable.Range(1, Turns), calls.Where(call => call.Text("outcome") == "completed").Select(call => call.Number("turn")));
            Assert.Equal(agent.HeldModel > 0 ? Turns + 1 : Turns, calls.Count);
            Assert.Equal(
                Enumerable.Range(1, Tools).Select(tool => tool == agent.HeldTool ? 2 : 1),
                Enumerable.Range(1, Tools).Select(tool => target.Calls(agent.MarkOf(tool)).Count));
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_no_recorded_call_is_made_again()
    {
        await using var stack = await LocalStack.StartAsync();
        var target = await fixture.TargetAsync();
        foreach (var killAfter in (int[])[1, 7, 13, 19, 25, 31])
        {
            var agents = new List<Agent>();
            for (var number = 0; number < 8; number++)
            {
                agents.Add(await StartAsync(stack, target, heldModel: 0, heldTool: 0, pieceMs: 5));
            }

            await Eventually.Becomes(() => CountAsync(agents), count => count >= killAfter, $"{killAfter} model calls");
            await stack.KillAsync();
            var before = await Task.WhenAll(agents.Select(agent => models.CallsAsync(agent.Model)));
            await stack.StartAgainAsync();
            foreach (var (agent, made) in agents.Zip(before))
            {
                await AssertAnsweredAsync(stack, agent);
                AssertNoneRepeated(await stack.Client.EventsAsync(agent.Id), made, await models.CallsAsync(agent.Model), target, agent);
            }
        }
    }

    // What was recorded before the kill has events with lower numbers than what came after the restart; what is recorded once has one event.
    private static void AssertNoneRepeated(
        IReadOnlyList<JsonElement> events, IReadOnlyList<JsonElement> made, IReadOnlyList<JsonElement> all, TargetServer target, Agent agent)
    {
        CoreScenarioTests.AssertGapless(events);
        var recorded = events.Where(item => item.Text("type") == "log").Select(item => item.Member("payload").Member("fields")).ToList();
        Assert.Equal(Enumerable.Range(1, Turns), recorded.Where(fields => fields.Text("kind") == "model_call").Select(fields => fields.Number("turn")));
        Assert.Equal(Enumerable.Range(1, Tools), recorded.Where(fields => fields.Text("kind") == "tool_call").Select(fields => fields.Number("turn")));

        // Only the call that was under way at the kill may have been made again: the last that the server had seen, or the last tool.
        var repeated = all.GroupBy(call => call.Number("turn")).Where(turn => turn.Count() > 1).Select(turn => turn.Key).ToList();
        Assert.All(repeated, turn => Assert.Equal(made[^1].Number("turn"), turn));
        Assert.True(all.Count <= Turns + 1, $"{all.Count} model calls");
        var toolCalls = Enumerable.Range(1, Tools).Select(tool => target.Calls(agent.MarkOf(tool)).Count).ToList();
        Assert.True(toolCalls.Sum() <= Tools + 1 && (repeated.Count == 0 || toolCalls.Sum() == Tools), $"{toolCalls.Sum()} tool calls, repeated {string.Join(',', repeated)}");
    }

    private async Task<Agent> StartAsync(LocalStack stack, TargetServer target, int heldModel, int heldTool, int pieceMs)
    {
        var mark = ApiTest.UniqueName();
        var turns = new JsonArray([.. Enumerable.Range(1, Turns).Select(turn => Turn(turn, turn == heldModel, pieceMs))]);
        var model = await models.ScriptAsync(new JsonObject { ["turns"] = turns });
        var agent = new Agent(model, mark, heldModel, heldTool);
        var tools = Enumerable.Range(1, Tools).Select(tool => new
        {
            type = "http_request",
            name = $"tool{tool}",
            config = new { url = $"{target.Address}/{(tool == heldTool ? $"hold-first/{LongMs}" : "echo")}?id={agent.MarkOf(tool)}" },
        });
        var flow = Flow.Start().Node("agent", "ai_agent", await models.ConfigAsync(model, new { tools }), new { timeout_seconds = 300 }).Edge("start", "agent");
        agent.Id = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;
        return agent;
    }

    private static JsonObject Turn(int turn, bool held, int pieceMs)
    {
        var step = turn == Turns
            ? new JsonObject { ["text"] = "All three tools have answered, and this is what came of it." }
            : new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["name"] = $"tool{turn}", ["arguments"] = new JsonObject() }) };
        step["piece_ms"] = pieceMs;
        if (held)
        {
            step["errors"] = new JsonArray(new JsonObject { ["delay_ms"] = LongMs });
        }

        return step;
    }

    private async Task<bool> IsHeldAsync(Agent agent, TargetServer target) => agent.HeldTool > 0
        ? target.Calls(agent.MarkOf(agent.HeldTool)).Count == 1
        : (await models.CallsAsync(agent.Model)).Any(call => call.Number("turn") == agent.HeldModel);

    private async Task<int> CountAsync(List<Agent> agents) => (await Task.WhenAll(agents.Select(agent => models.CallsAsync(agent.Model)))).Sum(calls => calls.Count);

    private static async Task AssertAnsweredAsync(LocalStack stack, Agent agent)
    {
        var ended = (await stack.Client.EndOfAsync(agent.Id, TimeSpan.FromSeconds(60))).Json;
        Assert.True(ended.Text("status") == "succeeded", $"{ended}");
        Assert.Equal("All three tools have answered, and this is what came of it.", ended.Member("output").Text("text"));
        Assert.Equal(Turns, ended.Member("output").GetProperty("turns").GetArrayLength());
        Assert.Equal(ended.Member("output").Member("usage").Number("tokens_in"), ended.Member("stats").Number("tokens_in"));
    }

    private sealed record Agent(string Model, string Mark, int HeldModel, int HeldTool)
    {
        public string Id { get; set; } = "";

        public string MarkOf(int tool) => $"{Mark}-{tool.ToString(CultureInfo.InvariantCulture)}";
    }
}
