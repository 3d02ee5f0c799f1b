using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Paths of requests as logs and spans may show them.</summary>
public static class RequestPaths
{
    /// <summary>The part of a webhook's path that is a secret.</summary>
    private const string SecretPart = "token";

    /// <summary>The route that took the request; null when none did.</summary>
    public static string? RouteOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? $"/{pattern.TrimStart('/')}" : null;

    /// <summary>The path without what is a secret in it. Where no route took it, nothing of it: a URL that is nearly right may hold all of a secret.</summary>
    public static string Shown(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (RouteOf(http) is null)
        {
            return $"/{UrlRedaction.Redacted}";
        }

        var path = http.Request.Path.Value ?? "/";
        return http.Request.RouteValues.TryGetValue(SecretPart, out var secret) && secret is string { Length: > 0 } text
            ? path.Replace(text, UrlRedaction.Redacted, StringComparison.Ordinal)
            : path;
    }
}
