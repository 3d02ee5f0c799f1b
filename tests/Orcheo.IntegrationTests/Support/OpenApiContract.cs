using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orcheo.IntegrationTests.Support;

/// <summary>One operation of openapi.json.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">The path template.</param>
/// <param name="Definition">The operation object.</param>
internal sealed record ApiOperation(string Method, string Path, JsonElement Definition)
{
    /// <summary>Its <c>operationId</c>.</summary>
    public string Id => Definition.Text("operationId");
}

/// <summary>
/// openapi.json as a checker of exchanges, in both directions: what it does not declare must not occur (an answer's status, media type,
/// headers and members; a body or query parameter that is accepted), and what was seen is remembered, so that a test can ask for what was not.
/// </summary>
internal sealed class OpenApiContract
{
    /// <summary>Headers of HTTP itself, which OpenAPI leaves out.</summary>
    private static readonly HashSet<string> TransportHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "Date", "Keep-Alive", "Server", "Transfer-Encoding",
    };

    /// <summary>The codes of faults that the schema of the body must explain: unknown member, wrong type, missing member.</summary>
    private static readonly HashSet<string> StructuralCodes = ["ORC1002", "ORC1003", "ORC1004"];

    private readonly List<(Regex Pattern, string Path)> _paths;
    private readonly ConcurrentDictionary<string, byte> _seen = new();
    private readonly JsonSchemaChecker _schemas;

    private OpenApiContract(JsonElement document)
    {
        Document = document;
        _schemas = new JsonSchemaChecker(document);
        Operations = [.. document.Member("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)))];

        // A path without parameters goes before a template that it matches too, as OpenAPI has it.
        _paths = [.. Operations.Select(operation => operation.Path).Distinct().OrderBy(path => path.Count(character => character == '{'))
            .Select(path => (new Regex($"^{Regex.Replace(Regex.Escape(path), @"\\\{[^}]+}", "[^/]+")}$", RegexOptions.CultureInvariant), path))];
    }

    /// <summary>The document that the product serves.</summary>
    public static OpenApiContract Instance { get; } = new(JsonElement.Parse(File.ReadAllText(RepositoryPaths.OpenApi)));

    /// <summary>The whole document.</summary>
    public JsonElement Document { get; }

    /// <summary>Every operation.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>
    /// What occurred in this test process: <c>operationId status</c>, <c>operationId status header</c>, and the places of members of
    /// answers (<see cref="JsonSchemaChecker.MembersOf"/>).
    /// </summary>
    public IReadOnlySet<string> Seen => _seen.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>An operation by its id.</summary>
    public ApiOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>The faults of a value against a schema of the document.</summary>
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value, bool closed = false) => _schemas.Check(schema, value, closed);

    /// <summary>The element that a <c>$ref</c> names.</summary>
    public JsonElement Resolve(JsonElement element) => _schemas.Resolve(element);

    /// <summary>A schema by its name.</summary>
    public JsonElement Schema(string name) => Document.Member("components").Member("schemas").Member(name);

    /// <summary>The places of the members that the answers of the operations can have.</summary>
    public IReadOnlySet<string> MembersOfAnswers() => Operations
        .SelectMany(operation => operation.Definition.Member("responses").EnumerateObject())
        .Select(response => Resolve(response.Value))
        .Where(response => response.TryGetProperty("content", out _))
        .SelectMany(response => response.Member("content").EnumerateObject())
        .SelectMany(media => _schemas.MembersOf(media.Value.Member("schema")))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Fails when the exchange is not one that the document allows.</summary>
    public void Check(Exchange exchange)
    {
        var fault = Fault(exchange);
        Assert.True(fault is null, $"{fault}: {exchange}");
    }

    /// <summary>What the document does not allow about the exchange; null when there is nothing.</summary>
    public string? Fault(Exchange exchange)
    {
        if (exchange.Status >= 500)
        {
            return "A server error";
        }

        if (exchange.Header("x-request-id").Length == 0)
        {
            return "No x-request-id";
        }

        var path = "/" + exchange.Target.TrimStart('/').Split('?')[0];
        var template = _paths.FirstOrDefault(entry => entry.Pattern.IsMatch(path)).Path;
        if (template is null)
        {
            return exchange.Status is 404 ? ProblemFault(exchange) : "The path is not documented";
        }

        var operation = Operations.FirstOrDefault(candidate => candidate.Path == template && candidate.Method == exchange.Method);
        if (operation is null)
        {
            return exchange.Status is 405 ? ProblemFault(exchange) : "The method is not documented";
        }

        return AnswerFault(operation, exchange) ?? (exchange.Status < 400 ? AcceptedFault(operation, exchange) : RefusedFault(operation, exchange));
    }

    private string? AnswerFault(ApiOperation operation, Exchange exchange)
    {
        var status = exchange.Status.ToString(CultureInfo.InvariantCulture);
        if (!operation.Definition.Member("responses").TryGetProperty(status, out var response))
        {
            return $"{operation.Id} does not document the status {status}";
        }

        response = Resolve(response);
        _seen.TryAdd($"{operation.Id} {status}", 0);
        if (HeaderFault(operation, response, exchange) is { } fault)
        {
            return fault;
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return exchange.Text.Length == 0 ? null : "A body where none is documented";
        }

        if (!content.TryGetProperty(exchange.MediaType, out var media))
        {
            return $"The media type '{exchange.MediaType}' is not documented";
        }

        var body = exchange.MediaType.EndsWith("json", StringComparison.Ordinal) ? exchange.Json : JsonSerializer.SerializeToElement(exchange.Text);
        var faults = _schemas.Check(media.Member("schema"), body, closed: true, member => _seen.TryAdd(member, 0));
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    private string? HeaderFault(ApiOperation operation, JsonElement response, Exchange exchange)
    {
        var declared = response.Member("headers").EnumerateObject().ToDictionary(header => header.Name, header => Resolve(header.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in exchange.Headers.Where(header => !TransportHeaders.Contains(header.Key)))
        {
            if (!declared.TryGetValue(name, out var header))
            {
                return $"The header '{name}' is not documented";
            }

            var schema = header.Member("schema");
            var isNumber = schema.Text("type") == "integer" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            var faults = Faults(schema, isNumber ? JsonElement.Parse(value) : JsonSerializer.SerializeToElement(value));
            if (faults.Count > 0)
            {
                return $"The header '{name}': {string.Join("; ", faults)}";
            }

            _seen.TryAdd($"{operation.Id} {exchange.Status} {name.ToLowerInvariant()}", 0);
        }

        var missing = declared.Where(header => header.Value.TryGetProperty("required", out var required) && required.GetBoolean() && !exchange.Headers.ContainsKey(header.Key)).Select(header => header.Key).ToList();
        return missing.Count == 0 ? null : $"The header '{missing[0]}' is missing";
    }

    /// <summary>A request that was accepted must be one that the document describes.</summary>
    private string? AcceptedFault(ApiOperation operation, Exchange exchange)
    {
        var declared = SampleRequests.Parameters(operation, "query").Select(parameter => parameter.Text("name")).ToHashSet(StringComparer.Ordinal);
        if (!IsFree(operation) && exchange.QueryNames.FirstOrDefault(name => !declared.Contains(name)) is { } unknown)
        {
            return $"The undocumented query parameter '{unknown}' was accepted";
        }

        if (exchange.RequestText is not { Length: > 0 } text || !operation.Definition.TryGetProperty("requestBody", out var body))
        {
            return null;
        }

        // To be told that a document is not valid, one sends a document that is not valid.
        if (operation.Id == "validateWorkflow" && !exchange.Json.Member("valid").GetBoolean())
        {
            return null;
        }

        var faults = Faults(SampleRequests.JsonMedia(body).Member("schema"), JsonElement.Parse(text), closed: true);
        return faults.Count == 0 ? null : $"A body was accepted that its schema refuses: {string.Join("; ", faults)}; {text}";
    }

    /// <summary>A request that was refused for the structure of its body must be one that the schema refuses too.</summary>
    private string? RefusedFault(ApiOperation operation, Exchange exchange)
    {
        if (exchange.Status != 400 || exchange.RequestText is not { Length: > 0 } text || !operation.Definition.TryGetProperty("requestBody", out var body))
        {
            return null;
        }

        var faults = exchange.Json.Faults().Where(fault => StructuralCodes.Contains(fault.Text("code")) && !IsBeyond(operation, fault.Text("pointer"))).ToList();
        return faults.Count > 0 && Faults(SampleRequests.JsonMedia(body).Member("schema"), JsonElement.Parse(text), closed: true).Count == 0
            ? $"A body was refused that its schema allows: {text}"
            : null;
    }

    /// <summary>Whether the place depends on what the document cannot know: a node's type decides its config, a credential's its data.</summary>
    private static bool IsBeyond(ApiOperation operation, string pointer) =>
        pointer.Contains("/config", StringComparison.Ordinal) || (operation.Id == "updateCredential" && pointer.StartsWith("/data", StringComparison.Ordinal));

    /// <summary>Whether the operation takes any query parameter: it declares one that is a free object.</summary>
    private static bool IsFree(ApiOperation operation) => SampleRequests.Parameters(operation, "query")
        .Any(parameter => parameter.Member("schema").TryGetProperty("type", out var type) && type.ValueEquals("object"));

    private string? ProblemFault(Exchange exchange)
    {
        if (exchange.MediaType is not "application/problem+json")
        {
            return $"A problem document was expected, not '{exchange.MediaType}'";
        }

        var faults = Faults(Schema("Problem"), exchange.Json, closed: true);
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }
}
