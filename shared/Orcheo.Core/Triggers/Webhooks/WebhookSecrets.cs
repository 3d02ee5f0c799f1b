using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks;

/// <summary>What of a webhook trigger is secret, in the clear; stored encrypted only.</summary>
/// <param name="Token">The last part of the URL.</param>
/// <param name="Current">The secret that senders sign with or present; null when the URL is enough.</param>
/// <param name="Previous">The one before it; null when there is none.</param>
/// <param name="PreviousExpiresAt">Until when the one before it verifies too.</param>
public sealed record WebhookSecrets(string Token, string? Current = null, string? Previous = null, DateTimeOffset? PreviousExpiresAt = null)
{
    /// <summary>Makes a token of 256 random bits for a URL.</summary>
    public static string NewToken() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The hash under which a token's trigger is stored.</summary>
    public static string HashOf(string tenant, string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Length}:{tenant}{token}")));

    /// <summary>The secrets that verify at that time.</summary>
    public IReadOnlyList<string> ValidAt(DateTimeOffset now) => (Current, Previous) switch
    {
        (null, _) => [],
        (_, null) => [Current],
        _ when PreviousExpiresAt > now => [Current, Previous],
        _ => [Current],
    };

    /// <summary>The same trigger with another secret; the present one verifies for a while yet.</summary>
    public WebhookSecrets Rotated(string next, DateTimeOffset previousExpiresAt, DateTimeOffset now) => previousExpiresAt > now
        ? new WebhookSecrets(Token, next, Current, previousExpiresAt)
        : new WebhookSecrets(Token, next);

    /// <summary>Nothing that is secret.</summary>
    public override string ToString() => nameof(WebhookSecrets);
}
