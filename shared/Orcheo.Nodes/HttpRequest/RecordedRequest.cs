using System.Buffers;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>
/// The request as it is recorded: what the author asked for. Neither the credential is in it, nor a derived <c>Idempotency-Key</c>,
/// which differs from one execution to the next.
/// </summary>
internal static class RecordedRequest
{
    private const string Kind = "http";

    /// <summary>The call that this request makes.</summary>
    public static ExternalCall Of(HttpRequestConfig config, OutgoingRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = OrcheoJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            Write(writer, config, request);
            writer.WriteEndObject();
        }

        // The body is a level deeper here than in the config, which may be as deep as a document may be.
        var json = JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 2 * OrcheoJson.MaxDepth });
        return new ExternalCall(Kind, $"{config.Method} {request.Uri.GetLeftPart(UriPartial.Path)}", json);
    }

    private static void Write(Utf8JsonWriter writer, HttpRequestConfig config, OutgoingRequest request)
    {
        writer.WriteString("method", config.Method);
        writer.WriteString("url", request.Uri.AbsoluteUri);
        WriteHeaders(writer, config);
        if (request.Body is not null)
        {
            writer.WriteString("body_type", config.BodyType);
            writer.WritePropertyName("body");
            config.Body.WriteTo(writer);
        }

        // Both decide what comes back; told where they are not as usual.
        if (!config.FollowRedirects)
        {
            writer.WriteBoolean("follow_redirects", false);
        }

        if (!config.FailOnStatus)
        {
            writer.WriteBoolean("fail_on_status", false);
        }
    }

    private static void WriteHeaders(Utf8JsonWriter writer, HttpRequestConfig config)
    {
        writer.WriteStartObject("headers");
        var named = false;
        foreach (var (name, value) in config.Headers ?? [])
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                named |= name.Equals(RequestBuilder.IdempotencyHeader, StringComparison.OrdinalIgnoreCase);
                writer.WriteString(name.ToLowerInvariant(), value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
            }
        }

        if (!named && config.IdempotencyKey is { Length: > 0 } key)
        {
            writer.WriteString(RequestBuilder.IdempotencyHeader.ToLowerInvariant(), key);
        }

        writer.WriteEndObject();
    }
}
