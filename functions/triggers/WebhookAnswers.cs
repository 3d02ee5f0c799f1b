using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orcheo.Api.Http;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Hosting;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Triggers;

/// <summary>Answers a delivery that was taken: at once, or with what its execution came to.</summary>
internal sealed class WebhookAnswers(ExecutionStore executions, WebhookOptions options, DurableRunner runner, TimeProvider time)
{
    private const string Json = "application/json";

    private readonly ExecutionEnd _end = new(executions, runner, time);

    /// <summary>Headers that frame the answer, or that Orcheo sets itself.</summary>
    private static readonly string[] OwnHeaders =
        ["connection", "content-length", "content-type", "keep-alive", "transfer-encoding", "trailer", "upgrade", "date", "server", "x-request-id"];

    /// <summary>The answer to a delivery whose execution this is.</summary>
    public async Task<ApiResult> AnswerAsync(
        string tenant, WebhookTrigger trigger, ExecutionHead head, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var waits = trigger.Settings.ResponseMode == WebhookResponseMode.OnCompletion;
        return waits
            && await _end.ComesWithinAsync(options.CompletionWait, tenant, head, client, cancellationToken)
            && await executions.GetAnsweredAsync(tenant, head.Id, cancellationToken) is { } answered
            && answered.Execution.Status.HasEnded()
                ? Of(answered)
                : ApiResult.Json(StatusCodes.Status202Accepted, new { execution_id = head.Id });
    }

    /// <summary>What an ended execution is answered with.</summary>
    public static ApiResult Of(AnsweredExecution answered)
    {
        var execution = answered.Execution;
        return (execution.Status, answered.Answer) switch
        {
            (ExecutionStatus.Failed, _) => Failed(StatusCodes.Status500InternalServerError, execution, execution.Error),
            (ExecutionStatus.Cancelled, _) => Failed(StatusCodes.Status409Conflict, execution, execution.Error),
            (_, { Error: { } error }) => Failed(StatusCodes.Status500InternalServerError, execution, error),
            (_, { Config: { } config }) when config.TryGetProperty("respond", out var respond) => Respond(respond),
            _ => ApiResult.Ok(execution.Output),
        };
    }

    private static ApiResult Failed(int status, Execution execution, RunError? error) => ApiResult.Json(
        status, new { execution_id = execution.Id, execution.Status, error = error is null ? null : new { error.Code, error.Message } });

    private static ApiResult Respond(JsonElement respond)
    {
        var status = respond.TryGetProperty("status", out var number) ? (int)number.GetDouble() : StatusCodes.Status200OK;
        var headers = respond.TryGetProperty("headers", out var given) && given.ValueKind == JsonValueKind.Object
            ? given.EnumerateObject().Where(header => header.Value.ValueKind != JsonValueKind.Null).Select(header => (header.Name, Value: TextOf(header.Value))).ToList()
            : [];
        var contentType = headers.LastOrDefault(header => header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value;
        var (body, type) = Body(respond, contentType);

        // What HTTP allows no body for gets none.
        var result = status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified or StatusCodes.Status205ResetContent
            ? ApiResult.Empty(status)
            : ApiResult.Bytes(status, body, type);
        foreach (var (name, value) in headers.Where(header => IsSendable(header.Name, header.Value)))
        {
            result.With(name, value);
        }

        return result;
    }

    private static (ReadOnlyMemory<byte> Body, string? ContentType) Body(JsonElement respond, string? contentType)
    {
        contentType = contentType is not null && IsText(contentType) ? contentType : null;
        if (!respond.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null)
        {
            return (default, contentType);
        }

        var asText = body.ValueKind == JsonValueKind.String && contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true;
        return asText
            ? (Encoding.UTF8.GetBytes(body.GetString()!), contentType ?? "text/plain; charset=utf-8")
            : (JsonSerializer.SerializeToUtf8Bytes(body, OrcheoJson.Options), contentType ?? Json);
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>What cannot be a header is left out: values may come from a sender, who must not be able to add headers of its own.</summary>
    private static bool IsSendable(string name, string value) =>
        name.Length is > 0 and <= 256
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
        && !OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
        && IsText(value);

    private static bool IsText(string value) => value.Length <= 8192 && value.All(character => character is >= ' ' and <= '~');
}
