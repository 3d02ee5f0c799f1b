using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Config of <c>http_request</c>.</summary>
[Description("What http_request sends, and what it takes for a failure.")]
internal sealed record HttpRequestConfig
{
    /// <summary>The largest value of <see cref="MaxResponseBytes"/>.</summary>
    public const int ResponseBytesLimit = 64 * 1024 * 1024;

    /// <summary>The method.</summary>
    [AllowedValues("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")]
    [Description("The HTTP method.")]
    public string Method { get; init; } = "GET";

    /// <summary>The address.</summary>
    [StringLength(8192, MinimumLength = 1)]
    [Description("The absolute http or https URL. User names and passwords belong into a header or a credential, not here.")]
    public required string Url { get; init; }

    /// <summary>Headers to send.</summary>
    [Schema("""{"additionalProperties":{"type":["string","number","boolean","null"]}}""")]
    [Description("Headers to send, by name; null leaves one out.")]
    public Dictionary<string, JsonElement>? Headers { get; init; }

    /// <summary>Query parameters.</summary>
    [Schema("""{"additionalProperties":{"type":["string","number","boolean","null","array"],"items":{"type":["string","number","boolean","null"]}}}""")]
    [Description("Query parameters to add to the URL, by name; a list repeats the parameter, null leaves it out.")]
    public Dictionary<string, JsonElement>? Query { get; init; }

    /// <summary>The body.</summary>
    [Description("The body: any value for json, an object for form, a string for text. Without it, or null, none is sent.")]
    public JsonElement Body { get; init; }

    /// <summary>How the body is written.</summary>
    [AllowedValues("json", "form", "text")]
    [Description("How the body is written: as JSON, as an HTML form, or as plain text.")]
    public string BodyType { get; init; } = "json";

    /// <summary>The time limit of an attempt.</summary>
    [Range(0.0, 86400.0, MinimumIsExclusive = true)]
    [DefaultValue(60)]
    [Description("The time limit of one attempt, from connecting to the last byte, in seconds.")]
    public double? TimeoutSeconds { get; init; }

    /// <summary>The largest response body.</summary>
    [Range(1, ResponseBytesLimit)]
    [Description("The largest response body that is read, in bytes after decompression; a larger one fails the node.")]
    public int MaxResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether redirects are followed.</summary>
    [Description("Whether redirects are followed, at most 10.")]
    public bool FollowRedirects { get; init; } = true;

    /// <summary>Whether a failing status fails the node.</summary>
    [Description("Whether a status of 400 or above fails the node (408, 429 and 5xx after retries); otherwise it is an output like any other.")]
    public bool FailOnStatus { get; init; } = true;

    /// <summary>The idempotency key.</summary>
    [StringLength(255)]
    [Description("The Idempotency-Key to send; \"\" sends none. Without it, POST and PATCH carry one derived from the execution and the node.")]
    public string? IdempotencyKey { get; init; }
}
