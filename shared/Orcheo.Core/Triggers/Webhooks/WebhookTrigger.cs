using System.Globalization;
using System.Text.Json.Serialization;
using Orcheo.Core.Credentials;

namespace Orcheo.Core.Triggers.Webhooks;

/// <summary>A webhook trigger as it is stored. A persisted shape: members may be added, never renamed or removed.</summary>
public sealed record WebhookTrigger
{
    /// <summary><c>hook_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner has set.</summary>
    public required WebhookSettings Settings { get; init; }

    /// <summary>Hash of the tenant and the URL's token: where the trigger is stored.</summary>
    public required string TokenHash { get; init; }

    /// <summary>Rises with every change that its owner makes; re-wrapping under another master key is none.</summary>
    public required int Revision { get; init; }

    /// <summary>Rises with every new content of <see cref="Secrets"/>. Bound to the encryption, so that earlier secrets cannot be put back.</summary>
    public required int SecretsVersion { get; init; }

    /// <summary>The encrypted <see cref="WebhookSecrets"/>.</summary>
    public required SecretEnvelope Secrets { get; init; }

    /// <summary>Until when the secret before the present one verifies too; null when there is none.</summary>
    public DateTimeOffset? PreviousSecretExpiresAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner last changed it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What names the state that a caller has read: changes with every change of theirs, and with no other.</summary>
    [JsonIgnore]
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"{Id}|{Revision}");

    /// <summary>What the encryption of <see cref="Secrets"/> is bound to.</summary>
    public static string AssociatedData(string tenant, string id, int secretsVersion) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenant}|{id}|{secretsVersion}");
}

/// <summary>What a webhook trigger's owner sets.</summary>
public sealed record WebhookSettings
{
    /// <summary>The workflow that it starts.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>
    /// The version that it starts, as its owner named it: a number, <c>latest</c> or <c>draft</c>; null for the latest finalized one, else
    /// the draft.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>How a delivery proves where it is from.</summary>
    public WebhookAuth Auth { get; init; } = WebhookAuth.Hmac;

    /// <summary>With <see cref="WebhookAuth.Hmac"/>: one of <see cref="Signatures.WebhookSchemes.Names"/>; else null.</summary>
    public string? Scheme { get; init; }

    /// <summary>When deliveries are answered.</summary>
    public WebhookResponseMode ResponseMode { get; init; }

    /// <summary>How many deliveries are taken; null for no limit of its own.</summary>
    public WebhookRate? RateLimit { get; init; }

    /// <summary>The largest body, in bytes; null for the limit of all requests.</summary>
    public int? MaxBodyBytes { get; init; }

    /// <summary>Whether deliveries are taken at all.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>How a delivery proves where it is from.</summary>
public enum WebhookAuth
{
    /// <summary>By a signature.</summary>
    Hmac,

    /// <summary>By presenting the secret.</summary>
    Token,

    /// <summary>By knowing the URL.</summary>
    None,
}

/// <summary>When a delivery is answered.</summary>
public enum WebhookResponseMode
{
    /// <summary>When its execution is stored.</summary>
    Immediate,

    /// <summary>When its execution has ended, if that comes in time.</summary>
    OnCompletion,
}

/// <summary>A sustained rate and a burst. Each process counts its own.</summary>
/// <param name="PerSecond">Deliveries a second in the long run.</param>
/// <param name="Burst">Deliveries at once after a pause.</param>
public sealed record WebhookRate(double PerSecond, int Burst);

/// <summary>What has become of a webhook trigger's deliveries.</summary>
/// <param name="FireCount">How many executions it has started.</param>
/// <param name="RejectedCount">How many deliveries to its URL were rejected.</param>
/// <param name="LastFireAt">When it last started an execution.</param>
/// <param name="LastExecutionId">Which that was.</param>
public sealed record WebhookCounts(long FireCount = 0, long RejectedCount = 0, DateTimeOffset? LastFireAt = null, string? LastExecutionId = null)
{
    /// <summary>Adds what came later.</summary>
    public WebhookCounts Plus(WebhookCounts later)
    {
        ArgumentNullException.ThrowIfNull(later);
        var newest = later.LastFireAt >= (LastFireAt ?? DateTimeOffset.MinValue) ? later : this;
        return new WebhookCounts(FireCount + later.FireCount, RejectedCount + later.RejectedCount, newest.LastFireAt, newest.LastExecutionId);
    }
}
