using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Security;

namespace Orcheo.Hosting.Executions;

/// <summary>What the durable runner knows of an execution.</summary>
/// <param name="Known">Whether it has an orchestration.</param>
/// <param name="Failure">Why the orchestration ended without ending the execution; null when it did not.</param>
public readonly record struct RunnerView(bool Known, string? Failure);

/// <summary>The durable runner, as a function app reaches it.</summary>
/// <param name="Look">Asks what it knows of an execution.</param>
/// <param name="Schedule">Hands an execution to it; does nothing when it has the execution already.</param>
/// <param name="Cancel">Tells an orchestration that its execution is cancelled; does nothing when it has ended or is not there.</param>
public sealed record RunnerAccess(
    Func<string, CancellationToken, Task<RunnerView>> Look, ScheduleExecution Schedule, Func<string, CancellationToken, Task> Cancel);

/// <summary>
/// Brings executions and the durable runner together again where a crash, or a defect, has left them apart: an execution that was
/// stored but never scheduled is scheduled, one whose orchestration is gone for good is ended as failed, one whose cancellation did not
/// reach its orchestration is cancelled. What waits for its turn is left waiting, and places that ended executions hold are freed.
/// Nothing stays open for ever.
/// </summary>
public sealed class ExecutionReconciler(
    ExecutionStore executions, ExecutionStarter starter, ConcurrentRuns runs, ExecutionCloser closer, TimeProvider time, ILogger<ExecutionReconciler> logger)
{
    /// <summary>Younger executions may be between the two writes of a start; to schedule one twice would do no harm, only cost. The list is read from here on.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(2);

    /// <summary>Looks through the executions of one status class.</summary>
    /// <param name="status">Which executions.</param>
    /// <param name="runner">The durable runner.</param>
    /// <param name="cancellationToken">Stops between two executions.</param>
    /// <returns>How many had to be brought together.</returns>
    public async Task<int> ReconcileAsync(StatusClass status, RunnerAccess runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var mended = 0;
        var held = new HashSet<string>(StringComparer.Ordinal);
        var request = new ListRequest { Limit = ListRequest.MaxLimit, Cursor = OrcheoId.NewestFirstKey(time.GetUtcNow() - MinAge) };
        while (true)
        {
            var page = await executions.ListIdsAsync(Caller.DefaultTenant, status, request, cancellationToken);
            foreach (var id in page.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                mended += await MendAsync(Caller.DefaultTenant, id, runner, held, cancellationToken) ? 1 : 0;
            }

            if (page.NextCursor is null)
            {
                break;
            }

            request = request with { Cursor = page.NextCursor };
        }

        foreach (var workflowId in held)
        {
            mended += await runs.FreeAsync(Caller.DefaultTenant, workflowId, runner.Schedule, cancellationToken);
        }

        return mended;
    }

    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The execution.</param>
    /// <param name="runner">The durable runner.</param>
    /// <param name="held">Takes the workflows of which executions wait for their turn.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    private async Task<bool> MendAsync(string tenant, string id, RunnerAccess runner, HashSet<string> held, CancellationToken cancellationToken)
    {
        var head = await executions.GetHeadAsync(tenant, id, cancellationToken);
        if (head is null || head.Status.HasEnded())
        {
            return false;
        }

        if (head.Status == ExecutionStatus.Queued && await runs.WaitsAsync(tenant, head, cancellationToken))
        {
            held.Add(head.WorkflowId!);
            return false;
        }

        var view = await runner.Look(id, cancellationToken);
        if (!view.Known && head.Status != ExecutionStatus.Cancelling)
        {
            return await RescheduleAsync(tenant, id, runner, cancellationToken);
        }

        // Cancelled before the runner ever had it: the cancellation reached nobody, and to start it now would be wrong.
        if ((view.Known ? view.Failure : "it never reached the runner") is { } reason)
        {
            await AbandonAsync(tenant, head, reason, runner, cancellationToken);
            return true;
        }

        if (head.Status == ExecutionStatus.Cancelling)
        {
            // Accepted, but the process may have died before it told the orchestration. Told twice, it hears it once.
            await runner.Cancel(id, cancellationToken);
        }

        return false;
    }

    private async Task<bool> RescheduleAsync(string tenant, string id, RunnerAccess runner, CancellationToken cancellationToken)
    {
        if (await executions.GetStartAsync(tenant, id, cancellationToken) is not { } start)
        {
            return false;
        }

        HostingLogs.ExecutionRescheduled(logger, id);
        return await starter.RescheduleAsync(tenant, start, runner.Schedule, cancellationToken);
    }

    /// <summary>Ends an execution that nobody runs. It leaves the gate first: once it has ended, nobody would look at it again.</summary>
    private async Task AbandonAsync(string tenant, ExecutionHead head, string reason, RunnerAccess runner, CancellationToken cancellationToken)
    {
        HostingLogs.ExecutionAbandoned(logger, head.Id, reason);
        await runs.ReleaseAsync(tenant, head, runner.Schedule, cancellationToken);
        await closer.CompleteAsync(Abandoned(tenant, head, reason), cancellationToken);
    }

    private static CompleteExecutionInput Abandoned(string tenant, ExecutionHead head, string reason) => head.Status == ExecutionStatus.Cancelling
        ? ConcurrentRuns.Cancelled(tenant, head.Id)
        : new CompleteExecutionInput
        {
            Tenant = tenant,
            ExecutionId = head.Id,
            Status = ExecutionStatus.Failed,
            Output = OrcheoJson.Null,
            Error = new RunError(ErrorCodes.Unexpected, $"The durable runner gave the execution up: {reason}"),
        };
}
