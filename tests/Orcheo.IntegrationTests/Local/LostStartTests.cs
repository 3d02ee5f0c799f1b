using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Local;

public sealed class LostStartTests
{
    [Fact]
    public async Task What_a_crash_left_between_row_and_schedule_runs_after_the_next_start_and_what_was_cancelled_does_not()
    {
        await using var stack = await LocalStack.StartAsync();
        Assert.Equal(0, await stack.TerminateAsync());
        var (lost, cancelled) = await LoseTwoStartsAsync(stack);
        await stack.StartAgainAsync();

        var ended = (await stack.Client.EndOfAsync(lost)).Json;
        Assert.Equal(("succeeded", 3), (ended.Text("status"), ended.Member("output").Number("n")));
        var events = await stack.Client.EventsAsync(lost);
        Assert.Equal(["execution_start", "node_start", "node_end"], events.Take(3).Select(item => item.Text("type")));
        Assert.Equal("cancelled", (await stack.Client.EndOfAsync(cancelled)).Json.Text("status"));
        Assert.DoesNotContain(await stack.Client.EventsAsync(cancelled), item => item.Text("type") == "node_start");
    }

    /// <summary>Writes what a process leaves that dies after it has stored a start and before it could schedule it.</summary>
    private static async Task<(string Lost, string Cancelled)> LoseTwoStartsAsync(LocalStack stack)
    {
        var cancel = TestContext.Current.CancellationToken;
        var store = stack.OpenStore();
        await using var open = store as IAsyncDisposable;
        await store.InitializeAsync([.. WorkflowStore.Tables, .. ExecutionStore.Tables, .. ConcurrencyGate.Tables], cancel);
        var executions = new ExecutionStore(store);
        var closer = new ExecutionCloser(executions, new ExecutionJournal(store, TimeProvider.System), TimeProvider.System);
        var runs = new ConcurrentRuns(new ConcurrencyGate(store, TimeProvider.System), executions, closer);
        var starter = new ExecutionStarter(executions, runs, TimeProvider.System);
        var lost = await starter.StartAsync(Request(), (_, _) => Task.CompletedTask, cancel);
        var cancelled = await starter.StartAsync(Request(), (_, _) => Task.CompletedTask, cancel);
        Assert.True((await closer.CancelAsync(new ExecutionReference("default", cancelled.Id), cancel)).Accepted);
        return (lost.Id, cancelled.Id);
    }

    private static StartRequest Request()
    {
        var definition = new WorkflowDefinition
        {
            Nodes =
            [
                new NodeDefinition { Id = "start", Type = "manual_trigger" },
                new NodeDefinition { Id = "add", Type = "set_variable", Config = JsonElement.Parse("""{"values":{"n":"{{ input.n + 1 }}"}}""") },
            ],
            Edges = [new EdgeDefinition { Id = "e", SourceNodeId = "start", TargetNodeId = "add" }],
        };
        return new StartRequest
        {
            Tenant = "default",
            Definition = DefinitionHash.Of(definition),
            NodeCount = 2,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
            Input = JsonElement.Parse("""{"n":2}"""),
        };
    }
}
