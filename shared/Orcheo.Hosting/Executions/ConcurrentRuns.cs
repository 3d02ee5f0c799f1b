using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Holds executions of workflows with <c>max_concurrent_runs</c> back until it is their turn, and hands them to the runner then. An
/// execution without a ticket, as most are, costs nothing here.
/// </summary>
/// <remarks>
/// Admitted first, scheduled then: a crash in between leaves an admitted execution that the runner does not know, which the reconciler
/// schedules. Ended first, gone from the gate then: the activity that ends an execution comes again after a crash.
/// </remarks>
public sealed class ConcurrentRuns(ConcurrencyGate gate, ExecutionStore executions, ExecutionCloser closer)
{
    /// <summary>Takes a place for a start, in the order of calls.</summary>
    /// <returns>Null when the execution need not wait for others; dispose it otherwise.</returns>
    public GateArrival? Arrive(string tenant, string? workflowId, JsonElement definition) =>
        LimitOf(definition) is null || workflowId is null ? null : gate.Arrive(tenant, workflowId);

    /// <summary>The ticket of an execution with that place; null without a place.</summary>
    public static RunTicket? TicketFor(GateArrival? arrival, JsonElement definition) =>
        arrival is null ? null : new RunTicket(LimitOf(definition)!.Value, arrival.Place);

    /// <summary>Brings a stored start before the gate, and hands those to the runner whose turn it is.</summary>
    public async Task EnterAsync(string tenant, GateArrival arrival, ExecuteWorkflowInput message, RunTicket ticket, ScheduleExecution schedule)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(schedule);
        var admitted = await gate.EnterAsync(arrival, new GateEntry(message.ExecutionId, ticket));
        if (admitted.Contains(message.ExecutionId))
        {
            await schedule(message, CancellationToken.None);
        }

        await LaunchAsync(tenant, message.WorkflowId!, admitted.Where(id => id != message.ExecutionId), schedule, CancellationToken.None);
    }

    /// <summary>
    /// Hands a stored execution that the runner does not have to the runner, unless it has to wait. For starts that a crash may have
    /// cut short.
    /// </summary>
    /// <returns>False when it waits for its turn, as it should.</returns>
    public async Task<bool> EnterAgainAsync(
        string tenant, ExecutionStart start, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(schedule);
        if (Gated(start.Head) is ({ } workflowId, { } entry))
        {
            var standing = await gate.FindAsync(tenant, workflowId, entry, cancellationToken);
            if (standing == GateStanding.Absent)
            {
                await LaunchAsync(tenant, workflowId, await gate.EnterAgainAsync(tenant, workflowId, entry), schedule, cancellationToken);
            }

            if (standing != GateStanding.Admitted)
            {
                return standing == GateStanding.Absent;
            }
        }

        await schedule(ExecutionStarter.MessageOf(tenant, start), cancellationToken);
        return true;
    }

    /// <summary>Whether an execution waits for its turn.</summary>
    public async Task<bool> WaitsAsync(string tenant, ExecutionHead head, CancellationToken cancellationToken) =>
        Gated(head) is ({ } workflowId, { } entry)
        && await gate.FindAsync(tenant, workflowId, entry, cancellationToken) == GateStanding.Waiting;

    /// <summary>Takes an ended execution, or one that will never run, away from the gate and starts those whose turn it is now.</summary>
    public async Task ReleaseAsync(string tenant, ExecutionHead head, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        if (Gated(head) is ({ } workflowId, { } entry))
        {
            await LaunchAsync(tenant, workflowId, await gate.LeaveAsync(tenant, workflowId, entry), schedule, cancellationToken);
        }
    }

    /// <summary>Ends an execution whose cancellation was accepted, if it still waits: it leaves the queue and never runs.</summary>
    /// <returns>Whether it has ended; false when the runner has it, or is about to.</returns>
    public async Task<bool> CancelWaitingAsync(string tenant, ExecutionHead head, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        if (Gated(head) is not ({ } workflowId, { } entry))
        {
            return false;
        }

        var (waited, admitted) = await gate.WithdrawAsync(tenant, workflowId, entry);
        if (waited)
        {
            await closer.CompleteAsync(Cancelled(tenant, head.Id), cancellationToken);
        }

        await LaunchAsync(tenant, workflowId, admitted, schedule, cancellationToken);
        return waited;
    }

    /// <summary>Frees the places of executions that have ended without leaving, and starts those whose turn it is.</summary>
    /// <returns>How many places were freed.</returns>
    public async Task<int> FreeAsync(string tenant, string workflowId, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        var freed = 0;
        foreach (var id in await gate.ListAdmittedAsync(tenant, workflowId, cancellationToken))
        {
            if (await executions.GetHeadAsync(tenant, id, cancellationToken) is not { } head || head.Status.HasEnded())
            {
                freed++;
                await LaunchAsync(tenant, workflowId, await gate.LeaveAsync(tenant, workflowId, Admitted(id)), schedule, cancellationToken);
            }
        }

        return freed;
    }

    /// <summary>How an execution ends that was cancelled before it ran.</summary>
    internal static CompleteExecutionInput Cancelled(string tenant, string executionId) => new()
    {
        Tenant = tenant,
        ExecutionId = executionId,
        Status = ExecutionStatus.Cancelled,
        Output = OrcheoJson.Null,
        Error = new RunError(ErrorCodes.Cancelled, "The execution was cancelled."),
    };

    /// <summary>Hands admitted executions to the runner. One that was cancelled while it waited ends instead, and makes room for another.</summary>
    private async Task LaunchAsync(
        string tenant, string workflowId, IEnumerable<string> admitted, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        var open = new Queue<string>(admitted);
        while (open.TryDequeue(out var id))
        {
            var start = await executions.GetStartAsync(tenant, id, cancellationToken);
            if (start is { Head.Status: ExecutionStatus.Queued })
            {
                await schedule(ExecutionStarter.MessageOf(tenant, start), cancellationToken);
                continue;
            }

            if (start is { Head.Status: ExecutionStatus.Cancelling })
            {
                await closer.CompleteAsync(Cancelled(tenant, id), cancellationToken);
            }
            else if (start is { Head.Status: ExecutionStatus.Running or ExecutionStatus.Waiting })
            {
                // The reconciler was faster: it runs.
                continue;
            }

            foreach (var next in await gate.LeaveAsync(tenant, workflowId, Admitted(id)))
            {
                open.Enqueue(next);
            }
        }
    }

    private static (string? WorkflowId, GateEntry? Entry) Gated(ExecutionHead head) =>
        head is { WorkflowId: { } workflowId, Ticket: { } ticket } ? (workflowId, new GateEntry(head.Id, ticket)) : default;

    /// <summary>The entry of an execution that does not wait, whose place is of no importance.</summary>
    private static GateEntry Admitted(string executionId) => new(executionId, new RunTicket(0, 0));

    private static int? LimitOf(JsonElement definition) =>
        definition.TryGetProperty("settings", out var settings)
        && settings.TryGetProperty("max_concurrent_runs", out var limit)
        && limit.ValueKind == JsonValueKind.Number
            ? limit.GetInt32()
            : null;
}
