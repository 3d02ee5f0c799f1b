using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api;

/// <summary>Webhook triggers: create, read, update, delete, list, rotate the secret.</summary>
public sealed class WebhookTriggerFunctions(
    WebhookTriggers triggers, WebhookCounters counters, WorkflowStore workflows, ExecutionStore executions, OrcheoOptions options, TimeProvider time)
{
    private const string Resource = "webhook_trigger";

    /// <summary>Stores a new trigger.</summary>
    [Function(nameof(CreateWebhookTrigger))]
    public async Task<IActionResult> CreateWebhookTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "triggers/webhook")] HttpRequest request)
    {
        var faults = new JsonFaults();
        var body = WebhookTriggerBody.ReadNew((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults, options.Limits.BodyBytes);
        var created = await triggers.CreateAsync(request.Tenant(), body.Settings, body.SigningSecret, request.HttpContext.RequestAborted);
        var id = created.Webhook.Trigger.Id;
        request.Audit("trigger.create", Resource, id, Details(created));
        return (await AnswerAsync(request, StatusCodes.Status201Created, created.Webhook, created.NewSecret)).With("Location", $"/api/triggers/webhook/{id}");
    }

    /// <summary>Lists triggers newest first.</summary>
    [Function(nameof(ListWebhookTriggers))]
    public async Task<IActionResult> ListWebhookTriggers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "triggers/webhook")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var workflowId = request.ReadText("workflow_id", 64);
        if (workflowId is not null)
        {
            RequestReading.RequireId(OrcheoId.Workflow, workflowId, "a workflow");
        }

        var found = await triggers.ListAsync(request.Tenant(), workflowId, page, request.HttpContext.RequestAborted);
        var shown = await Task.WhenAll(found.Items.Select(webhook => ShowAsync(request, webhook)));
        return ApiResult.Ok(PageBody.Of(new ListPage<WebhookTriggerView>(shown, found.NextCursor), page));
    }

    /// <summary>Reads a trigger.</summary>
    [Function(nameof(GetWebhookTrigger))]
    public async Task<IActionResult> GetWebhookTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "triggers/webhook/{id}")] HttpRequest request, string id) =>
        await AnswerAsync(request, StatusCodes.Status200OK, await FindAsync(request, id));

    /// <summary>Changes a trigger.</summary>
    [Function(nameof(UpdateWebhookTrigger))]
    public async Task<IActionResult> UpdateWebhookTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "triggers/webhook/{id}")] HttpRequest request, string id)
    {
        RequireId(id);
        var faults = new JsonFaults();
        var body = WebhookTriggerBody.ReadChange((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults, options.Limits.BodyBytes);
        return await ChangeAsync(
            request,
            id,
            "trigger.update",
            tag => triggers.UpdateAsync(request.Tenant(), id, tag, body.Settings, body.SigningSecret, request.HttpContext.RequestAborted));
    }

    /// <summary>Gives a trigger another secret; the present one verifies for a while yet.</summary>
    [Function(nameof(RotateWebhookSecret))]
    public async Task<IActionResult> RotateWebhookSecret(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "triggers/webhook/{id}/rotate-secret")] HttpRequest request, string id)
    {
        RequireId(id);
        var faults = new JsonFaults();
        var (secret, overlap) = WebhookTriggerBody.ReadRotation(await request.ReadObjectAsync(options.Limits.BodyBytes, faults, optional: true), faults);
        return await ChangeAsync(
            request,
            id,
            "trigger.rotate_secret",
            tag => triggers.RotateAsync(request.Tenant(), id, tag, secret, overlap, request.HttpContext.RequestAborted));
    }

    /// <summary>Deletes a trigger; its executions stay.</summary>
    [Function(nameof(DeleteWebhookTrigger))]
    public async Task<IActionResult> DeleteWebhookTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "triggers/webhook/{id}")] HttpRequest request, string id)
    {
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.Trigger.Tag);
            if (await triggers.DeleteAsync(request.Tenant(), id, current.Trigger.Tag, request.HttpContext.RequestAborted))
            {
                request.Audit("trigger.delete", Resource, id, new { current.Trigger.Settings.WorkflowId });
                return ApiResult.NoContent();
            }
        }
    }

    private async Task<ApiResult> ChangeAsync(HttpRequest request, string id, string action, Func<string, Task<ChangedWebhook?>> change)
    {
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.Trigger.Tag);
            if (await change(current.Trigger.Tag) is { } changed)
            {
                request.Audit(action, Resource, id, Details(changed));
                return await AnswerAsync(request, StatusCodes.Status200OK, changed.Webhook, changed.NewSecret);
            }

            // Someone was faster. With If-Match the next look says so; without, the last writer wins.
        }
    }

    private async Task<OpenWebhook> FindAsync(HttpRequest request, string id)
    {
        RequireId(id);
        return await triggers.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("webhook trigger", id);
    }

    private async Task<ApiResult> AnswerAsync(HttpRequest request, int status, OpenWebhook webhook, string? newSecret = null) =>
        ApiResult.Json(status, await ShowAsync(request, webhook) with { SigningSecretOnce = newSecret })
            .With("ETag", EntityTags.Of(webhook.Trigger.Tag))
            .With("Cache-Control", "no-store");

    private async Task<WebhookTriggerView> ShowAsync(HttpRequest request, OpenWebhook webhook)
    {
        var cancel = request.HttpContext.RequestAborted;
        var tenant = request.Tenant();
        var counts = await counters.GetAsync(tenant, webhook.Trigger, cancel);
        var workflow = await workflows.GetAsync(tenant, webhook.Trigger.Settings.WorkflowId, cancel);
        var last = counts.LastExecutionId is { } id ? await executions.GetHeadAsync(tenant, id, cancel) : null;
        return WebhookTriggerView.Of(webhook, UrlOf(request, webhook), counts, workflow is not null, last, time.GetUtcNow());
    }

    private string UrlOf(HttpRequest request, OpenWebhook webhook)
    {
        var root = options.Webhooks.PublicUrl is { Length: > 0 } known ? known.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
        return root + WebhookRoute.PathOf(request.Tenant(), webhook.Secrets.Token);
    }

    private static object Details(ChangedWebhook changed)
    {
        var settings = changed.Webhook.Trigger.Settings;
        return new { settings.WorkflowId, settings.Version, settings.Auth, settings.Scheme, settings.ResponseMode, settings.Enabled, secret_set = changed.NewSecret is not null };
    }

    private static void RequireId(string id) => RequestReading.RequireId(OrcheoId.Webhook, id, "a webhook trigger");
}
