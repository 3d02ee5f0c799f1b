using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Api.Http;

/// <summary>Reads the parts of a request; what cannot be read is a 4xx that names the part.</summary>
internal static class RequestReading
{
    /// <summary>Reads a JSON body whole.</summary>
    /// <exception cref="OrcheoException">Too large (413), not JSON by its content type (415).</exception>
    public static Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        RequireJson(request);
        return request.ReadBytesAsync(maxBytes);
    }

    /// <summary>Reads a body whole, whatever it is.</summary>
    /// <exception cref="OrcheoException">Too large (413).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(this HttpRequest request, int maxBytes) =>
        await request.ReadRawAsync(maxBytes) ?? throw TooLarge(maxBytes);

    /// <summary>Reads a body of any type whole; null when it is larger than it may be, in which case it is not read further.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadRawAsync(this HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var bytes = new byte[(int)(request.ContentLength ?? 4096)];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                if (request.ContentLength == length)
                {
                    break;
                }

                Array.Resize(ref bytes, Math.Min(Math.Max(4096, length * 2), maxBytes + 1));
            }

            var read = await request.Body.ReadAsync(bytes.AsMemory(length), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (length > maxBytes)
            {
                return null;
            }
        }

        return bytes.AsMemory(0, length);
    }

    /// <summary>Reads a JSON object body strictly; an absent body is null where that is allowed.</summary>
    public static async Task<StrictObject?> ReadObjectAsync(this HttpRequest request, int maxBytes, JsonFaults faults, bool optional = false)
    {
        if (optional && request.ContentLength is 0 or null && request.Headers.TransferEncoding.Count == 0)
        {
            return null;
        }

        var body = await request.ReadBodyAsync(maxBytes);
        return StrictObject.Parse(body, faults) ?? throw faults.ToException();
    }

    /// <summary>Which page of a list is asked for.</summary>
    public static ListRequest ReadListRequest(this HttpRequest request)
    {
        var (limit, page, cursor) = request.ReadPage();
        return new ListRequest { Limit = limit, Page = page, Cursor = cursor is null ? null : DecodeCursor(cursor) };
    }

    /// <summary>Which page of a list in the order of its seq is asked for: the cursor is the seq of the last item before it.</summary>
    public static (int Limit, int Page, long? After) ReadSeqPage(this HttpRequest request)
    {
        var (limit, page, cursor) = request.ReadPage();
        return (limit, page, cursor is null ? null : request.ReadLong("cursor"));
    }

    /// <summary>A whole-number query parameter.</summary>
    public static int? ReadInteger(this HttpRequest request, string name, int min, int max)
    {
        if (request.ReadText(name, 32) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Invalid(name, $"The query parameter '{name}' must be a whole number from {min} to {max}.");
    }

    /// <summary>A whole-number query parameter that may be large.</summary>
    public static long? ReadLong(this HttpRequest request, string name)
    {
        if (request.ReadText(name, 32) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1_000_000_000_000
            ? value
            : throw Invalid(name, $"The query parameter '{name}' must be a whole number that is not negative.");
    }

    /// <summary>A <c>true</c> or <c>false</c> query parameter.</summary>
    public static bool ReadFlag(this HttpRequest request, string name) => request.ReadText(name, 8) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Invalid(name, $"The query parameter '{name}' must be true or false."),
    };

    /// <summary>A query parameter; null when it is absent or empty.</summary>
    public static string? ReadText(this HttpRequest request, string name, int maxLength)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            throw Invalid(name, $"The query parameter '{name}' is given {values.Count} times; give it once.");
        }

        var text = values.ToString();
        if (text.Length > maxLength)
        {
            throw Invalid(name, $"The query parameter '{name}' is longer than {maxLength} characters.");
        }

        return text.Length == 0 ? null : text;
    }

    private static (int Limit, int Page, string? Cursor) ReadPage(this HttpRequest request)
    {
        var limit = request.ReadInteger("limit", 1, ListRequest.MaxLimit) ?? 50;
        var page = request.ReadInteger("page", 1, 1_000_000);
        var cursor = request.ReadText("cursor", 512);
        return page is not null && cursor is not null
            ? throw Invalid("page", "Give either 'page' or 'cursor', not both.")
            : (limit, page ?? 1, cursor);
    }

    /// <summary>Throws unless the id has the resource's form.</summary>
    public static void RequireId(string prefix, string id, string what)
    {
        if (!OrcheoId.IsValid(prefix, id))
        {
            throw new OrcheoException(
                ErrorCodes.InvalidId, $"'{Shorten(id)}' is not the id of {what}: such ids are {prefix}_ and 26 lower-case letters or digits.");
        }
    }

    /// <summary>A 404 for something that is not there.</summary>
    public static OrcheoException NotFound(string what, string id) => new(ErrorCodes.NotFound, $"There is no {what} '{Shorten(id)}'.");

    /// <summary>A 400 for a query parameter or header.</summary>
    public static OrcheoException Invalid(string name, string message) =>
        new(ErrorCodes.InvalidParameter, message, [new ErrorDetail(ErrorCodes.InvalidParameter, message, $"/query/{name}")]);

    /// <summary>A row key as clients get it: opaque.</summary>
    public static string? EncodeCursor(string? rowKey) =>
        rowKey is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(rowKey)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string DecodeCursor(string cursor)
    {
        var base64 = cursor.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[cursor.Length];
        var decoded = Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length);
        var key = decoded ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return key.Length > 0 && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '|' or '_' or '-')
            ? key
            : throw Invalid("cursor", "The query parameter 'cursor' is not one that a list has given.");
    }

    private static void RequireJson(HttpRequest request)
    {
        var type = request.ContentType?.Split(';', 2)[0].Trim();
        var isJson = type is null
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
        if (!isJson)
        {
            throw new OrcheoException(
                ErrorCodes.UnsupportedMediaType, $"The content type '{Shorten(type!)}' is not read here; send 'Content-Type: application/json'.");
        }
    }

    private static OrcheoException TooLarge(int maxBytes) =>
        new(ErrorCodes.BodyTooLarge, $"The body is larger than {maxBytes} bytes (setting Orcheo__Limits__BodyBytes).");

    /// <summary>What a client sent, short enough to be told back.</summary>
    public static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
