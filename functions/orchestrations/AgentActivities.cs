using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Common;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Executions.Agents;

namespace Orcheo.Orchestrations;

/// <summary>The steps of <see cref="RunAgent"/> that touch the world. What a step came to is recorded before it answers, and not done again.</summary>
public sealed class AgentActivities(AgentExecutor executor, ExecutionCloser closer, ConcurrentRuns runs)
{
    /// <summary>Checks what an agent is set to, and keeps it for the other steps.</summary>
    [Function(nameof(BeginAgent))]
    public Task<AgentBegun> BeginAgent([ActivityTrigger] RunNodeInput input, CancellationToken cancellationToken) =>
        executor.BeginAsync(input, cancellationToken);

    /// <summary>Makes one model call.</summary>
    [Function(nameof(AgentTurn))]
    public Task<AgentTurnOutput> AgentTurn([ActivityTrigger] AgentStep input, CancellationToken cancellationToken) =>
        executor.TurnAsync(input, cancellationToken);

    /// <summary>Makes one tool call.</summary>
    [Function(nameof(AgentTool))]
    public Task<AgentToolOutput> AgentTool(
        [ActivityTrigger] AgentStep input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        executor.ToolAsync(input, ExecutionScheduling.On(client), cancellationToken);

    /// <summary>Records how an agent ended.</summary>
    [Function(nameof(EndAgent))]
    public Task<RunNodeOutput> EndAgent([ActivityTrigger] AgentStep input, CancellationToken cancellationToken) =>
        executor.EndAsync(input, cancellationToken);

    /// <summary>Cancels the execution of a workflow for which a cancelled agent waits.</summary>
    [Function(nameof(CancelAwaited))]
    public async Task CancelAwaited(
        [ActivityTrigger] ExecutionReference input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (head, accepted) = await closer.CancelAsync(input, cancellationToken);
        if (accepted && !await runs.CancelWaitingAsync(input.Tenant, head, ExecutionScheduling.On(client), cancellationToken))
        {
            await client.RaiseEventAsync(input.ExecutionId, ExecutionOrchestration.CancelEvent, true, cancellationToken);
        }
    }
}
