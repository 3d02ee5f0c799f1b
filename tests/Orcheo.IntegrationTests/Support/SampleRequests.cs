using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Requests made from the examples of openapi.json.</summary>
internal static class SampleRequests
{
    /// <summary>The path of the operation with the examples of its parameters filled in.</summary>
    public static string Path(ApiOperation operation) =>
        Parameters(operation, "path").Aggregate(
            operation.Path,
            (path, parameter) => path.Replace($"{{{parameter.Text("name")}}}", parameter.Member("example").ToString(), StringComparison.Ordinal));

    /// <summary>The first example of the request body; null when the operation takes none.</summary>
    public static JsonNode? Body(ApiOperation operation) => Bodies(operation) is [var first, ..] ? first : null;

    /// <summary>Every example of the request body.</summary>
    public static IReadOnlyList<JsonNode> Bodies(ApiOperation operation) =>
        operation.Definition.TryGetProperty("requestBody", out var body)
            ? [.. Examples(JsonMedia(body)).Select(example => JsonNode.Parse(example.GetRawText())!)]
            : [];

    /// <summary>The examples of a media type object, be it <c>example</c> or <c>examples</c>.</summary>
    public static IReadOnlyList<JsonElement> Examples(JsonElement media) => media.TryGetProperty("examples", out var examples)
        ? [.. examples.EnumerateObject().Select(example => example.Value.Member("value"))]
        : [media.Member("example")];

    /// <summary>The parameters of the operation that lie there (<c>path</c>, <c>query</c>, <c>header</c>), resolved.</summary>
    public static IReadOnlyList<JsonElement> Parameters(ApiOperation operation, string where) =>
        operation.Definition.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(OpenApiContract.Instance.Resolve).Where(parameter => parameter.Text("in") == where)]
            : [];

    /// <summary>Whether the operation declares its query as a free object: any parameter is taken.</summary>
    public static bool TakesAnyQuery(ApiOperation operation) => Parameters(operation, "query").Any(parameter =>
        parameter.Member("schema").TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object");

    /// <summary>The JSON media type object of a request body or response.</summary>
    public static JsonElement JsonMedia(JsonElement bodyOrResponse) => bodyOrResponse.Member("content").Member("application/json");
}
