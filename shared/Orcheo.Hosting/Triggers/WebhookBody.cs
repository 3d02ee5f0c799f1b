using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Hosting.Triggers;

/// <summary>Turns a body into JSON by its content type.</summary>
internal static class WebhookBody
{
    private const int MaxFields = 1000;
    private const int MaxPartHeaderBytes = 16 * 1024;

    /// <summary>Reads a body.</summary>
    /// <exception cref="OrcheoException">It is not what its content type says.</exception>
    public static async Task<JsonElement> ReadAsync(string? contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (body.IsEmpty)
        {
            return OrcheoJson.Null;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            // Senders that say nothing mostly send JSON.
            return string.IsNullOrEmpty(contentType) && TryReadJson(body) is { } json ? json : Binary(body);
        }

        var media = type.MediaType.ToString().ToLowerInvariant();
        return media switch
        {
            "application/json" => ReadJson(body),
            "application/x-www-form-urlencoded" => ReadForm(body),
            "multipart/form-data" => await ReadMultipartAsync(type, body, cancellationToken),
            "application/xml" => Text(type, body),
            _ when media.EndsWith("+json", StringComparison.Ordinal) => ReadJson(body),
            _ when media.EndsWith("+xml", StringComparison.Ordinal) || media.StartsWith("text/", StringComparison.Ordinal) => Text(type, body),
            _ => Binary(body),
        };
    }

    /// <summary>As strictly as every other JSON that comes in: what is stored must be readable for ever.</summary>
    private static JsonElement ReadJson(ReadOnlyMemory<byte> body)
    {
        var faults = new JsonFaults();
        var value = StrictJson.Parse(body, faults);
        faults.ThrowIfAny();
        return value!.Value;
    }

    private static JsonElement? TryReadJson(ReadOnlyMemory<byte> body)
    {
        var faults = new JsonFaults();
        var value = StrictJson.Parse(body, faults);
        return faults.Any ? null : value;
    }

    private static JsonElement ReadForm(ReadOnlyMemory<byte> body)
    {
        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
        return fields.Count > MaxFields
            ? throw Malformed($"a form of at most {MaxFields} fields")
            : JsonSerializer.SerializeToElement(
                fields.ToDictionary(field => field.Key, field => WebhookReader.Values(field.Value), StringComparer.Ordinal), OrcheoJson.Options);
    }

    private static async Task<JsonElement> ReadMultipartAsync(MediaTypeHeaderValue type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length == 0)
        {
            throw Malformed("multipart/form-data with a boundary");
        }

        var fields = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(boundary, stream) { HeadersLengthLimit = MaxPartHeaderBytes, BodyLengthLimit = body.Length };
            for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
            {
                if (count == MaxFields)
                {
                    throw Malformed($"a form of at most {MaxFields} fields");
                }

                await AddPartAsync(fields, section, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Malformed("multipart/form-data");
        }

        return JsonSerializer.SerializeToElement(
            fields.ToDictionary(field => field.Key, field => (object)(field.Value.Count == 1 ? field.Value[0] : field.Value), StringComparer.Ordinal), OrcheoJson.Options);
    }

    private static async Task AddPartAsync(Dictionary<string, List<JsonElement>> fields, MultipartSection section, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || StringSegment.IsNullOrEmpty(disposition.Name))
        {
            return;
        }

        using var content = new MemoryStream();
        await section.Body.CopyToAsync(content, cancellationToken);
        var bytes = content.ToArray();
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (!fields.TryGetValue(name, out var values))
        {
            fields[name] = values = [];
        }

        values.Add(disposition.IsFileDisposition()
            ? JsonSerializer.SerializeToElement(new FilePart(FileNameOf(disposition), section.ContentType, Convert.ToBase64String(bytes)), OrcheoJson.Options)
            : JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(bytes), OrcheoJson.Options));
    }

    private static string FileNameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(StringSegment.IsNullOrEmpty(disposition.FileNameStar) ? disposition.FileName : disposition.FileNameStar).ToString();

    private static JsonElement Text(MediaTypeHeaderValue type, ReadOnlyMemory<byte> body)
    {
        // An encoding that this process does not know is read as UTF-8.
        var text = (type.Encoding ?? Encoding.UTF8).GetString(body.Span);
        return JsonSerializer.SerializeToElement(text, OrcheoJson.Options);
    }

    private static JsonElement Binary(ReadOnlyMemory<byte> body) =>
        JsonSerializer.SerializeToElement(new { base64 = Convert.ToBase64String(body.Span) }, OrcheoJson.Options);

    private static OrcheoException Malformed(string what) => new(ErrorCodes.MalformedJson, $"The body is not {what}, as its content type says.");

    private sealed record FilePart(string Filename, string? ContentType, string Base64);
}
