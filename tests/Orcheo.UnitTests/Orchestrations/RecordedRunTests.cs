using Microsoft.DurableTask;
using Orcheo.Core.Plans;
using Orcheo.Durable;
using Orcheo.Orchestrations;
using Orcheo.UnitTests.Nodes;

namespace Orcheo.UnitTests.Orchestrations;

/// <summary>Histories that earlier versions have left, of runs that are still under way: the code as it is now must go on with them.</summary>
public sealed class RecordedRunTests
{
    [Theory]

    // A run with values of 40 KB in its messages, a condition on them, and a delay that it is waiting for. Never change a recording; add another.
    [InlineData("before-bounded-messages")]
    public void A_run_that_an_earlier_version_began_goes_on(string name)
    {
        var json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Orchestrations", "Histories", name + ".json"));
        RecordedHistory.Parse(json).Replay(ExecuteAsync);
    }

    private static async Task<object?> ExecuteAsync(TaskOrchestrationContext context)
    {
        await new ExecuteWorkflow(new WorkflowPlanCache(NodeTesting.Catalog)).RunAsync(context);
        return null;
    }
}
