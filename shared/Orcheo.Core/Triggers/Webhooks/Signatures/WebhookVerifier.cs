using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>Decides whether a delivery comes from who it says. Every comparison takes the same time whatever the content.</summary>
public static class WebhookVerifier
{
    /// <summary>How far the sender's time may be from ours, before or after (Standard Webhooks, Stripe and Slack recommend it).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const string BearerScheme = "Bearer ";

    /// <summary>Verifies a signed delivery.</summary>
    /// <param name="scheme">How the sender signs.</param>
    /// <param name="secrets">The secrets that are valid now: one of them must have signed.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">Our time.</param>
    public static WebhookVerdict Verify(IWebhookScheme scheme, IReadOnlyList<string> secrets, SignedDelivery delivery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(delivery);
        if (scheme.Read(delivery) is not { } claim)
        {
            return WebhookVerdict.Rejected(WebhookRejection.Unsigned);
        }

        if (!secrets.Any(secret => IsSigned(scheme, secret, claim, delivery.Body.Span)))
        {
            return WebhookVerdict.Rejected(WebhookRejection.BadSignature);
        }

        // After the signature: who cannot sign learns nothing of our clock.
        return claim.SignedAt is { } at && (now - at).Duration() > Tolerance
            ? WebhookVerdict.Rejected(WebhookRejection.Stale)
            : WebhookVerdict.Accepted(claim.DeliveryId ?? Convert.ToHexStringLower(claim.Signatures[0]));
    }

    /// <summary>Verifies a delivery that presents a secret instead of a signature: <c>Authorization: Bearer</c> or <c>X-Webhook-Token</c>.</summary>
    /// <param name="secrets">The secrets that are valid now.</param>
    /// <param name="delivery">The delivery.</param>
    public static WebhookVerdict VerifyToken(IReadOnlyList<string> secrets, SignedDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(delivery);
        if (PresentedToken(delivery) is not { } presented)
        {
            return WebhookVerdict.Rejected(WebhookRejection.Unsigned);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        return secrets.Any(secret => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), hash))
            ? WebhookVerdict.Accepted(OwnDeliveryId(delivery))
            : WebhookVerdict.Rejected(WebhookRejection.BadSignature);
    }

    /// <summary>The delivery id that an unsigned sender gives by itself; null when it gives none.</summary>
    public static string? OwnDeliveryId(SignedDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return DeliveryIds.Clean(delivery.Header("webhook-id")) ?? DeliveryIds.Clean(delivery.Header("idempotency-key"));
    }

    private static string? PresentedToken(SignedDelivery delivery)
    {
        var authorization = delivery.Header("authorization");
        var token = authorization is not null && authorization.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[BearerScheme.Length..].Trim()
            : delivery.Header("x-webhook-token");
        return string.IsNullOrEmpty(token) ? null : token;
    }

    private static bool IsSigned(IWebhookScheme scheme, string secret, SignatureClaim claim, ReadOnlySpan<byte> body)
    {
        if (!scheme.TryReadKey(secret, out var key))
        {
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(claim.Prefix.Span);
        hmac.AppendData(body);
        var expected = hmac.GetHashAndReset();

        // Every signature is compared, so that the time does not tell which one was right.
        var matches = false;
        foreach (var signature in claim.Signatures)
        {
            matches |= CryptographicOperations.FixedTimeEquals(signature, expected);
        }

        return matches;
    }
}

/// <summary>Whether a delivery is let in.</summary>
/// <param name="Rejection">Why not; null when it is.</param>
/// <param name="DeliveryId">The id by which a repetition is known; null when it cannot be known.</param>
public readonly record struct WebhookVerdict(WebhookRejection? Rejection, string? DeliveryId)
{
    /// <summary>Let in.</summary>
    public static WebhookVerdict Accepted(string? deliveryId) => new(null, deliveryId);

    /// <summary>Not let in.</summary>
    public static WebhookVerdict Rejected(WebhookRejection reason) => new(reason, null);
}

/// <summary>Why a delivery is not let in.</summary>
public enum WebhookRejection
{
    /// <summary>No signature or token, or one that cannot be read.</summary>
    Unsigned,

    /// <summary>A signature or token that is not right.</summary>
    BadSignature,

    /// <summary>Signed too long ago, or in the future.</summary>
    Stale,

    /// <summary>The body is larger than the trigger takes.</summary>
    TooLarge,

    /// <summary>More deliveries than the trigger takes.</summary>
    RateLimited,

    /// <summary>No trigger has this URL, it is disabled, or its workflow is gone.</summary>
    Unknown,

    /// <summary>The body is not what its content type says.</summary>
    Malformed,
}
