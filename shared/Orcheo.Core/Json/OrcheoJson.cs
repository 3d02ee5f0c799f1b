using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orcheo.Core.Json;

/// <summary>The one JSON dialect of Orcheo: snake_case names, strict reading, no nulls written, times in RFC 3339 UTC with milliseconds.</summary>
public static class OrcheoJson
{
    /// <summary>The deepest nesting that is read, in levels.</summary>
    public const int MaxDepth = 64;

    /// <summary>The options for everything that is persisted or sent. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>A JSON <c>null</c>.</summary>
    public static JsonElement Null { get; } = JsonElement.Parse("null");

    /// <summary>An empty JSON object.</summary>
    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            MaxDepth = MaxDepth,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new Rfc3339Converter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
