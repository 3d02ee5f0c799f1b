using System.Globalization;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api;

/// <summary>The body that creates or changes a webhook trigger.</summary>
/// <param name="Settings">What it is to do.</param>
/// <param name="SigningSecret">The secret that the sender has fixed; null for none.</param>
internal sealed record WebhookTriggerBody(WebhookSettings Settings, string? SigningSecret)
{
    private const int MinSecretLength = 16;
    private const int MaxSecretLength = 512;
    private const double MaxRate = 100_000;
    private const int MaxOverlapSeconds = 7 * 24 * 3600;

    private static readonly string[] Auths = ["hmac", "token", "none"];
    private static readonly string[] Modes = ["immediate", "on_completion"];

    /// <summary>Reads the body of a change strictly; what the server sets is passed over, so that what was read can be sent back.</summary>
    /// <exception cref="OrcheoException">Every fault is listed, none with a secret.</exception>
    public static WebhookTriggerBody ReadChange(StrictObject body, JsonFaults faults, int maxBodyBytes)
    {
        body.Ignore(
            "id", "url", "token", "signing_secret_once", "previous_secret_expires_at", "status", "last_fire_at", "last_status", "last_execution_id", "fire_count",
            "rejected_count", "created_at", "updated_at");
        return ReadNew(body, faults, maxBodyBytes);
    }

    /// <summary>Reads the body of a new trigger strictly.</summary>
    /// <exception cref="OrcheoException">Every fault is listed, none with a secret.</exception>
    public static WebhookTriggerBody ReadNew(StrictObject body, JsonFaults faults, int maxBodyBytes)
    {
        var workflowId = body.Text("workflow_id", required: true);
        var version = TriggerVersion.Read(body);
        var auth = body.Choice("auth", Auths) switch { "token" => WebhookAuth.Token, "none" => WebhookAuth.None, _ => WebhookAuth.Hmac };
        var scheme = body.Choice("scheme", WebhookSchemes.Names);
        var mode = body.Choice("response_mode", Modes);
        var rate = ReadRate(body);
        var maxBytes = body.Integer("max_body_bytes", 1, maxBodyBytes);
        var enabled = body.Boolean("enabled");
        var secret = ReadSecret(body);
        body.Close();
        if (workflowId is not null && !OrcheoId.IsValid(OrcheoId.Workflow, workflowId))
        {
            body.Fault(ErrorCodes.InvalidId, "This is not the id of a workflow: such ids are wf_ and 26 lower-case letters or digits.", "workflow_id");
        }

        faults.ThrowIfAny();
        var settings = new WebhookSettings
        {
            WorkflowId = workflowId!,
            Version = version,
            Auth = auth,
            Scheme = auth == WebhookAuth.Hmac ? scheme ?? "standard" : null,
            ResponseMode = mode == "on_completion" ? WebhookResponseMode.OnCompletion : WebhookResponseMode.Immediate,
            RateLimit = rate,
            MaxBodyBytes = maxBytes,
            Enabled = enabled ?? true,
        };
        return new WebhookTriggerBody(settings, secret);
    }

    /// <summary>Reads the body of a rotation strictly.</summary>
    /// <exception cref="OrcheoException">Every fault is listed, none with a secret.</exception>
    public static (string? SigningSecret, TimeSpan Overlap) ReadRotation(StrictObject? body, JsonFaults faults)
    {
        if (body is null)
        {
            return (null, WebhookTriggers.DefaultOverlap);
        }

        var secret = ReadSecret(body);
        var overlap = body.Integer("overlap_seconds", 0, MaxOverlapSeconds);
        body.Close();
        faults.ThrowIfAny();
        return (secret, overlap is { } seconds ? TimeSpan.FromSeconds(seconds) : WebhookTriggers.DefaultOverlap);
    }

    /// <summary>Nothing that is secret.</summary>
    public override string ToString() => Settings.ToString();

    private static string? ReadSecret(StrictObject body)
    {
        var secret = body.Text("signing_secret", minLength: MinSecretLength, maxLength: MaxSecretLength);
        if (secret is not null && secret.Any(char.IsControl))
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "A secret has no control characters.", "signing_secret");
        }

        return secret;
    }

    private static WebhookRate? ReadRate(StrictObject body)
    {
        if (body.Object("rate_limit") is not { } rate)
        {
            return null;
        }

        var perSecond = rate.Number("per_second", 0, MaxRate, aboveMin: true, required: true);
        var burst = rate.Integer("burst", 1, (int)MaxRate, required: true);
        rate.Close();
        return perSecond is { } sustained && burst is { } atOnce ? new WebhookRate(sustained, atOnce) : null;
    }
}

/// <summary>A webhook trigger as the API shows it.</summary>
internal sealed record WebhookTriggerView
{
    public required string Id { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>A number, <c>latest</c> or <c>draft</c>, as its owner named it.</summary>
    public object? Version { get; init; }

    public required WebhookAuth Auth { get; init; }

    public string? Scheme { get; init; }

    public required WebhookResponseMode ResponseMode { get; init; }

    public WebhookRate? RateLimit { get; init; }

    public int? MaxBodyBytes { get; init; }

    public required bool Enabled { get; init; }

    /// <summary><c>active</c>, <c>disabled</c> or <c>workflow_deleted</c>.</summary>
    public required string Status { get; init; }

    public required string Url { get; init; }

    public required string Token { get; init; }

    /// <summary>The secret, in the answer to the change that has set it.</summary>
    public string? SigningSecretOnce { get; init; }

    public DateTimeOffset? PreviousSecretExpiresAt { get; init; }

    public DateTimeOffset? LastFireAt { get; init; }

    public string? LastExecutionId { get; init; }

    /// <summary>The status, now, of the execution that it started last.</summary>
    public ExecutionStatus? LastStatus { get; init; }

    public required long FireCount { get; init; }

    public required long RejectedCount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Shows a trigger.</summary>
    public static WebhookTriggerView Of(OpenWebhook webhook, string url, WebhookCounts counts, bool hasWorkflow, ExecutionHead? last, DateTimeOffset now)
    {
        var (trigger, settings) = (webhook.Trigger, webhook.Trigger.Settings);
        return new WebhookTriggerView
        {
            Id = trigger.Id,
            WorkflowId = settings.WorkflowId,
            Version = int.TryParse(settings.Version, CultureInfo.InvariantCulture, out var number) ? number : settings.Version,
            Auth = settings.Auth,
            Scheme = settings.Scheme,
            ResponseMode = settings.ResponseMode,
            RateLimit = settings.RateLimit,
            MaxBodyBytes = settings.MaxBodyBytes,
            Enabled = settings.Enabled,
            Status = !hasWorkflow ? "workflow_deleted" : settings.Enabled ? "active" : "disabled",
            Url = url,
            Token = webhook.Secrets.Token,
            PreviousSecretExpiresAt = trigger.PreviousSecretExpiresAt > now ? trigger.PreviousSecretExpiresAt : null,
            LastFireAt = counts.LastFireAt,
            LastExecutionId = counts.LastExecutionId,
            LastStatus = last?.Status,
            FireCount = counts.FireCount,
            RejectedCount = counts.RejectedCount,
            CreatedAt = trigger.CreatedAt,
            UpdatedAt = trigger.UpdatedAt,
        };
    }

    /// <summary>Nothing that is secret.</summary>
    public override string ToString() => $"{nameof(WebhookTriggerView)} {Id}";
}
