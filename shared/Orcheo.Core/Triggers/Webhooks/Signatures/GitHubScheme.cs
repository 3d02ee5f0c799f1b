using System.Diagnostics.CodeAnalysis;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>
/// GitHub: <c>X-Hub-Signature-256: sha256=&lt;hex&gt;</c> over the body, deliveries named by <c>X-GitHub-Delivery</c>. The scheme
/// signs no time and not the delivery's id: a repetition is known by that id alone.
/// </summary>
internal sealed class GitHubScheme : IWebhookScheme
{
    private const string Prefix = "sha256=";

    public IReadOnlyList<string> SecretHeaders { get; } = ["x-hub-signature-256", "x-hub-signature"];

    public bool TryReadKey(string secret, [NotNullWhen(true)] out byte[]? key) => TextKey.TryRead(secret, out key);

    public string NewSecret() => TextKey.New("");

    public SignatureClaim? Read(SignedDelivery delivery)
    {
        var header = delivery.Header("x-hub-signature-256");
        return header is not null && header.StartsWith(Prefix, StringComparison.Ordinal) && TextKey.ReadHex(header.AsSpan(Prefix.Length)) is { } signature
            ? new SignatureClaim(default, [signature], null, DeliveryIds.Clean(delivery.Header("x-github-delivery")))
            : null;
    }
}
