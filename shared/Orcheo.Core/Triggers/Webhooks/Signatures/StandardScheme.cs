using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>
/// The Standard Webhooks specification: <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>, a list of
/// <c>v1,&lt;base64&gt;</c> parted by spaces; signed is <c>{id}.{timestamp}.{body}</c>. A secret is <c>whsec_</c> and the base64 of the key.
/// </summary>
internal sealed class StandardScheme : IWebhookScheme
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MaxSignatures = 16;

    public IReadOnlyList<string> SecretHeaders { get; } = ["webhook-signature"];

    public bool TryReadKey(string secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64Chars(secret.AsSpan(SecretPrefix.Length), bytes, out var length) || length == 0)
        {
            return false;
        }

        key = bytes[..length];
        return true;
    }

    public string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public SignatureClaim? Read(SignedDelivery delivery)
    {
        var id = DeliveryIds.Clean(delivery.Header("webhook-id"));
        var timestamp = delivery.Header("webhook-timestamp");
        if (id is null || UnixTime.Read(timestamp) is not { } signedAt || delivery.Header("webhook-signature") is not { } header)
        {
            return null;
        }

        var signatures = header.Split(' ', MaxSignatures + 1, StringSplitOptions.RemoveEmptyEntries).Take(MaxSignatures).Select(ReadSignature).OfType<byte[]>().ToList();
        return signatures.Count == 0 ? null : new SignatureClaim(Encoding.UTF8.GetBytes($"{id}.{timestamp}."), signatures, signedAt, id);
    }

    /// <summary>Other versions than v1 are passed over: a sender may send several during a change.</summary>
    private static byte[]? ReadSignature(string text)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        return text.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(text.AsSpan(Version.Length), bytes, out var length)
            && length == bytes.Length
                ? bytes
                : null;
    }
}
