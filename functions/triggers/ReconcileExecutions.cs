using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Common;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;

namespace Orcheo.Triggers;

/// <summary>Runs the <see cref="ExecutionReconciler"/>: at the start, and then every 15 seconds (waiting executions: every hour).</summary>
public sealed class ReconcileExecutions(ExecutionReconciler reconciler)
{
    /// <summary>Looks through executions that are queued or running.</summary>
    [Function(nameof(ReconcileActive))]
    public Task ReconcileActive(
        [TimerTrigger("*/15 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReconcileAsync(StatusClass.Active, client, cancellationToken);

    /// <summary>Looks through executions that wait.</summary>
    [Function(nameof(ReconcileWaiting))]
    public Task ReconcileWaiting(
        [TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        ReconcileAsync(StatusClass.Waiting, client, cancellationToken);

    private Task<int> ReconcileAsync(StatusClass status, DurableTaskClient client, CancellationToken cancellationToken) =>
        reconciler.ReconcileAsync(
            status,
            new RunnerAccess(
                (id, cancel) => LookAsync(client, id, cancel),
                ExecutionScheduling.On(client),
                (id, cancel) => client.RaiseEventAsync(id, ExecutionOrchestration.CancelEvent, true, cancel)),
            cancellationToken);

    private static async Task<RunnerView> LookAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(id, cancellationToken);
        return instance switch
        {
            null => new RunnerView(false, null),
            { RuntimeStatus: OrchestrationRuntimeStatus.Failed } => new RunnerView(true, await WhyAsync(client, id, cancellationToken) ?? "it failed"),
            { RuntimeStatus: OrchestrationRuntimeStatus.Terminated } => new RunnerView(true, "it was terminated"),
            { RuntimeStatus: OrchestrationRuntimeStatus.Completed } => new RunnerView(true, "it ended without recording its end"),
            _ => new RunnerView(true, null),
        };
    }

    /// <summary>How a failed instance failed: that is told only together with its input and output, which the others are not read for.</summary>
    private static async Task<string?> WhyAsync(DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken))?.FailureDetails?.ErrorMessage;
}
