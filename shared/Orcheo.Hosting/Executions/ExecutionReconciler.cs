using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Security;

namespace Orcheo.Hosting.Executions;

/// <summary>What the durable runner knows of an execution.</summary>
/// <param name="Known">Whether it has an orchestration.</param>
/// <param name="Failure">Why the orchestration ended without ending the execution; null when it did not.</param>
public readonly record struct RunnerView(bool Known, string? Failure);

/// <summary>
/// Brings executions and the durable runner together again where a crash, or a defect, has left them apart: an execution that was
/// stored but never scheduled is scheduled, one whose orchestration is gone for good is ended as failed. Nothing stays open for ever.
/// </summary>
public sealed class ExecutionReconciler(ExecutionStore executions, ExecutionCloser closer, TimeProvider time, ILogger<ExecutionReconciler> logger)
{
    /// <summary>Younger executions may be between the two writes of a start; to schedule one twice would do no harm, only cost.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(2);

    /// <summary>Looks through the executions of one status class.</summary>
    /// <param name="status">Which executions.</param>
    /// <param name="look">Asks the runner.</param>
    /// <param name="schedule">Hands an execution to the runner; does nothing when the runner has it already.</param>
    /// <param name="cancellationToken">Stops between two executions.</param>
    /// <returns>How many had to be brought together.</returns>
    public async Task<int> ReconcileAsync(
        StatusClass status,
        Func<string, CancellationToken, Task<RunnerView>> look,
        ScheduleExecution schedule,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(look);
        var mended = 0;
        var request = new ListRequest { Limit = ListRequest.MaxLimit };
        while (true)
        {
            var page = await executions.ListIdsAsync(Caller.DefaultTenant, status, request, cancellationToken);
            foreach (var id in page.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                mended += await MendAsync(Caller.DefaultTenant, id, look, schedule, cancellationToken) ? 1 : 0;
            }

            if (page.NextCursor is null)
            {
                return mended;
            }

            request = request with { Cursor = page.NextCursor };
        }
    }

    private async Task<bool> MendAsync(
        string tenant,
        string id,
        Func<string, CancellationToken, Task<RunnerView>> look,
        ScheduleExecution schedule,
        CancellationToken cancellationToken)
    {
        var head = await executions.GetHeadAsync(tenant, id, cancellationToken);
        if (head is null || head.Status.HasEnded() || time.GetUtcNow() - head.CreatedAt < MinAge)
        {
            return false;
        }

        var view = await look(id, cancellationToken);
        if (!view.Known && head.Status != ExecutionStatus.Cancelling && await executions.GetStartAsync(tenant, id, cancellationToken) is { } start)
        {
            HostingLogs.ExecutionRescheduled(logger, id);
            await ExecutionStarter.RescheduleAsync(tenant, start, schedule, cancellationToken);
            return true;
        }

        // Cancelled before the runner ever had it: the cancellation reached nobody, and to start it now would be wrong.
        if ((view.Known ? view.Failure : "it never reached the runner") is { } reason)
        {
            HostingLogs.ExecutionAbandoned(logger, id, reason);
            await closer.CompleteAsync(Abandoned(tenant, head, reason), cancellationToken);
            return true;
        }

        return false;
    }

    private static CompleteExecutionInput Abandoned(string tenant, ExecutionHead head, string reason)
    {
        var cancelled = head.Status == ExecutionStatus.Cancelling;
        return new CompleteExecutionInput
        {
            Tenant = tenant,
            ExecutionId = head.Id,
            Status = cancelled ? ExecutionStatus.Cancelled : ExecutionStatus.Failed,
            Output = Core.Json.OrcheoJson.Null,
            Error = cancelled
                ? new RunError(ErrorCodes.Cancelled, "The execution was cancelled.")
                : new RunError(ErrorCodes.Unexpected, $"The durable runner gave the execution up: {reason}"),
        };
    }
}
