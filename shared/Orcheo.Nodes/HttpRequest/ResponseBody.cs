using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Turns the bytes of a response into a JSON value, by their media type.</summary>
internal static class ResponseBody
{
    /// <summary>
    /// The deepest nesting that a response may have: an output is persisted inside other objects, and the whole is read again with
    /// <see cref="OrcheoJson.MaxDepth"/>.
    /// </summary>
    public const int MaxDepth = OrcheoJson.MaxDepth - 16;

    /// <summary>So much of a body is looked at for an excerpt.</summary>
    public const int ExcerptBytes = 8 * 1024;

    private const int ExcerptCharacters = 2048;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">The media type says JSON, and it is not, or not of a kind that can be carried.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue? type)
    {
        if (bytes.IsEmpty)
        {
            return OrcheoJson.Null;
        }

        if (IsJson(type?.MediaType))
        {
            return Json(bytes, type);
        }

        return Text(bytes.Span, type) is { } text
            ? JsonSerializer.SerializeToElement(text, OrcheoJson.Options)
            : JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["base64"] = Convert.ToBase64String(bytes.Span) }, OrcheoJson.Options);
    }

    /// <summary>The beginning of a body for an error message; null when it is no text.</summary>
    /// <param name="bytes">The body, or its beginning.</param>
    /// <param name="cut">Whether <paramref name="bytes"/> is its beginning only.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="redactor">Removes secrets before the text is cut: half of one could not be found any more.</param>
    public static string? Excerpt(ReadOnlySpan<byte> bytes, bool cut, MediaTypeHeaderValue? type, IRedactor redactor)
    {
        cut |= bytes.Length > ExcerptBytes;
        bytes = bytes[..Math.Min(bytes.Length, ExcerptBytes)];
        if ((IsJson(type?.MediaType) ? Encoding.UTF8.GetString(bytes) : Text(bytes, type)) is not { } whole)
        {
            return null;
        }

        var text = redactor.Redact(whole, cut);
        if (text.Length <= ExcerptCharacters)
        {
            return text;
        }

        // Not in the middle of a surrogate pair.
        return text[..(char.IsHighSurrogate(text[ExcerptCharacters - 1]) ? ExcerptCharacters - 1 : ExcerptCharacters)];
    }

    private static bool IsJson(string? mediaType) =>
        mediaType is not null
        && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static JsonElement Json(ReadOnlyMemory<byte> bytes, MediaTypeHeaderValue? type)
    {
        // JSON is UTF-8 (RFC 8259); a charset that says otherwise is believed all the same.
        if (Charset(type) is { } charset && charset.CodePage != Encoding.UTF8.CodePage)
        {
            bytes = Encoding.UTF8.GetBytes(charset.GetString(bytes.Span));
        }

        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, JsonOptions);
            if (bytes.Span.IndexOf(@"\ud"u8) >= 0 || bytes.Span.IndexOf(@"\uD"u8) >= 0)
            {
                ReadStrings(document.RootElement);
            }

            return document.RootElement.Clone();
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, written as an escape, is valid JSON but no text: no later reader could take the string.
            throw new JsonException("A string holds half a surrogate pair.", exception);
        }
    }

    private static void ReadStrings(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            element.GetString();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                ReadStrings(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                // Names have been read by the parser, in search of duplicates.
                ReadStrings(member.Value);
            }
        }
    }

    /// <summary>The text; null when it is none.</summary>
    private static string? Text(ReadOnlySpan<byte> bytes, MediaTypeHeaderValue? type)
    {
        if (IsText(type))
        {
            var encoding = Charset(type) ?? Encoding.UTF8;
            return encoding.GetString(bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes);
        }

        // Without a media type the bytes themselves decide.
        if (type is not null || bytes.Contains((byte)0))
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsText(MediaTypeHeaderValue? type)
    {
        var mediaType = type?.MediaType?.ToLowerInvariant();
        return mediaType is not null
            && (mediaType.StartsWith("text/", StringComparison.Ordinal)
                || mediaType.EndsWith("+xml", StringComparison.Ordinal)
                || mediaType is "application/xml" or "application/javascript" or "application/ecmascript" or "application/x-www-form-urlencoded"
                    or "application/yaml" or "application/graphql" or "application/x-ndjson" or "application/jsonl" or "application/sql" or "application/toml"
                || type!.CharSet is not null);
    }

    private static Encoding? Charset(MediaTypeHeaderValue? type)
    {
        if (type?.CharSet?.Trim('"') is not { Length: > 0 } name)
        {
            return null;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
