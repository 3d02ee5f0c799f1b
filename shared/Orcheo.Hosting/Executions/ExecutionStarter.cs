using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Telemetry;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.Hosting.Executions;

/// <summary>A start to be made.</summary>
public sealed record StartRequest
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>
    /// The id of the execution, derived from what makes this start the same as an earlier one (<see cref="OrcheoId.Derive"/>); null for
    /// a start of its own.
    /// </summary>
    public string? ExecutionId { get; init; }

    /// <summary>The workflow; null for an inline run.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The version; 0 for the draft, null for an inline run.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>What to run; valid.</summary>
    public required DefinitionHash Definition { get; init; }

    /// <summary>How many nodes it has.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The workflow's time limit in seconds.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>What starts it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>The trigger's payload; null for a start through the API.</summary>
    public JsonElement? TriggerPayload { get; init; }

    /// <summary>The input; JSON null for none.</summary>
    public JsonElement Input { get; init; } = OrcheoJson.Null;

    /// <summary>What is replayed; null for a run of its own.</summary>
    public ReplaySource? Replay { get; init; }

    /// <summary>What makes it a test run; null when it is none.</summary>
    public TestRun? Test { get; init; }

    /// <summary>For a test run: the results that were given, by node.</summary>
    public IReadOnlyDictionary<string, PinnedResult> Pinned { get; init; } = new Dictionary<string, PinnedResult>();

    /// <summary>For a replay: what expressions saw as <c>trigger</c> in the execution that is replayed.</summary>
    public JsonElement? ReplayedTrigger { get; init; }
}

/// <summary>Hands an orchestration to the durable runner; instance id = execution id.</summary>
public delegate Task ScheduleExecution(ExecuteWorkflowInput input, CancellationToken cancellationToken);

/// <summary>
/// Starts executions: first the rows, then the orchestration. A crash between the two leaves a queued execution that nobody was told
/// of; the reconciler hands it to the runner. Where the workflow limits its concurrent runs, the orchestration waits for its turn.
/// </summary>
/// <param name="executions">Holds them.</param>
/// <param name="runs">Lets those of a workflow with a limit wait for their turn.</param>
/// <param name="time">The clock.</param>
/// <param name="retention">How long what is recorded of them is kept; the defaults when null.</param>
public sealed class ExecutionStarter(ExecutionStore executions, ConcurrentRuns runs, TimeProvider time, RetentionOptions? retention = null)
{
    /// <summary>Stores and schedules an execution.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="schedule">Hands it to the durable runner.</param>
    /// <param name="cancellationToken">Stops before the rows are written; what is stored is scheduled.</param>
    /// <returns>The execution as stored; where <see cref="StartRequest.ExecutionId"/> was started before, that one as it now is.</returns>
    public async Task<ExecutionHead> StartAsync(StartRequest request, ScheduleExecution schedule, CancellationToken cancellationToken) =>
        (await StartOnceAsync(request, schedule, cancellationToken)).Head;

    /// <summary>As <see cref="StartAsync"/>, and tells whether this call made the execution.</summary>
    public async Task<(ExecutionHead Head, bool IsNew)> StartOnceAsync(
        StartRequest request, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(schedule);
        if (await ResumeAsync(request, schedule, cancellationToken) is { } earlier)
        {
            return (earlier, false);
        }

        using var arrival = runs.Arrive(request.Tenant, request.WorkflowId, request.Definition.Json);
        var now = arrival?.At ?? time.GetUtcNow();
        var start = new ExecutionStart
        {
            Head = new ExecutionHead
            {
                Id = request.ExecutionId ?? OrcheoId.New(OrcheoId.Execution, now),
                WorkflowId = request.WorkflowId,
                WorkflowVersion = request.WorkflowVersion,
                Status = ExecutionStatus.Queued,
                Trigger = request.Trigger,
                Stats = new ExecutionStats { NodesTotal = request.NodeCount },
                CreatedAt = now,
                ReplayOf = request.Replay?.ExecutionId,
                Test = request.Test,
                TimeoutSeconds = request.TimeoutSeconds,
                Ticket = ConcurrentRuns.TicketFor(arrival, request.Definition.Json),
                RecordDays = (retention ?? new RetentionOptions()).RecordDaysOf(request.Definition.Json),
                TraceParent = ExecutionSpans.Starter(),
            },
            Input = request.Input,
            Trigger = request.ReplayedTrigger ?? TriggerScope(request),
            Definition = request.Definition.Json,
            Replay = request.Replay,
            Pinned = request.Pinned,
        };
        if (!await executions.CreateAsync(request.Tenant, start, cancellationToken))
        {
            var other = await ResumeAsync(request, schedule, CancellationToken.None)
                ?? throw new InvalidOperationException($"The execution '{start.Head.Id}' is stored, and is not there.");
            return (other, false);
        }

        OrcheoMetrics.ExecutionStarted(start.Head);
        var message = Message(request.Tenant, start, request.Definition.Checksum);
        await (arrival is null
            ? schedule(message, CancellationToken.None)
            : runs.EnterAsync(request.Tenant, arrival, message, start.Head.Ticket!, schedule));
        return (start.Head, true);
    }

    /// <summary>Schedules an execution that was stored but never reached the runner, unless it has to wait for its turn.</summary>
    /// <returns>False when it waits.</returns>
    public Task<bool> RescheduleAsync(string tenant, ExecutionStart start, ScheduleExecution schedule, CancellationToken cancellationToken) =>
        runs.EnterAgainAsync(tenant, start, schedule, cancellationToken);

    /// <summary>What the orchestration of a stored start is started with.</summary>
    internal static ExecuteWorkflowInput MessageOf(string tenant, ExecutionStart start) =>
        Message(tenant, start, DefinitionHash.OfStored(start.Definition).Checksum);

    /// <summary>
    /// Finds the execution that an earlier request with the same derived id has started. That request may have been cut short before
    /// the runner had it, so it is scheduled again; a runner that has it refuses.
    /// </summary>
    private async Task<ExecutionHead?> ResumeAsync(StartRequest request, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        if (request.ExecutionId is not { } id || await executions.GetHeadAsync(request.Tenant, id, cancellationToken) is not { } head)
        {
            return null;
        }

        if (!head.Status.HasEnded()
            && head.Status != ExecutionStatus.Cancelling
            && await executions.GetStartAsync(request.Tenant, id, cancellationToken) is { } start)
        {
            await RescheduleAsync(request.Tenant, start, schedule, CancellationToken.None);
        }

        return head;
    }

    private static ExecuteWorkflowInput Message(string tenant, ExecutionStart start, string checksum) => StartBounds.Bound(new ExecuteWorkflowInput
    {
        Tenant = tenant,
        ExecutionId = start.Head.Id,
        WorkflowId = start.Head.WorkflowId,
        WorkflowVersion = start.Head.WorkflowVersion,
        Definition = start.Definition,
        Checksum = checksum,
        TriggerType = TriggerType(start),
        Trigger = start.Trigger,
        Input = start.Input,
        EntryValue = EntryValues.Of(TriggerType(start), start.Trigger, start.Input),
        Replay = start.Replay,
        Pinned = start.Head.Test is { Pinned: { Count: > 0 } pinned } ? pinned : null,
    });

    /// <summary>What fires trigger nodes. A replay fires those that fired in the execution that it replays.</summary>
    private static string TriggerType(ExecutionStart start) =>
        start.Replay is null ? start.Head.Trigger.Type : start.Trigger.GetProperty("type").GetString()!;

    /// <summary>What expressions see as <c>trigger</c>: the payload with the trigger's <c>type</c>, which a start without payload has too.</summary>
    private static JsonElement TriggerScope(StartRequest request)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = request.Trigger.Type };
        if (request.TriggerPayload is { ValueKind: JsonValueKind.Object } payload)
        {
            foreach (var member in payload.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        return JsonSerializer.SerializeToElement(members, OrcheoJson.Options);
    }
}
