using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Makes the request that a config describes.</summary>
internal static class RequestBuilder
{
    private const string Type = "http_request";
    private const string UserAgent = "Orcheo";

    /// <summary>The header by which the other side knows a repeated attempt.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Makes the request.</summary>
    /// <exception cref="NodeException">ORC3007: something in the config cannot be sent.</exception>
    public static OutgoingRequest Build(HttpRequestConfig config, NodeContext context)
    {
        var (body, contentType) = Body(config);
        return new OutgoingRequest
        {
            Method = new HttpMethod(config.Method),
            Uri = Address(config),
            Headers = Headers(config, context),
            Body = body,
            ContentType = contentType,
        };
    }

    /// <summary>
    /// The key by which the other side knows a repeated attempt: it depends on the execution and the node only. A replay is another
    /// execution and has another key.
    /// </summary>
    public static string DeriveIdempotencyKey(string executionId, string nodeId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"orcheo/idempotency-key/1\n{executionId}\n{nodeId}")));

    private static Uri Address(HttpRequestConfig config)
    {
        if (!Uri.TryCreate(config.Url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw ConfigError.At(Type, "$.url", "an absolute http or https URL is expected");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw ConfigError.At(Type, "$.url", "a URL with a user name or password is refused; send an Authorization header instead");
        }

        var query = new StringBuilder(uri.Query);
        foreach (var (name, value) in config.Query ?? [])
        {
            AppendParameters(query, query.Length == 0 ? "?" : "&", name, value, $"$.query.{name}");
        }

        return new UriBuilder(uri) { Query = query.ToString(), Fragment = "" }.Uri;
    }

    private static List<KeyValuePair<string, string>> Headers(HttpRequestConfig config, NodeContext context)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in config.Headers ?? [])
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var text = Scalar(value, $"$.headers.{name}");
            if (HttpHeaderRules.Fault(name, text) is { } fault)
            {
                throw ConfigError.At(Type, $"$.headers.{name}", fault);
            }

            if (!names.Add(name))
            {
                throw ConfigError.At(Type, $"$.headers.{name}", "the header is given twice, in different case");
            }

            headers.Add(new(name, text));
        }

        AddMissing("User-Agent", UserAgent);
        AddMissing("Accept", "*/*");
        AddMissing("Accept-Encoding", ResponseReader.Encodings);
        if (IdempotencyKey(config, context) is { Length: > 0 } key)
        {
            AddMissing(IdempotencyHeader, key);
        }

        return headers;

        void AddMissing(string name, string value)
        {
            if (!names.Contains(name))
            {
                headers.Add(new(name, value));
            }
        }
    }

    private static string? IdempotencyKey(HttpRequestConfig config, NodeContext context)
    {
        if (config.IdempotencyKey is { } given)
        {
            return HttpHeaderRules.Fault(IdempotencyHeader, given) is { } fault ? throw ConfigError.At(Type, "$.idempotency_key", fault) : given;
        }

        // The other methods are idempotent by RFC 9110, section 9.2.2: repeating them changes nothing.
        return config.Method is "POST" or "PATCH" ? DeriveIdempotencyKey(context.ExecutionId, context.NodeId) : null;
    }

    private static (byte[]? Body, string? ContentType) Body(HttpRequestConfig config)
    {
        if (config.Body.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return (null, null);
        }

        return config.BodyType switch
        {
            "form" => (Encoding.ASCII.GetBytes(Form(config.Body)), "application/x-www-form-urlencoded"),
            "text" => (Encoding.UTF8.GetBytes(Scalar(config.Body, "$.body")), "text/plain; charset=utf-8"),
            _ => (JsonSerializer.SerializeToUtf8Bytes(config.Body, OrcheoJson.Options), "application/json"),
        };
    }

    private static string Form(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ConfigError.At(Type, "$.body", $"an object is expected for a form, not {ConfigError.Describe(body)}");
        }

        var form = new StringBuilder();
        foreach (var field in body.EnumerateObject())
        {
            AppendParameters(form, form.Length == 0 ? "" : "&", field.Name, field.Value, $"$.body.{field.Name}");
        }

        // %20 is a space in a form as well as in a query.
        return form.ToString();
    }

    private static void AppendParameters(StringBuilder target, string separator, string name, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Array)
                {
                    throw ConfigError.At(Type, path, "a list within a list cannot be sent");
                }

                var before = target.Length;
                AppendParameters(target, separator, name, item, path);
                separator = target.Length > before ? "&" : separator;
            }

            return;
        }

        target.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(Scalar(value, path)));
    }

    private static string Scalar(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw ConfigError.At(Type, path, $"a string, number or boolean is expected, not {ConfigError.Describe(value)}"),
    };
}
