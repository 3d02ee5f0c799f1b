using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Triggers;

/// <summary>The webhook triggers' settings (<c>Orcheo__Webhooks__…</c>).</summary>
public sealed class WebhookOptions
{
    /// <summary>How long a delivery waits for the end of its execution (<c>on_completion</c>), up to 200 seconds; default 25 seconds.</summary>
    public TimeSpan CompletionWait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Where senders reach Orcheo, e.g. <c>https://hooks.example.com</c>: what the URLs of webhooks begin with. Default: the address at
    /// which the API was asked.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (CompletionWait <= TimeSpan.Zero || CompletionWait > TimeSpan.FromSeconds(200))
        {
            throw new OptionsException("Orcheo__Webhooks__CompletionWait", "a time span up to 00:03:20");
        }

        var isUsable = string.IsNullOrEmpty(PublicUrl)
            || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0);
        if (!isUsable)
        {
            throw new OptionsException("Orcheo__Webhooks__PublicUrl", "an http or https address without a query");
        }
    }
}
