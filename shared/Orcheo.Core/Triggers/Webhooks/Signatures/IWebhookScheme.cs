using System.Diagnostics.CodeAnalysis;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>How a sender signs its deliveries. Pure: no clock, no I/O. Thread-safe.</summary>
public interface IWebhookScheme
{
    /// <summary>The names of the headers that prove the sender, in lower case: they are not handed to workflows.</summary>
    IReadOnlyList<string> SecretHeaders { get; }

    /// <summary>The key that a secret as people write it stands for.</summary>
    /// <param name="secret">The signing secret.</param>
    /// <param name="key">The bytes of the key.</param>
    /// <returns>False when the secret is not one of this scheme.</returns>
    bool TryReadKey(string secret, [NotNullWhen(true)] out byte[]? key);

    /// <summary>Makes a new secret of 256 random bits.</summary>
    string NewSecret();

    /// <summary>Reads what a delivery says of its signature.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <returns>What is to be verified; null when the signature is missing or cannot be read.</returns>
    SignatureClaim? Read(SignedDelivery delivery);
}

/// <summary>A delivery as it came, before anything of it is believed.</summary>
/// <param name="Header">The value of a header by its lower-case name; null when it is absent.</param>
/// <param name="Body">The raw body.</param>
public sealed record SignedDelivery(Func<string, string?> Header, ReadOnlyMemory<byte> Body);

/// <summary>What a delivery says of its signature.</summary>
/// <param name="Prefix">What is signed before the body.</param>
/// <param name="Signatures">The signatures (HMAC-SHA256, 32 bytes each) of which one must be right.</param>
/// <param name="SignedAt">When the sender says it signed; null for schemes without a time.</param>
/// <param name="DeliveryId">The sender's id of the delivery; null when it gave none.</param>
public sealed record SignatureClaim(ReadOnlyMemory<byte> Prefix, IReadOnlyList<byte[]> Signatures, DateTimeOffset? SignedAt, string? DeliveryId);
