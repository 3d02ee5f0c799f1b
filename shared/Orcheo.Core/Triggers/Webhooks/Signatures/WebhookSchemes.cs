using System.Collections.Frozen;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>The schemes by which senders sign, by name.</summary>
public static class WebhookSchemes
{
    private static readonly FrozenDictionary<string, IWebhookScheme> ByName = new Dictionary<string, IWebhookScheme>(StringComparer.Ordinal)
    {
        ["standard"] = new StandardScheme(),
        ["github"] = new GitHubScheme(),
        ["stripe"] = new StripeScheme(),
        ["slack"] = new SlackScheme(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The scheme of that name; null when there is none.</summary>
    public static IWebhookScheme? Find(string name) => ByName.GetValueOrDefault(name);
}
