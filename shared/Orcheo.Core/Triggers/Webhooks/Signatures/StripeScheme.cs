using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>
/// Stripe: <c>Stripe-Signature: t=&lt;seconds&gt;,v1=&lt;hex&gt;[,v1=&lt;hex&gt;]</c> over <c>{t}.{body}</c>; deliveries are named by the
/// event's <c>id</c> in the body.
/// </summary>
internal sealed class StripeScheme : IWebhookScheme
{
    private const int MaxParts = 16;

    public IReadOnlyList<string> SecretHeaders { get; } = ["stripe-signature"];

    public bool TryReadKey(string secret, [NotNullWhen(true)] out byte[]? key) => TextKey.TryRead(secret, out key);

    public string NewSecret() => TextKey.New("whsec_");

    public SignatureClaim? Read(SignedDelivery delivery)
    {
        string? timestamp = null;
        var signatures = new List<byte[]>();
        foreach (var part in (delivery.Header("stripe-signature") ?? "").Split(',', MaxParts + 1).Take(MaxParts))
        {
            var value = part.AsSpan().Trim();
            if (value.StartsWith("t="))
            {
                timestamp ??= value[2..].ToString();
            }
            else if (value.StartsWith("v1=") && TextKey.ReadHex(value[3..]) is { } signature)
            {
                signatures.Add(signature);
            }
        }

        return signatures.Count > 0 && UnixTime.Read(timestamp) is { } signedAt
            ? new SignatureClaim(Encoding.UTF8.GetBytes($"{timestamp}."), signatures, signedAt, DeliveryIds.InBody(delivery.Body, "id"))
            : null;
    }
}
