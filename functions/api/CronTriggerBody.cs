using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Triggers;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api;

/// <summary>Reads the body of <c>POST</c> and <c>PUT /triggers/cron</c>.</summary>
internal static class CronTriggerBody
{
    private const int MaxInputBytes = 64 * 1024;

    private static readonly string[] Policies = ["skip", "queue"];

    /// <summary>Reads the body strictly; what the server sets is passed over, so that what was read can be sent back.</summary>
    /// <exception cref="OrcheoException">Every structural fault is listed.</exception>
    public static CronTriggerSettings Read(StrictObject body, JsonFaults faults)
    {
        body.Ignore(
            "id", "created_at", "updated_at", "status", "next_fire_at", "last_fire_at", "last_status", "last_error", "last_execution_id", "fire_count", "missed_count");
        var workflowId = body.Text("workflow_id", required: true);
        var version = TriggerVersion.Read(body);
        var cron = body.Text("cron", required: true, maxLength: 200);
        var timezone = body.Text("timezone", maxLength: 64);
        var policy = body.Choice("misfire_policy", Policies);
        var enabled = body.Boolean("enabled");
        var input = body.Any("input");
        body.Close();
        if (workflowId is not null && !OrcheoId.IsValid(OrcheoId.Workflow, workflowId))
        {
            body.Fault(ErrorCodes.InvalidId, "This is not the id of a workflow: such ids are wf_ and 26 lower-case letters or digits.", "workflow_id");
        }

        if (input is { } value && JsonSerializer.SerializeToUtf8Bytes(value, OrcheoJson.Options).Length > MaxInputBytes)
        {
            body.Fault(ErrorCodes.ValueOutOfRange, $"Must be at most {MaxInputBytes} bytes of JSON.", "input");
        }

        faults.ThrowIfAny();
        return new CronTriggerSettings
        {
            WorkflowId = workflowId!,
            Version = version,
            Cron = cron!,
            Timezone = timezone ?? "UTC",
            MisfirePolicy = policy == "queue" ? MisfirePolicy.Queue : MisfirePolicy.Skip,
            Enabled = enabled ?? true,
            Input = input is { ValueKind: JsonValueKind.Null } ? null : input,
        };
    }
}

/// <summary>A cron trigger as the API shows it.</summary>
internal sealed record CronTriggerView
{
    public required string Id { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>A number, <c>latest</c> or <c>draft</c>, as its owner named it.</summary>
    public object? Version { get; init; }

    public required string Cron { get; init; }

    public required string Timezone { get; init; }

    public required MisfirePolicy MisfirePolicy { get; init; }

    public required bool Enabled { get; init; }

    public JsonElement? Input { get; init; }

    /// <summary><c>active</c>, <c>disabled</c>, <c>finished</c> (no time is left) or <c>workflow_deleted</c>.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? NextFireAt { get; init; }

    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>The status, now, of the execution that it started last.</summary>
    public ExecutionStatus? LastStatus { get; init; }

    /// <summary>Why its last time started nothing.</summary>
    public RunError? LastError { get; init; }

    public string? LastExecutionId { get; init; }

    public required long FireCount { get; init; }

    public required long MissedCount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Shows a trigger.</summary>
    /// <param name="trigger">As it is stored.</param>
    /// <param name="hasWorkflow">Whether its workflow is there still.</param>
    /// <param name="last">The execution that it started last, where there is one.</param>
    public static CronTriggerView Of(CronTrigger trigger, bool hasWorkflow, ExecutionHead? last) => new()
    {
        Id = trigger.Id,
        WorkflowId = trigger.WorkflowId,
        Version = int.TryParse(trigger.Version, CultureInfo.InvariantCulture, out var number) ? number : trigger.Version,
        Cron = trigger.Cron,
        Timezone = trigger.Timezone,
        MisfirePolicy = trigger.MisfirePolicy,
        Enabled = trigger.Enabled,
        Input = trigger.Input,
        Status = !hasWorkflow ? "workflow_deleted" : !trigger.Enabled ? "disabled" : trigger.NextFireAt is null ? "finished" : "active",
        NextFireAt = hasWorkflow ? trigger.NextFireAt : null,
        LastFireAt = trigger.LastFireAt,
        LastStatus = last?.Status,
        LastError = trigger.LastError,
        LastExecutionId = trigger.LastExecutionId,
        FireCount = trigger.FireCount,
        MissedCount = trigger.MissedCount,
        CreatedAt = trigger.CreatedAt,
        UpdatedAt = trigger.UpdatedAt,
    };
}
