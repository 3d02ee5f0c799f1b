using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Orcheo.IntegrationTests.Support;

/// <summary>A request that may be wrong in any way.</summary>
/// <param name="Path">The path with its query.</param>
/// <param name="Content">The body; null for none.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record FuzzedRequest(string Path, HttpContent? Content, (string Name, string Value)[] Headers);

/// <summary>
/// Makes requests that are wrong in some way from openapi.json: its paths, parameters and examples. The same seed makes the same requests,
/// but for the ids of things that exist, which it is given.
/// </summary>
internal sealed class RequestFuzzer(int seed, ConcurrentDictionary<string, ConcurrentQueue<string>>? existing = null)
{
    private static readonly string[] RawValues =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "1e400", "-1e400", "9223372036854775808", "123456789012345678901234567890", "\"\"", "\" \"",
        "\"\\u0000\"", "\"\\ud800\"", "\"ünïcödé 🎉\"", "\"{{ \"", "\"{{ (((( }}\"", "\"{{ input }}\"", "\"../../etc/passwd\"", "\"<script>\"", "\"' OR 1=1 --\"",
        "[]", "{}", "[null]", "[[[[[[[[[[]]]]]]]]]]", "{\"\":{\"\":{}}}", "{\"__proto__\":{\"x\":1}}", "{\"$ref\":\"#\"}", "\"wf_01k3z5w8q7m2n4p6r8t0v2x4y6\"",
        "{\"a\":1,\"a\":2}", "\"2026-13-45T99:99:99Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"a\\nb\\r\\n\"", "\"\\u202e\\u0301\\ufeff\"",
        "\"workflows:read\"", "[\"keys:manage\",\"keys:manage\"]", "\"draft\"", "\"recorded\"", "\"generic\"", "2147483648", "1E-400", "-0", "{\"in\":\"header\",\"name\":\"Host\",\"value\":\"x\"}",
    ];

    private static readonly string[] PathValues =
    [
        "x", "0", "-1", "wf_01k3z5w8q7m2n4p6r8t0v2x4y6", "exe_01k3z5x0a1b2c3d4e5f6g7h8j9", "ckp_01k3z5x0a1b2c3d4e5f6g7h8m1", "wf_", "%2E%2E%2F", "a%2Fb",
        "%F0%9F%98%80", "%ED%A0%80", "%25", "99999999999999999999", "null", "{id}", "a'b", "%20", "%7C%7C", "*", "draft", "1", "2147483648", "%0A", "cred_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        new('a', 2000),
    ];

    private static readonly string[] QueryValues =
    [
        "", "0", "1", "-1", "201", "x", "1.5", "true", "false", "null", "%00", "%F0%9F%98%80", "99999999999999999999", "a,b", "%7C", "..%2F", "AAAA", "MHw", "%ED%A0%80", "%25", "1%2B1",
        "1000000", "NGozZzR1cTVzOHg", "succeeded", "workflow", "admin", new('q', 600),
    ];

    private static readonly (string, string)[] OddHeaders =
    [
        ("Prefer", "wait=abc"), ("Prefer", "wait=0"), ("Prefer", "handling=lenient"), ("Prefer", ",,;;=="), ("Prefer", new string(',', 4000)), ("If-Match", "*"), ("If-Match", "\"x\""), ("If-Match", "x\"y"),
        ("If-Match", string.Join(',', Enumerable.Repeat("\"x\"", 500))), ("Accept", "application/xml"), ("Accept", "*/*;q=0"), ("traceparent", "nonsense"), ("x-request-id", "a b/c"),
        ("Idempotency-Key", new string('k', 256)), ("Idempotency-Key", ""), ("Idempotency-Key", "a b"), ("Idempotency-Key", "the-same-for-all"), ("X-Forwarded-For", "not an address, ::1"),
        ("Range", "bytes=0-1"), ("If-None-Match", "*"), ("If-Modified-Since", "yesterday"), ("Accept-Encoding", "gzip;q=nonsense"), ("Cookie", new string('c', 4000)), ("X-HTTP-Method-Override", "DELETE"),
    ];

    private static readonly string[] OddTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/merge-patch+json", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "APPLICATION/JSON;;;", "application/jsonp", "*/*",
    ];

    // Reproducible on purpose: a failure names its seed and number.
    private readonly Random _random = new(seed);

    /// <summary>A request to the operation.</summary>
    public FuzzedRequest Next(ApiOperation operation)
    {
        var headers = Enumerable.Range(0, Chance(0.3) ? _random.Next(1, 4) : 0).Select(_ => Pick(OddHeaders)).DistinctBy(header => header.Item1).ToArray();
        return new FuzzedRequest(Path(operation) + Query(operation), Content(Body(operation)), headers);
    }

    /// <summary>The text of a body for the operation; null for none.</summary>
    public string? Body(ApiOperation operation)
    {
        if (SampleRequests.Bodies(operation) is not { Count: > 0 } bodies)
        {
            return Chance(0.1) ? Pick(RawValues) : null;
        }

        var text = Pick(bodies).ToJsonString();
        return _random.Next(12) switch
        {
            0 => Pick(RawValues),
            1 => Damage(text),
            2 => Chance(0.5) ? null : Pick(["", " ", "\uFEFF" + text, text + text]),
            3 => Chance(0.1) ? Extreme(text) : text,
            _ => Mutate(text),
        };
    }

    private string Path(ApiOperation operation)
    {
        var wrong = Chance(0.35);
        return SampleRequests.Parameters(operation, "path").Aggregate(
            operation.Path,
            (path, parameter) => path.Replace($"{{{parameter.Text("name")}}}", wrong && Chance(0.7) ? Pick(PathValues) : Existing(parameter), StringComparison.Ordinal));
    }

    /// <summary>The id of something that exists, of the kind that the example of the parameter is, or the example.</summary>
    private string Existing(System.Text.Json.JsonElement parameter)
    {
        var example = parameter.Member("example").ToString();
        return existing is not null && existing.TryGetValue(example.Split('_')[0], out var ids) && ids.ToArray() is { Length: > 0 } known ? Pick(known) : example;
    }

    private string Query(ApiOperation operation)
    {
        var parts = SampleRequests.Parameters(operation, "query").Where(_ => Chance(0.3))
            .Select(parameter => $"{parameter.Text("name")}={(Chance(0.4) ? Uri.EscapeDataString(parameter.Member("example").ToString()) : Pick(QueryValues))}").ToList();
        if (Chance(0.1))
        {
            parts.Add(Pick([$"unknown={Pick(QueryValues)}", "%00=1", "a%0Ab=1", "&&&", "=", "limit=1&limit=2", "%F0%9F%98%80=1", "~/=1"]));
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private HttpContent? Content(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Chance(0.85))
        {
            return ApiClient.JsonContent(text);
        }

        var encoding = Pick([Encoding.UTF8, Encoding.Unicode, Encoding.UTF32, Encoding.Latin1]);
        var content = new ByteArrayContent(Chance(0.1) ? Compress(encoding.GetBytes(text)) : encoding.GetBytes(text));
        content.Headers.ContentType = Chance(0.2) ? null : MediaTypeHeaderValue.TryParse(Chance(0.5) ? "application/json" : Pick(OddTypes), out var type) ? type : null;
        if (Chance(0.3))
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", Pick(["gzip", "br", "identity", "nonsense"]));
        }

        return content;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private string Extreme(string text) => _random.Next(5) switch
    {
        0 => $"{{\"name\":\"{new string('x', 1024 * 1024)}\"}}",
        1 => new string('[', 100_000),
        2 => $"{{\"input\":{new string('[', 60)}{new string(']', 60)}}}",
        3 => string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000),
        _ => text[..^1] + ",\"x\":[" + string.Join(',', Enumerable.Repeat("{}", 20_000)) + "]}",
    };

    // Marks places in the tree and writes raw JSON there afterwards, so that values which no writer would produce get through.
    private string Mutate(string text)
    {
        var root = JsonNode.Parse(text)!;
        var replacements = new Dictionary<string, string>();
        for (var change = _random.Next(3); change >= 0; change--)
        {
            var mark = $"@@{replacements.Count.ToString(CultureInfo.InvariantCulture)}@@";
            replacements[$"\"{mark}\""] = Chance(0.03) ? $"\"{new string('é', 40_000)}\"" : Pick(RawValues);
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
                container[Pick(["surprise", "ünï /~\u0001", "a\nb", ""])] = mark;
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
                damaged.Insert(_random.Next(text.Length), Pick(["{", "}", "\"", ",", "\\", "\0", ":", "]"]));
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
