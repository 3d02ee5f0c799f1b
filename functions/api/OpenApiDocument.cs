using System.Collections.Frozen;
using System.Text.Json;

namespace Orcheo.Api;

/// <summary>shared/schemas/openapi.json, which is built into this assembly.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<ReadOnlyMemory<byte>> Bytes = new(Load);
    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>?>> Parameters = new(() => ReadQueryParameters(JsonElement.Parse(Json.Span)));

    /// <summary>The document, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json => Bytes.Value;

    /// <summary>
    /// The names of the query parameters of every operation, by the name of its function: the <c>operationId</c> with a capital.
    /// Null where any parameter is taken: the operation declares one that is a free object.
    /// </summary>
    public static FrozenDictionary<string, FrozenSet<string>?> QueryParameters => Parameters.Value;

    private static ReadOnlyMemory<byte> Load()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not built into this assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static FrozenDictionary<string, FrozenSet<string>?> ReadQueryParameters(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value))
            .ToFrozenDictionary(FunctionOf, operation => QueryOf(document, operation), StringComparer.Ordinal);

    private static string FunctionOf(JsonElement operation)
    {
        var id = operation.GetProperty("operationId").GetString()!;
        return char.ToUpperInvariant(id[0]) + id[1..];
    }

    private static FrozenSet<string>? QueryOf(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters))
        {
            return [];
        }

        var query = parameters.EnumerateArray().Select(parameter => Resolve(document, parameter))
            .Where(parameter => parameter.GetProperty("in").ValueEquals("query")).ToList();
        var isFree = query.Exists(parameter => parameter.GetProperty("schema").TryGetProperty("type", out var type) && type.ValueEquals("object"));
        return isFree ? null : query.Select(parameter => parameter.GetProperty("name").GetString()!).ToFrozenSet(StringComparer.Ordinal);
    }

    private static JsonElement Resolve(JsonElement document, JsonElement parameter) => parameter.TryGetProperty("$ref", out var reference)
        ? document.GetProperty("components").GetProperty("parameters").GetProperty(reference.GetString()!.Split('/')[^1])
        : parameter;
}
