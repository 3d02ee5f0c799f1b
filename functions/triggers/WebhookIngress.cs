using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Api.Http;
using Orcheo.Common;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;
using Orcheo.Hosting;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Triggers;

/// <summary>Where senders deliver to webhook triggers. It asks for no API key: the trigger says how a delivery is to prove itself.</summary>
public sealed class WebhookIngress(
    WebhookTriggers triggers,
    WebhookRates rates,
    WebhookStarts starts,
    WebhookRejections rejections,
    ExecutionStore executions,
    OrcheoOptions options,
    DurableRunner runner,
    TimeProvider time)
{
    private readonly WebhookAnswers _answers = new(executions, options.Webhooks, runner, time);

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Takes a delivery.</summary>
    [Function(WebhookRoute.Function)]
    public async Task<IActionResult> ReceiveWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = WebhookRoute.Template)] HttpRequest request,
        string tenant,
        string token,
        [DurableClient] DurableTaskClient client)
    {
        var cancel = request.HttpContext.RequestAborted;
        var found = IsPlausible(tenant, token) ? await triggers.FindAsync(tenant, token, cancel) : null;
        if (found is not { Trigger: { Settings.Enabled: true } trigger } webhook)
        {
            throw await RejectAsync(request, found?.Trigger, WebhookRejection.Unknown, Unknown());
        }

        await TakeAsync(request, trigger);
        var limit = trigger.Settings.MaxBodyBytes ?? options.Limits.BodyBytes;
        if (await request.ReadRawAsync(limit) is not { } body)
        {
            var tooLarge = new OrcheoException(ErrorCodes.BodyTooLarge, $"The body is larger than the {limit} bytes that this webhook takes.");
            throw await RejectAsync(request, trigger, WebhookRejection.TooLarge, tooLarge);
        }

        var verdict = Verify(webhook, new SignedDelivery(name => Header(request, name), body));
        if (verdict.Rejection is { } reason)
        {
            throw await RejectAsync(request, trigger, reason, Unproven(reason));
        }

        var content = await ReadAsync(request, trigger, body);
        var started = await starts.StartAsync(tenant, trigger, verdict.DeliveryId, content, ExecutionScheduling.On(client), cancel)
            ?? throw await RejectAsync(request, trigger, WebhookRejection.Unknown, Unknown());
        return started.IsNew
            ? await _answers.AnswerAsync(tenant, trigger, started.Head, client, cancel)
            : ApiResult.Ok(new { execution_id = started.Head.Id, duplicate = true });
    }

    private WebhookVerdict Verify(OpenWebhook webhook, SignedDelivery delivery)
    {
        var now = time.GetUtcNow();
        var settings = webhook.Trigger.Settings;
        return settings.Auth switch
        {
            WebhookAuth.Hmac => WebhookVerifier.Verify(WebhookSchemes.Find(settings.Scheme!)!, webhook.Secrets.ValidAt(now), delivery, now),
            WebhookAuth.Token => WebhookVerifier.VerifyToken(webhook.Secrets.ValidAt(now), delivery),
            _ => WebhookVerdict.Accepted(WebhookVerifier.OwnDeliveryId(delivery)),
        };
    }

    private async Task TakeAsync(HttpRequest request, WebhookTrigger trigger)
    {
        if (trigger.Settings.RateLimit is not { } rate || rates.Take(trigger.Id, rate) is not { Ticks: > 0 } wait)
        {
            return;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        request.HttpContext.Response.Headers.RetryAfter = seconds;
        var limited = new OrcheoException(ErrorCodes.RateLimited, $"This webhook takes no more deliveries at present. Try again in {seconds} s.");
        throw await RejectAsync(request, trigger, WebhookRejection.RateLimited, limited);
    }

    private async Task<WebhookContent> ReadAsync(HttpRequest request, WebhookTrigger trigger, ReadOnlyMemory<byte> body)
    {
        try
        {
            return await WebhookReader.ReadAsync(request, trigger.Settings, body);
        }
        catch (OrcheoException exception)
        {
            throw await RejectAsync(request, trigger, WebhookRejection.Malformed, exception);
        }
    }

    private async Task<OrcheoException> RejectAsync(HttpRequest request, WebhookTrigger? trigger, WebhookRejection reason, OrcheoException failure)
    {
        var http = request.HttpContext;
        var ip = ClientAddress.Of(http, options.TrustedProxies).ToString();
        await rejections.RecordAsync(Caller.DefaultTenant, trigger, reason, ip, http.Response.Headers["x-request-id"].ToString());
        return failure;
    }

    /// <summary>What cannot be a URL of ours is not looked up: keys of the store take no other characters.</summary>
    private static bool IsPlausible(string tenant, string token) =>
        tenant == Caller.DefaultTenant && token.Length <= 128 && !token.AsSpan().ContainsAnyExcept(TokenCharacters);

    private static string? Header(HttpRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;

    /// <summary>The same for every reason, so that nobody can tell which URLs there are.</summary>
    private static OrcheoException Unknown() => new(ErrorCodes.NotFound, "There is no such webhook.");

    private static OrcheoException Unproven(WebhookRejection reason) => new(ErrorCodes.WebhookRejected, reason switch
    {
        WebhookRejection.Stale => "The delivery was signed too long ago, or the sender's clock is wrong.",
        WebhookRejection.Unsigned => "The delivery bears no signature or token that this webhook can read.",
        _ => "The signature or token of the delivery is not right.",
    });
}
