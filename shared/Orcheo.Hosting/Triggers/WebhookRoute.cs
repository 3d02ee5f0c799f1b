namespace Orcheo.Hosting.Triggers;

/// <summary>Where deliveries come in.</summary>
public static class WebhookRoute
{
    /// <summary>The name of the function.</summary>
    public const string Function = "ReceiveWebhook";

    /// <summary>Its route, below <c>/api</c>.</summary>
    public const string Template = "{tenant}/hooks/{token}";

    /// <summary>The path of a trigger's URL.</summary>
    public static string PathOf(string tenant, string token) => $"/api/{tenant}/hooks/{token}";
}
