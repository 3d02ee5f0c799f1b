using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Calls another server. One run is one attempt; the node's retry policy is its retry.</summary>
internal sealed class HttpRequestNode(OutboundHttp http, TimeProvider time) : Node<HttpRequestConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "http_request",
        Name = "HTTP request",
        Category = "action",
        Description = "Calls another server over HTTP and puts out its response.",
        ConfigSchema = SchemaGenerator.Generate<HttpRequestConfig>(),
        OutputSchema = SchemaGenerator.Generate<HttpRequestOutput>(),
        CredentialTypes = RequestCredential.Types,
        DefaultTimeoutSeconds = 60,
        Effect = NodeEffect.Unsafe,
    };

    /// <inheritdoc />
    protected override async Task<NodeResult> RunAsync(HttpRequestConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        var request = RequestBuilder.Build(config, context);
        return NodeResult.Of(await context.Calls.CallAsync(
            RecordedRequest.Of(config, request), cancel => SendAsync(config, request, context, cancel), cancellationToken));
    }

    private async Task<JsonElement> SendAsync(
        HttpRequestConfig config, OutgoingRequest request, NodeContext context, CancellationToken cancellationToken)
    {
        // Only here: what is recorded, or answered from a record, is the request without its credential.
        request = context.Credential is { } credential ? RequestCredential.AddTo(request, credential) : request;
        if (config.TimeoutSeconds is not { } seconds)
        {
            return await ExchangeAsync(config, request, context.Redactor, cancellationToken);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ExchangeAsync(config, request, context.Redactor, linked.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(
                ErrorCodes.NodeTimeout,
                string.Create(CultureInfo.InvariantCulture, $"{OutboundHttp.Origin(request.Uri)}: no complete response within timeout_seconds ({seconds:0.###} s)."),
                retryable: true,
                innerException: exception);
        }
    }

    private async Task<JsonElement> ExchangeAsync(
        HttpRequestConfig config, OutgoingRequest request, IRedactor redactor, CancellationToken cancellationToken)
    {
        using var response = await Redirects.SendAsync(http, request, config.FollowRedirects, cancellationToken);
        var uri = response.RequestMessage?.RequestUri ?? request.Uri;
        if (config.FailOnStatus && (int)response.StatusCode >= 400)
        {
            throw await FailingStatusAsync(response, uri, redactor, cancellationToken);
        }

        var (bytes, cut) = await ReadAsync(response, uri, config.MaxResponseBytes, cancellationToken);
        if (cut)
        {
            throw new NodeException(
                ErrorCodes.ResponseTooLarge,
                $"{OutboundHttp.Origin(uri)}: the response is larger than max_response_bytes ({config.MaxResponseBytes}). Raise it (up to {HttpRequestConfig.ResponseBytesLimit}), or ask for less.");
        }

        var output = new HttpRequestOutput((int)response.StatusCode, Headers(response), Body(response, uri, bytes, redactor));
        return JsonSerializer.SerializeToElement(output, OrcheoJson.Options);
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool Cut)> ReadAsync(
        HttpResponseMessage response, Uri uri, int limit, CancellationToken cancellationToken)
    {
        // A length that is told and too large needs no reading. The length of a compressed body says nothing of what comes out.
        if (response.RequestMessage?.Method != HttpMethod.Head
            && !ResponseReader.IsDecoded(response.Content)
            && response.Content.Headers.ContentLength > limit)
        {
            return (default, true);
        }

        return await ResponseReader.ReadAsync(response, uri, limit, cancellationToken);
    }

    private static JsonElement Body(HttpResponseMessage response, Uri uri, ReadOnlyMemory<byte> bytes, IRedactor redactor)
    {
        var type = MediaType(response);
        try
        {
            return ResponseBody.Read(bytes, type);
        }
        catch (JsonException exception)
        {
            var details = new HttpErrorDetails((int)response.StatusCode, null, ResponseBody.Excerpt(bytes.Span, cut: false, type, redactor));
            throw new NodeException(
                ErrorCodes.InvalidResponse,
                $"{OutboundHttp.Origin(uri)}: the content type is {type!.MediaType}, but the body is not JSON that can be carried (malformed, nested more than {ResponseBody.MaxDepth} deep, or with a member twice).",
                details: JsonSerializer.SerializeToElement(details, OrcheoJson.Options),
                innerException: exception);
        }
    }

    private async Task<NodeException> FailingStatusAsync(HttpResponseMessage response, Uri uri, IRedactor redactor, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var (bytes, cut) = await ResponseReader.ReadAsync(response, uri, ResponseBody.ExcerptBytes, cancellationToken);
        var headers = Headers(response);

        // Cookies are secrets of the session, and no help in finding out what went wrong.
        headers.Remove("set-cookie");
        var details = new HttpErrorDetails(status, headers, ResponseBody.Excerpt(bytes.Span, cut, MediaType(response), redactor));
        return new NodeException(
            ErrorCodes.HttpStatus,
            $"{response.RequestMessage?.Method} {OutboundHttp.Origin(uri)} answered with the status {status}. Correct the request, or set fail_on_status to false to go on with it.",
            retryable: status is 408 or 429 or >= 500,
            retryAfter: RetryAfter(response.Headers.RetryAfter),
            details: JsonSerializer.SerializeToElement(details, OrcheoJson.Options));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked)
    {
        var wait = asked?.Delta ?? (asked?.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static MediaTypeHeaderValue? MediaType(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
            && MediaTypeHeaderValue.TryParse(values.ToString(), out var type)
            ? type
            : null;

    private static SortedDictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            // Dates within cookies hold commas, so cookies are told apart by lines.
            var key = name.ToLowerInvariant();
            headers[key] = string.Join(key == "set-cookie" ? "\n" : ", ", values);
        }

        if (ResponseReader.IsDecoded(response.Content))
        {
            // They speak of the compressed body, which nobody sees.
            headers.Remove("content-encoding");
            headers.Remove("content-length");
        }

        return headers;
    }
}
