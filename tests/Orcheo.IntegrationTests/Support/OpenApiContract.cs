using System.Collections.Concurrent;
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

/// <summary>openapi.json as a checker of exchanges, which remembers what it has seen.</summary>
internal sealed class OpenApiContract
{
    private readonly Dictionary<string, (Regex Pattern, string[] Methods)> _paths = [];
    private readonly ConcurrentDictionary<string, byte> _seen = new();
    private readonly JsonSchemaChecker _schemas;

    private OpenApiContract(JsonElement document)
    {
        Document = document;
        _schemas = new JsonSchemaChecker(document);
        var operations = new List<ApiOperation>();
        foreach (var path in document.Member("paths").EnumerateObject())
        {
            var methods = path.Value.EnumerateObject().Select(operation => operation.Name.ToUpperInvariant()).ToArray();
            operations.AddRange(path.Value.EnumerateObject()
                .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)));
            var pattern = Regex.Replace(Regex.Escape(path.Name), @"\\\{[^}]+}", "[^/]+");
            _paths[path.Name] = (new Regex($"^{pattern}$", RegexOptions.CultureInvariant), methods);
        }

        Operations = operations;
    }

    /// <summary>The document that the product serves.</summary>
    public static OpenApiContract Instance { get; } = new(JsonElement.Parse(File.ReadAllText(RepositoryPaths.OpenApi)));

    /// <summary>The whole document.</summary>
    public JsonElement Document { get; }

    /// <summary>Every operation.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    /// <summary>The ids of the operations that answered with success in this test process.</summary>
    public IReadOnlyCollection<string> SucceededOperations => [.. _seen.Keys];

    /// <summary>The faults of a value against a schema of the document.</summary>
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value) => _schemas.Check(schema, value);

    /// <summary>The element that a <c>$ref</c> names.</summary>
    public JsonElement Resolve(JsonElement element) => _schemas.Resolve(element);

    /// <summary>A schema by its name.</summary>
    public JsonElement Schema(string name) => Document.Member("components").Member("schemas").Member(name);

    /// <summary>Fails when the answer is not one that the document allows.</summary>
    public void Check(Exchange exchange)
    {
        var fault = Fault(exchange);
        Assert.True(fault is null, $"{fault}: {exchange}");
    }

    private string? Fault(Exchange exchange)
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
        var matches = _paths.Where(entry => entry.Value.Pattern.IsMatch(path)).ToList();
        if (matches.Count == 0)
        {
            return exchange.Status is 404 or 401 ? ProblemFault(exchange) : "The path is not documented";
        }

        // A path without parameters goes before a template that it matches too, as OpenAPI has it.
        var template = matches.MinBy(entry => entry.Key.Count(character => character == '{'))!.Key;
        var operation = Operations.FirstOrDefault(candidate => candidate.Path == template && candidate.Method == exchange.Method);
        if (operation is null)
        {
            return exchange.Status is 405 or 401 ? ProblemFault(exchange) : "The method is not documented";
        }

        return AnswerFault(operation, exchange);
    }

    private string? AnswerFault(ApiOperation operation, Exchange exchange)
    {
        if (!operation.Definition.Member("responses").TryGetProperty(exchange.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response))
        {
            return $"{operation.Id} does not document the status {exchange.Status}";
        }

        response = Resolve(response);
        if (exchange.Status < 400)
        {
            _seen.TryAdd(operation.Id, 0);
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return exchange.Text.Length == 0 ? null : "A body where none is documented";
        }

        if (!content.TryGetProperty(exchange.MediaType, out var media))
        {
            return $"The media type '{exchange.MediaType}' is not documented";
        }

        var faults = Faults(media.Member("schema"), exchange.Json);
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    private string? ProblemFault(Exchange exchange)
    {
        if (exchange.MediaType is not "application/problem+json")
        {
            return $"A problem document was expected, not '{exchange.MediaType}'";
        }

        var faults = Faults(Schema("Problem"), exchange.Json);
        return faults.Count == 0 ? null : string.Join("; ", faults);
    }
}
