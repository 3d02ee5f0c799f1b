using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Orcheo.Api.Security;
using Orcheo.Core.Errors;
using Orcheo.Core.Idempotency;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api.Http;

/// <summary>
/// Serves a request with an <c>Idempotency-Key</c> once: a repetition gets the first answer again. Only answers that had an effect are
/// kept; what was refused may be put right and sent again under the same key.
/// </summary>
public sealed class IdempotencyMiddleware(IdempotencyStore store, OrcheoOptions options, ILogger<IdempotencyMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 255;

    /// <summary>Two change nothing, though their method would allow it; the last knows repetitions by the delivery, and its senders have no key.</summary>
    private static readonly FrozenSet<string> Exempt = FrozenSet.Create(
        StringComparer.Ordinal, nameof(WorkflowFunctions.ValidateWorkflow), nameof(StreamFunctions.NegotiateStream), WebhookRoute.Function);

    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return context.GetHttpContext() is { } http && IsMutation(http.Request) && !Exempt.Contains(context.FunctionDefinition.Name) && ReadKey(http.Request) is { } key
            ? ServeOnceAsync(context, http, key, next)
            : next(context);
    }

    private async Task ServeOnceAsync(FunctionContext context, HttpContext http, string key, FunctionExecutionDelegate next)
    {
        var secrets = new IdempotencySecrets(Token(http.Request), key);
        var caller = http.Request.Caller();
        var body = await http.Request.ReadBytesAsync(options.Limits.BodyBytes);
        http.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        var request = new IdempotentRequest(caller.Tenant, caller.Id, secrets.Row, Fingerprint(http.Request, secrets, body));
        var claim = await store.ClaimAsync(request, http.RequestAborted);
        switch (claim.Verdict)
        {
            case IdempotencyVerdict.Answered:
                context.GetInvocationResult().Value = Again(secrets.Open(claim.Answer, request.Place));
                return;
            case IdempotencyVerdict.Mismatch:
                throw new OrcheoException(
                    ErrorCodes.IdempotencyMismatch, $"This {Header} was used for another request in the last 24 hours. Send a new request with a new key.");
            case IdempotencyVerdict.InFlight:
                http.Response.Headers.RetryAfter = "1";
                throw new OrcheoException(
                    ErrorCodes.IdempotencyInFlight, $"The first request with this {Header} is still being served. Send it again in a moment to get its answer.");
            default:
                await ServeAsync(context, http, new Claimed(request, claim, secrets, key), next);
                return;
        }
    }

    private async Task ServeAsync(FunctionContext context, HttpContext http, Claimed claimed, FunctionExecutionDelegate next)
    {
        http.Features.Set(new DerivedIds(claimed.Request.Tenant, claimed.Request.CallerId, claimed.Key, claimed.Claim.BeganAt));

        // A caller that goes away will come back with the same key: what was begun is finished and its answer kept.
        http.RequestAborted = CancellationToken.None;
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await SettleAsync(http, () => IsRefusal(exception)
                ? store.ForgetAsync(claimed.Request, claimed.Claim)
                : store.GiveBackAsync(claimed.Request, claimed.Claim));
            throw;
        }

        await SettleAsync(http, () => context.GetInvocationResult().Value is ApiResult { Status: >= 200 and < 300 } result
            ? store.KeepAsync(claimed.Request, claimed.Claim, claimed.Secrets.Seal(Kept(result), claimed.Request.Place))
            : store.ForgetAsync(claimed.Request, claimed.Claim));
    }

    /// <summary>
    /// Settles a claim. When the store cannot be reached, the answer is given all the same: it tells what happened. The mark that is
    /// left then counts as one of a crash.
    /// </summary>
    private async Task SettleAsync(HttpContext http, Func<Task> settle)
    {
        try
        {
            await settle();
        }
        catch (StorageException exception)
        {
            Logs.IdempotencyNotSettled(logger, http.Request.Method, http.Request.Path, exception);
        }
    }

    /// <summary>Whether a failure says that nothing was done: the caller's fault, found before anything was.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is BadHttpRequestException || (exception is OrcheoException { Code: var code } && ErrorCodes.All[code].HttpStatus is < 500);

    private static bool IsMutation(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method) || HttpMethods.IsPatch(request.Method);

    private static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        var key = values.Count == 1 ? values.ToString() : "";
        return key.Length is > 0 and <= MaxKeyLength && key.All(character => character is > ' ' and <= '~')
            ? key
            : throw RequestReading.Invalid(Header, $"'{Header}' must be given once, with 1 to {MaxKeyLength} visible ASCII characters.");
    }

    private static string Token(HttpRequest request) => request.Headers.Authorization.ToString().Split(' ', 2)[^1].Trim();

    private static string Fingerprint(HttpRequest request, IdempotencySecrets secrets, ReadOnlyMemory<byte> body) =>
        secrets.Fingerprint(request.Method, request.Path, request.QueryString.Value ?? "", body.Span);

    private static byte[] Kept(ApiResult result) =>
        JsonSerializer.SerializeToUtf8Bytes(new KeptAnswer(result.Status, result.Body.ToArray(), result.Headers, result.ContentType), OrcheoJson.Options);

    private static ApiResult Again(byte[] json)
    {
        var kept = JsonSerializer.Deserialize<KeptAnswer>(json, OrcheoJson.Options)!;
        var result = ApiResult.Bytes(kept.Status, kept.Body, kept.ContentType);
        foreach (var (name, value) in kept.Headers)
        {
            result.With(name, value);
        }

        return result.With(ReplayedHeader, "true");
    }

    private sealed record Claimed(IdempotentRequest Request, IdempotencyClaim Claim, IdempotencySecrets Secrets, string Key);

    private sealed record KeptAnswer(int Status, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, string? ContentType = null);
}
