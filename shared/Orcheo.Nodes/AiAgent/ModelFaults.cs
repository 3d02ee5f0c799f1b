using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.AiAgent;

/// <summary>What failed model calls are called, and which of them are worth another attempt: docs/nodes/ai_agent.md has the table.</summary>
internal static class ModelFaults
{
    private const int MaxMessage = 500;

    private static readonly string[] ContextCodes = ["context_length_exceeded", "string_above_max_length"];
    private static readonly string[] ContextWords = ["context length", "context window", "maximum context", "too many tokens", "prompt is too long"];
    private static readonly string[] FilterCodes = ["content_filter", "content_policy_violation", "responsibleaipolicyviolation"];

    /// <summary>The failure in the words of a user.</summary>
    public static NodeException Explain(ModelEndpoint endpoint, Exception exception, IRedactor redactor, TimeProvider time)
    {
        if (exception is ClientResultException failed && failed.GetRawResponse() is { } response)
        {
            return OfStatus(endpoint, failed, response, redactor, time);
        }

        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NodeException explained)
            {
                return explained;
            }

            if (OutboundHttp.IsTransport(cause))
            {
                return OutboundHttp.Explain(endpoint.Uri, cause);
            }
        }

        return Invalid(endpoint, "the answer is not a stream of chat completions", exception);
    }

    /// <summary>ORC3041.</summary>
    public static NodeException Invalid(ModelEndpoint endpoint, string fault, Exception? cause = null) =>
        new(ErrorCodes.ModelAnswerInvalid, $"{endpoint.Origin}: {fault}.", innerException: cause);

    /// <summary>A stream that ended without saying why the model did.</summary>
    public static NodeException Broken(ModelEndpoint endpoint) => new(
        ErrorCodes.ConnectionFailed, $"{endpoint.Origin}: the connection broke before the answer was complete.", retryable: true);

    /// <summary>Whether the server does not know the schema mode.</summary>
    public static bool RefusesSchemaMode(NodeException exception) =>
        exception.Code == ErrorCodes.ModelRequestRefused
        && exception.Details is { } details
        && (Mentions(details, "param") || Mentions(details, "message"));

    private static bool Mentions(JsonElement details, string member) =>
        details.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
        && (value.GetString()!.Contains("response_format", StringComparison.OrdinalIgnoreCase)
            || value.GetString()!.Contains("json_schema", StringComparison.OrdinalIgnoreCase));

    private static NodeException OfStatus(
        ModelEndpoint endpoint, ClientResultException failed, PipelineResponse response, IRedactor redactor, TimeProvider time)
    {
        var error = Error.Read(response, redactor);
        var (code, retryable, advice) = Kind(failed.Status, error);
        var said = error.Message.Length > 0 ? $" It said: {error.Message}" : "";
        return new NodeException(
            code,
            $"{endpoint.Origin} answered with the status {failed.Status}. {advice}{said}",
            retryable,
            retryable ? RetryAfter(response, time) : null,
            JsonSerializer.SerializeToElement(
                new { status = failed.Status, error_code = error.Code, error_type = error.Type, param = error.Param, message = error.Message }, OrcheoJson.Options),
            failed);
    }

    private static (string Code, bool Retryable, string Advice) Kind(int status, Error error) => status switch
    {
        401 or 403 => (ErrorCodes.ModelAccessDenied, false, "It does not accept the credential: choose one whose key may use the model."),
        429 when error.IsOneOf("insufficient_quota") => (ErrorCodes.ModelQuotaSpent, false, "The account's quota is spent: raise it with the provider."),
        429 => (ErrorCodes.ModelRateLimited, true, "It takes no more calls for now."),
        408 or 409 or >= 500 => (ErrorCodes.ModelUnavailable, true, "It cannot answer for now."),
        _ when error.IsOneOf(ContextCodes) || error.Says(ContextWords) =>
            (ErrorCodes.ModelContextExceeded, false, "The conversation is longer than the model can read: shorten the prompt, or have tools give less."),
        _ when error.IsOneOf(FilterCodes) => (ErrorCodes.ModelContentFiltered, false, "Its content filter refused the prompt."),
        404 => (ErrorCodes.ModelRequestRefused, false, "It does not know the model or the address: check model and base_url."),
        _ => (ErrorCodes.ModelRequestRefused, false, "It does not accept the request: check the config."),
    };

    /// <summary><c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as a date.</summary>
    private static TimeSpan? RetryAfter(PipelineResponse response, TimeProvider time)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 86_400_000));
        }

        if (!response.Headers.TryGetValue("Retry-After", out text) || text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > time.GetUtcNow()
            ? date - time.GetUtcNow()
            : null;
    }

    /// <summary>The <c>error</c> of a body; empty where it has none.</summary>
    private sealed record Error(string Code, string Type, string Param, string Message)
    {
        private static readonly Error None = new("", "", "", "");

        public bool IsOneOf(params string[] codes) =>
            Array.Exists(codes, code => Code.Equals(code, StringComparison.OrdinalIgnoreCase) || Type.Equals(code, StringComparison.OrdinalIgnoreCase));

        public bool Says(string[] words) => Array.Exists(words, word => Message.Contains(word, StringComparison.OrdinalIgnoreCase));

        public static Error Read(PipelineResponse response, IRedactor redactor)
        {
            try
            {
                using var body = JsonDocument.Parse(response.Content.ToMemory());
                return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("error", out var error)
                    ? Read(error, redactor)
                    : None;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return None;
            }
        }

        private static Error Read(JsonElement error, IRedactor redactor)
        {
            if (error.ValueKind == JsonValueKind.String)
            {
                return None with { Message = Cut(error.GetString()!, redactor) };
            }

            return error.ValueKind == JsonValueKind.Object
                ? new Error(Text(error, "code"), Text(error, "type"), Text(error, "param"), Cut(Text(error, "message"), redactor))
                : None;
        }

        private static string Cut(string text, IRedactor redactor) =>
            text.Length <= MaxMessage ? redactor.Redact(text) : redactor.Redact(text[..MaxMessage], cut: true) + " …";

        private static string Text(JsonElement error, string member) =>
            error.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
    }
}
