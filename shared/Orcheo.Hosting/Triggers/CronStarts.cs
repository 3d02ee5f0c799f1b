using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// Starts the executions of cron triggers. The id of each is derived from the trigger and the scheduled time, and the store takes an id
/// once: a time that has been started is never started again, whoever tries.
/// </summary>
public sealed class CronStarts(RunnableWorkflows runnable, WorkflowStore workflows, ExecutionStore executions, ExecutionStarter starter, TimeProvider time)
{
    private const string TriggerType = "cron";

    /// <summary>The execution of a trigger's time.</summary>
    public static string ExecutionId(string triggerId, DateTimeOffset scheduledAt) =>
        OrcheoId.Derive(OrcheoId.Execution, triggerId, scheduledAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the time has an execution already.</summary>
    public async Task<bool> HasStartedAsync(string tenant, string triggerId, DateTimeOffset scheduledAt, CancellationToken cancellationToken) =>
        await executions.GetHeadAsync(tenant, ExecutionId(triggerId, scheduledAt), cancellationToken) is not null;

    /// <summary>Finds what the trigger starts, as it is now.</summary>
    /// <exception cref="StorageException">The store cannot be reached.</exception>
    public async Task<CronTarget> FindAsync(string tenant, CronTrigger trigger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        try
        {
            var found = await runnable.FindAsync(tenant, trigger.WorkflowId, SelectorOf(trigger.Version), cancellationToken);
            return found is { } target ? new CronTarget(target.Version, target.Runnable, null) : await ExplainAsync(tenant, trigger, cancellationToken);
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            return new CronTarget(0, null, new RunError(exception.Code, exception.Message));
        }
    }

    /// <summary>Why there is nothing: no workflow any more, or, with <c>latest</c>, no version of it yet.</summary>
    private async Task<CronTarget> ExplainAsync(string tenant, CronTrigger trigger, CancellationToken cancellationToken)
    {
        var isGone = await workflows.GetAsync(tenant, trigger.WorkflowId, cancellationToken) is null;
        var message = isGone
            ? $"The workflow '{trigger.WorkflowId}' was deleted."
            : $"The workflow '{trigger.WorkflowId}' has no version '{trigger.Version}'.";
        return new CronTarget(0, null, new RunError(ErrorCodes.NotFound, message)) { IsGone = isGone };
    }

    /// <summary>Starts a time. Where it was started before, this finds that execution.</summary>
    public async Task<ExecutionHead> StartAsync(
        string tenant, CronTrigger trigger, CronTarget target, DateTimeOffset scheduledAt, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(target);
        var what = target.Runnable ?? throw new InvalidOperationException("There is nothing to start.");
        var request = new StartRequest
        {
            Tenant = tenant,
            ExecutionId = ExecutionId(trigger.Id, scheduledAt),
            WorkflowId = trigger.WorkflowId,
            WorkflowVersion = target.Version,
            Definition = what.Definition,
            NodeCount = what.NodeCount,
            TimeoutSeconds = what.TimeoutSeconds,
            Trigger = new ExecutionTrigger(TriggerType, trigger.Id),
            TriggerPayload = JsonSerializer.SerializeToElement(
                new CronPayload(trigger.Id, scheduledAt, time.GetUtcNow(), trigger.Input), OrcheoJson.Options),
            Input = trigger.Input ?? OrcheoJson.Null,
        };
        var started = await starter.StartOnceAsync(request, schedule, cancellationToken);
        if (started.IsNew)
        {
            OrcheoMetrics.Triggered(TriggerType, time.GetUtcNow() - scheduledAt);
        }

        return started.Head;
    }

    /// <summary>Which version is meant by its name.</summary>
    internal static VersionSelector SelectorOf(string? version) => version switch
    {
        null => default,
        "latest" => new VersionSelector(VersionSelectorKind.Latest),
        "draft" => new VersionSelector(VersionSelectorKind.Draft),
        _ => VersionSelector.Of(int.Parse(version, CultureInfo.InvariantCulture)),
    };

    /// <summary>What a run that a cron trigger has started sees as <c>trigger</c>.</summary>
    private sealed record CronPayload(string TriggerId, DateTimeOffset ScheduledAt, DateTimeOffset FiredAt, JsonElement? Input);
}

/// <summary>What a trigger starts, or why it cannot start anything.</summary>
/// <param name="Version">The version; 0 for the draft.</param>
/// <param name="Runnable">What it runs; null when it cannot be run.</param>
/// <param name="Error">Why it cannot be run; null when it can.</param>
public sealed record CronTarget(int Version, Runnable? Runnable, RunError? Error)
{
    /// <summary>Whether the workflow is gone for good, so that there is no point in trying again.</summary>
    public bool IsGone { get; init; }
}
