using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>
/// Slack: <c>X-Slack-Signature: v0=&lt;hex&gt;</c> over <c>v0:{timestamp}:{body}</c> with <c>X-Slack-Request-Timestamp</c>; events are
/// named by <c>event_id</c> in the body, slash commands and interactions by nothing.
/// </summary>
internal sealed class SlackScheme : IWebhookScheme
{
    private const string Prefix = "v0=";

    public IReadOnlyList<string> SecretHeaders { get; } = ["x-slack-signature"];

    public bool TryReadKey(string secret, [NotNullWhen(true)] out byte[]? key) => TextKey.TryRead(secret, out key);

    public string NewSecret() => TextKey.New("");

    public SignatureClaim? Read(SignedDelivery delivery)
    {
        var timestamp = delivery.Header("x-slack-request-timestamp");
        var header = delivery.Header("x-slack-signature");
        if (UnixTime.Read(timestamp) is not { } signedAt || header is null || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        return TextKey.ReadHex(header.AsSpan(Prefix.Length)) is { } signature
            ? new SignatureClaim(Encoding.UTF8.GetBytes($"v0:{timestamp}:"), [signature], signedAt, DeliveryIds.InBody(delivery.Body, "event_id"))
            : null;
    }
}
