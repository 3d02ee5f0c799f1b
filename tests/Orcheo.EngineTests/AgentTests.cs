using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.EngineTests;

/// <summary>Agents on the real engine: orchestrations of their own, which await other executions by events.</summary>
/// <remarks>
/// In memory only. With the package's test host on Azure Storage every sub-orchestration hangs, also the plainest, without any code of ours:
/// that host writes them into the history as events of a kind of its own.
/// </remarks>
public sealed class AgentTests(ModelServer models) : IAsyncLifetime
{
    private Engine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await Engine.StartAsync(await Backends.InMemory());

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task An_agent_awaits_the_workflows_that_are_its_tools()
    {
        var ended = await _engine.RunAsync(await AgentAsync(
            Flow.Start().Node("pause", "delay", new { seconds = 0.5 }).Set("sum", new { sum = "{{ input.a + input.b }}" }).Chain("start", "pause", "sum"),
            new { tool_calls = new object[] { Call(new { a = 2, b = 3 }), Call(new { a = 4, b = 5 }) } },
            new { text = "<<tools>>" }));

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal("{\"sum\":5}\n{\"sum\":9}", ended.Output.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_cancelled_agent_cancels_the_workflow_that_it_awaits()
    {
        var id = await _engine.StartAsync(await AgentAsync(
            Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause"), new { tool_calls = new[] { Call(new { }) } }));
        var child = await ChildAsync(id);
        await _engine.UntilAsync(child, ExecutionStatus.Waiting);
        await _engine.CancelAsync(id);

        Assert.Equal(ExecutionStatus.Cancelled, (await _engine.EndOfAsync(id)).Status);
        Assert.Equal(ExecutionStatus.Cancelled, (await _engine.EndOfAsync(child)).Status);
    }

    private static object Call(object arguments) => new { name = "tool", arguments };

    private async Task<Flow> AgentAsync(Flow tool, params object[] turns)
    {
        var workflow = await _engine.CreateAsync(tool);
        var config = await models.ConfigAsync(
            await models.ScriptAsync(new { turns }), new { tools = new[] { new { type = "workflow", name = "tool", config = new { workflow_id = workflow } } } });
        return Flow.Start().Node("agent", "ai_agent", config).Edge("start", "agent");
    }

    /// <summary>The execution that another has started.</summary>
    private async Task<string> ChildAsync(string parent)
    {
        while (true)
        {
            var page = await _engine.Get<ExecutionStore>().ListIdsAsync(Engine.Tenant, StatusClass.Waiting, new ListRequest { Limit = 10 }, TestContext.Current.CancellationToken);
            if (page.Items.FirstOrDefault(id => id != parent) is { } child)
            {
                return child;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
