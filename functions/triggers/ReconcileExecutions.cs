using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;

namespace Orcheo.Triggers;

/// <summary>Runs the <see cref="ExecutionReconciler"/>: at the start, and then every minute (waiting executions: every hour).</summary>
public sealed class ReconcileExecutions(ExecutionReconciler reconciler)
{
    private static readonly OrchestrationRuntimeStatus[] AnyStatus = Enum.GetValues<OrchestrationRuntimeStatus>();

    /// <summary>Looks through executions that are queued or running.</summary>
    [Function(nameof(ReconcileActive))]
    public Task ReconcileActive(
        [TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReconcileAsync(StatusClass.Active, client, cancellationToken);

    /// <summary>Looks through executions that wait.</summary>
    [Function(nameof(ReconcileWaiting))]
    public Task ReconcileWaiting(
        [TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReconcileAsync(StatusClass.Waiting, client, cancellationToken);

    private Task ReconcileAsync(StatusClass status, DurableTaskClient client, CancellationToken cancellationToken) =>
        reconciler.ReconcileAsync(status, (id, cancel) => LookAsync(client, id, cancel), (input, cancel) => ScheduleAsync(client, input, cancel), cancellationToken);

    private static async Task<RunnerView> LookAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(id, cancellationToken);
        return instance switch
        {
            null => new RunnerView(false, null),
            { RuntimeStatus: OrchestrationRuntimeStatus.Failed } => new RunnerView(true, instance.FailureDetails?.ErrorMessage ?? "it failed"),
            { RuntimeStatus: OrchestrationRuntimeStatus.Terminated } => new RunnerView(true, "it was terminated"),
            { RuntimeStatus: OrchestrationRuntimeStatus.Completed } => new RunnerView(true, "it ended without recording its end"),
            _ => new RunnerView(true, null),
        };
    }

    private static async Task ScheduleAsync(DurableTaskClient client, ExecuteWorkflowInput input, CancellationToken cancellationToken)
    {
        var options = new StartOrchestrationOptions(input.ExecutionId).WithDedupeStatuses(AnyStatus);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, input, options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Scheduled meanwhile: that is what was wanted.
        }
    }
}
