using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Makes requests that are wrong in some way from the examples of openapi.json. The same seed makes the same requests.</summary>
internal sealed class RequestFuzzer(int seed)
{
    private static readonly string[] RawValues =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "1e400", "-1e400", "9223372036854775808", "123456789012345678901234567890", "\"\"", "\" \"",
        "\"\\u0000\"", "\"\\ud800\"", "\"ünïcödé 🎉\"", "\"{{ \"", "\"{{ (((( }}\"", "\"{{ input }}\"", "\"../../etc/passwd\"", "\"<script>\"", "\"' OR 1=1 --\"",
        "[]", "{}", "[null]", "[[[[[[[[[[]]]]]]]]]]", "{\"\":{\"\":{}}}", "{\"__proto__\":{\"x\":1}}", "{\"$ref\":\"#\"}", "\"wf_01k3z5w8q7m2n4p6r8t0v2x4y6\"",
    ];

    private static readonly string[] PathValues =
    [
        "x", "0", "-1", "wf_01k3z5w8q7m2n4p6r8t0v2x4y6", "exe_01k3z5x0a1b2c3d4e5f6g7h8j9", "ckp_01k3z5x0a1b2c3d4e5f6g7h8m1", "wf_", "%2E%2E%2F", "a%2Fb",
        "%F0%9F%98%80", "%ED%A0%80", "%25", "99999999999999999999", "null", "{id}", "a'b", "%20", "%7C%7C", "*",
    ];

    private static readonly string[] QueryValues =
    [
        "", "0", "1", "-1", "201", "x", "1.5", "true", "null", "%00", "%F0%9F%98%80", "99999999999999999999", "a,b", "%7C", "..%2F", "AAAA", "MHw", "%ED%A0%80", "%25", "1%2B1",
    ];

    private static readonly (string, string)[] Headers =
    [
        ("Prefer", "wait=abc"), ("Prefer", "wait=0"), ("Prefer", "handling=lenient"), ("Prefer", ",,;;=="), ("If-Match", "*"), ("If-Match", "\"x\""), ("If-Match", "x\"y"),
        ("Accept", "application/xml"), ("Accept", "*/*;q=0"), ("traceparent", "nonsense"), ("x-request-id", "a b/c"), ("Content-Encoding", "gzip"), ("Idempotency-Key", new string('k', 300)),
    ];

    // Reproducible on purpose: a failure names its seed and number.
    private readonly Random _random = new(seed);

    /// <summary>A request to the operation.</summary>
    public (string Path, string? Body, (string, string)[] Headers) Next(ApiOperation operation)
    {
        var path = Chance(0.5) ? SampleRequests.Path(operation) : WithWrongPath(operation);
        return (path + Query(operation), Body(operation), Chance(0.3) ? [Pick(Headers)] : []);
    }

    private string WithWrongPath(ApiOperation operation) =>
        SampleRequests.Parameters(operation, "path").Aggregate(
            operation.Path, (path, parameter) => path.Replace($"{{{parameter.Text("name")}}}", Pick(PathValues), StringComparison.Ordinal));

    private string Query(ApiOperation operation)
    {
        var parts = SampleRequests.Parameters(operation, "query").Where(_ => Chance(0.4)).Select(parameter => $"{parameter.Text("name")}={Pick(QueryValues)}").ToList();
        if (Chance(0.1))
        {
            parts.Add($"unknown={Pick(QueryValues)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private string? Body(ApiOperation operation)
    {
        if (SampleRequests.Bodies(operation) is not { Count: > 0 } bodies)
        {
            return Chance(0.1) ? Pick(RawValues) : null;
        }

        var text = Pick(bodies).ToJsonString();
        return _random.Next(10) switch
        {
            0 => Pick(RawValues),
            1 => Damage(text),
            2 => null,
            _ => Mutate(text),
        };
    }

    // Marks places in the tree and writes raw JSON there afterwards, so that values which no writer would produce get through.
    private string Mutate(string text)
    {
        var root = JsonNode.Parse(text)!;
        var replacements = new Dictionary<string, string>();
        for (var change = _random.Next(3); change >= 0; change--)
        {
            var mark = $"@@{replacements.Count.ToString(CultureInfo.InvariantCulture)}@@";
            replacements[$"\"{mark}\""] = Pick(RawValues);
            MutateOnce(root, mark);
        }

        return replacements.Aggregate(root.ToJsonString(), (json, entry) => json.Replace(entry.Key, entry.Value, StringComparison.Ordinal));
    }

    private void MutateOnce(JsonNode root, string mark)
    {
        var places = Containers(root).ToList();
        switch (Pick(places))
        {
            case JsonObject { Count: > 0 } container when Chance(0.8):
                var name = Pick(container.Select(member => member.Key).ToList());
                if (Chance(0.25))
                {
                    container.Remove(name);
                }
                else
                {
                    container[name] = mark;
                }

                break;
            case JsonObject container:
                container[Chance(0.5) ? "surprise" : "ünï /~\u0001"] = mark;
                break;
            case JsonArray { Count: > 0 } container when Chance(0.7):
                container[_random.Next(container.Count)] = mark;
                break;
            case JsonArray container:
                container.Add(mark);
                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode? node)
    {
        IEnumerable<JsonNode?> inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return node is JsonObject or JsonArray ? inner.SelectMany(Containers).Prepend(node) : [];
    }

    private string Damage(string text)
    {
        var damaged = new StringBuilder(text);
        switch (_random.Next(3))
        {
            case 0:
                damaged.Length = _random.Next(text.Length);
                break;
            case 1:
                damaged.Insert(_random.Next(text.Length), Pick(new[] { "{", "}", "\"", ",", "\\", "\0", ":", "]" }));
                break;
            default:
                damaged.Remove(_random.Next(text.Length), 1);
                break;
        }

        return damaged.ToString();
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
