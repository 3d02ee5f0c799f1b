using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Telemetry;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Triggers;

/// <summary>
/// Starts the executions of deliveries. The id of each is derived from the trigger and the sender's id of the delivery, and the store
/// takes an id once: a delivery that has been taken is never taken again, on any replica and after any restart.
/// </summary>
public sealed class WebhookStarts(
    RunnableWorkflows runnable, WorkflowStore workflows, ExecutionStarter starter, WebhookCounters counters, TimeProvider time)
{
    private const string TriggerType = "webhook";

    /// <summary>The execution of a delivery.</summary>
    public static string ExecutionId(string triggerId, string deliveryId) => OrcheoId.Derive(OrcheoId.Execution, triggerId, deliveryId);

    /// <summary>Starts the execution of a delivery that was let in, or finds the one that an earlier sending has started.</summary>
    /// <param name="tenant">Whose trigger it is.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="deliveryId">The sender's id of the delivery; null when it cannot be told from others.</param>
    /// <param name="content">What came.</param>
    /// <param name="schedule">Hands the execution to the durable runner.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    /// <returns>The execution, and whether it is new; null when the workflow is gone.</returns>
    /// <exception cref="OrcheoException">The workflow cannot be run (<see cref="ErrorCodes.Conflict"/>).</exception>
    public async Task<(ExecutionHead Head, bool IsNew)?> StartAsync(
        string tenant,
        WebhookTrigger trigger,
        string? deliveryId,
        WebhookContent content,
        ScheduleExecution schedule,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(content);
        if (await FindAsync(tenant, trigger.Settings, cancellationToken) is not { } found)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var id = deliveryId ?? Guid.NewGuid().ToString("N");
        var (version, what) = found;
        var request = new StartRequest
        {
            Tenant = tenant,
            ExecutionId = ExecutionId(trigger.Id, id),
            WorkflowId = trigger.Settings.WorkflowId,
            WorkflowVersion = version,
            Definition = what.Definition,
            NodeCount = what.NodeCount,
            TimeoutSeconds = what.TimeoutSeconds,
            Trigger = new ExecutionTrigger(TriggerType, trigger.Id),
            TriggerPayload = JsonSerializer.SerializeToElement(
                new Payload(trigger.Id, id, content.Method, content.ContentType, content.Headers, content.Query, content.Body, now), OrcheoJson.Options),
        };
        var started = await starter.StartOnceAsync(request, schedule, cancellationToken);
        OrcheoMetrics.WebhookAccepted(!started.IsNew);
        if (started.IsNew)
        {
            OrcheoMetrics.Triggered(TriggerType, time.GetUtcNow() - now);
            counters.Fired(tenant, trigger, started.Head.Id, now);
        }

        return started;
    }

    private async Task<(int Version, Runnable Runnable)?> FindAsync(string tenant, WebhookSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            if (await runnable.FindAsync(tenant, settings.WorkflowId, SelectorOf(settings.Version), cancellationToken) is { } found)
            {
                return found;
            }
        }
        catch (OrcheoException exception) when (exception.Code == ErrorCodes.ValidationFailed)
        {
            // Nothing of the workflow itself is told to the sender.
            throw new OrcheoException(ErrorCodes.Conflict, "The workflow of this webhook is not valid and cannot be started.", [], exception);
        }

        return await workflows.GetAsync(tenant, settings.WorkflowId, cancellationToken) is null
            ? null
            : throw new OrcheoException(ErrorCodes.Conflict, "The workflow of this webhook has no such version yet.");
    }

    private static VersionSelector SelectorOf(string? version) => version switch
    {
        null => default,
        "latest" => new VersionSelector(VersionSelectorKind.Latest),
        "draft" => new VersionSelector(VersionSelectorKind.Draft),
        _ => VersionSelector.Of(int.Parse(version, CultureInfo.InvariantCulture)),
    };

    /// <summary>What a run that a delivery has started sees as <c>trigger</c>.</summary>
    private sealed record Payload(
        string TriggerId,
        string DeliveryId,
        string Method,
        string? ContentType,
        IReadOnlyDictionary<string, string> Headers,
        IReadOnlyDictionary<string, JsonElement> Query,
        JsonElement Body,
        DateTimeOffset ReceivedAt);
}
