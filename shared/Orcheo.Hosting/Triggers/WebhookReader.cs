using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;

namespace Orcheo.Hosting.Triggers;

/// <summary>Reads what a delivery carries, once it has been let in.</summary>
public static class WebhookReader
{
    private static readonly string[] SecretHeaders = ["authorization", "cookie", "proxy-authorization", "x-webhook-token"];

    /// <summary>Reads a delivery.</summary>
    /// <param name="request">The request; its body has been read already.</param>
    /// <param name="settings">The trigger, which says what headers prove the sender.</param>
    /// <param name="body">The raw body.</param>
    /// <exception cref="OrcheoException">The body is not what its content type says.</exception>
    public static async Task<WebhookContent> ReadAsync(HttpRequest request, WebhookSettings settings, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(settings);
        return new WebhookContent(
            request.Method,
            string.IsNullOrEmpty(request.ContentType) ? null : request.ContentType,
            ReadHeaders(request.Headers, settings),
            request.Query.ToDictionary(parameter => parameter.Key, parameter => Values(parameter.Value), StringComparer.Ordinal),
            await WebhookBody.ReadAsync(request.ContentType, body, request.HttpContext.RequestAborted));
    }

    /// <summary>One value as a string, several as an array.</summary>
    internal static JsonElement Values(StringValues values) => values.Count == 1
        ? JsonSerializer.SerializeToElement(values[0], OrcheoJson.Options)
        : JsonSerializer.SerializeToElement(values.ToArray(), OrcheoJson.Options);

    private static Dictionary<string, string> ReadHeaders(IHeaderDictionary headers, WebhookSettings settings)
    {
        var proofs = settings.Auth == WebhookAuth.Hmac ? WebhookSchemes.Find(settings.Scheme!)!.SecretHeaders : [];
        var read = new Dictionary<string, string>(headers.Count, StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var lower = name.ToLowerInvariant();
            if (!SecretHeaders.Contains(lower, StringComparer.Ordinal) && !proofs.Contains(lower, StringComparer.Ordinal))
            {
                read[lower] = value.ToString();
            }
        }

        return read;
    }
}
