using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Common;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Hosting.Executions;

namespace Orcheo.Orchestrations;

/// <summary>The steps of <see cref="ExecuteWorkflow"/> that touch the world. Each can be repeated without a second effect of its own.</summary>
public sealed class Activities(NodeExecutor executor, EdgeDecisions decisions, ExecutionCloser closer, ConcurrentRuns runs)
{
    /// <summary>Runs one node and records what it came to.</summary>
    [Function(nameof(RunNode))]
    public Task<RunNodeOutput> RunNode([ActivityTrigger] RunNodeInput input, CancellationToken cancellationToken) =>
        executor.RunAsync(input, cancellationToken);

    /// <summary>Decides which edges out of a node are taken, where the orchestrator was not told the values.</summary>
    [Function(nameof(DecideEdges))]
    public Task<EdgeAnswer> DecideEdges([ActivityTrigger] DecideEdgesInput input, CancellationToken cancellationToken) =>
        decisions.DecideAsync(input, cancellationToken);

    /// <summary>Records that nothing runs until a timer fires; false when the execution is being cancelled.</summary>
    [Function(nameof(MarkWaiting))]
    public Task<bool> MarkWaiting([ActivityTrigger] ExecutionReference input, CancellationToken cancellationToken) =>
        closer.MarkWaitingAsync(input, cancellationToken);

    /// <summary>Records how the execution ended, and starts those that waited for its end.</summary>
    [Function(nameof(CompleteExecution))]
    public async Task CompleteExecution(
        [ActivityTrigger] CompleteExecutionInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var head = await closer.CompleteAsync(input, cancellationToken);
        await runs.ReleaseAsync(input.Tenant, head, ExecutionScheduling.On(client), cancellationToken);
        if (input.AwaitedBy is { } instance)
        {
            await client.RaiseEventAsync(instance, ExecutionOrchestration.EndedEvent(input.ExecutionId), true, cancellationToken);
        }
    }
}
