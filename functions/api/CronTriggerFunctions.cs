using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Common;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api;

/// <summary>Cron triggers: create, read, update, delete, list, preview, backfill.</summary>
public sealed class CronTriggerFunctions(
    CronTriggers triggers, CronTriggerStore store, WorkflowStore workflows, ExecutionStore executions, OrcheoOptions options, TimeProvider time)
{
    private const string Resource = "cron_trigger";
    private const int MaxPreview = 100;

    /// <summary>Times of schedules lie after this: backfills do not begin before it.</summary>
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>Stores a new trigger.</summary>
    [Function(nameof(CreateCronTrigger))]
    public async Task<IActionResult> CreateCronTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "triggers/cron")] HttpRequest request)
    {
        var created = await triggers.CreateAsync(request.Tenant(), await ReadAsync(request), request.HttpContext.RequestAborted);
        request.Audit("trigger.create", Resource, created.Value.Id, Details(created.Value));
        return (await AnswerAsync(request, StatusCodes.Status201Created, created)).With("Location", $"/api/triggers/cron/{created.Value.Id}");
    }

    /// <summary>Lists triggers newest first.</summary>
    [Function(nameof(ListCronTriggers))]
    public async Task<IActionResult> ListCronTriggers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "triggers/cron")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var workflowId = request.ReadText("workflow_id", 64);
        if (workflowId is not null)
        {
            RequestReading.RequireId(OrcheoId.Workflow, workflowId, "a workflow");
        }

        var found = await store.ListAsync(request.Tenant(), workflowId, page, request.HttpContext.RequestAborted);
        var shown = await Task.WhenAll(found.Items.Select(trigger => ShowAsync(request, trigger)));
        return ApiResult.Ok(PageBody.Of(new ListPage<CronTriggerView>(shown, found.NextCursor), page));
    }

    /// <summary>Reads a trigger.</summary>
    [Function(nameof(GetCronTrigger))]
    public async Task<IActionResult> GetCronTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "triggers/cron/{id}")] HttpRequest request, string id) =>
        await AnswerAsync(request, StatusCodes.Status200OK, await FindAsync(request, id));

    /// <summary>Changes a trigger.</summary>
    [Function(nameof(UpdateCronTrigger))]
    public async Task<IActionResult> UpdateCronTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "triggers/cron/{id}")] HttpRequest request, string id)
    {
        RequireId(id);
        var settings = await ReadAsync(request);
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, Revision(current.Value));
            if (await triggers.UpdateAsync(request.Tenant(), current, settings, request.HttpContext.RequestAborted) is { } updated)
            {
                request.Audit("trigger.update", Resource, id, Details(updated.Value));
                return await AnswerAsync(request, StatusCodes.Status200OK, updated);
            }

            // It fired, or someone was faster. With If-Match the next look tells which; without, the last writer wins.
        }
    }

    /// <summary>Deletes a trigger; its executions stay.</summary>
    [Function(nameof(DeleteCronTrigger))]
    public async Task<IActionResult> DeleteCronTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "triggers/cron/{id}")] HttpRequest request, string id)
    {
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, Revision(current.Value));
            if (await store.DeleteAsync(request.Tenant(), current, request.HttpContext.RequestAborted))
            {
                request.Audit("trigger.delete", Resource, id, Details(current.Value));
                return ApiResult.NoContent();
            }
        }
    }

    /// <summary>Shows the next times of a schedule. Stores nothing.</summary>
    [Function(nameof(PreviewCron))]
    public Task<IActionResult> PreviewCron([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "triggers/cron/preview")] HttpRequest request)
    {
        var cron = request.ReadText("cron", 200) ?? throw RequestReading.Invalid("cron", "The query parameter 'cron' is missing.");
        var schedule = CronSchedule.Parse(cron, request.ReadText("timezone", 64) ?? "UTC", "/query");
        var times = schedule.After(time.GetUtcNow()).Take(request.ReadInteger("count", 1, MaxPreview) ?? 5);
        return Task.FromResult<IActionResult>(ApiResult.Ok(new { times = times.ToArray() }));
    }

    /// <summary>Starts the times of the past that have not been started.</summary>
    [Function(nameof(BackfillCronTrigger))]
    public async Task<IActionResult> BackfillCronTrigger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "triggers/cron/{id}/backfill")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        RequireId(id);
        var (from, to) = await ReadRangeAsync(request);
        var trigger = await FindAsync(request, id);
        var done = await triggers.BackfillAsync(
            request.Tenant(), trigger.Value, from, to, ExecutionScheduling.On(client), request.HttpContext.RequestAborted);
        request.Audit("trigger.backfill", Resource, id, new { from, to, done.Started, done.Skipped });
        return ApiResult.Ok(done);
    }

    private async Task<(DateTimeOffset From, DateTimeOffset To)> ReadRangeAsync(HttpRequest request)
    {
        var faults = new JsonFaults();
        var body = (await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!;
        var from = body.Time("from", required: true);
        var to = body.Time("to", required: true);
        body.Close();
        if (from < Earliest)
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "'from' must not lie before 1970.", "from");
        }

        if (to > time.GetUtcNow())
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "'to' must not lie in the future: what is to come is started when it is due.", "to");
        }

        if (from > to)
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "'to' must not lie before 'from'.", "to");
        }

        faults.ThrowIfAny();
        return (from!.Value, to!.Value);
    }

    private async Task<CronTriggerSettings> ReadAsync(HttpRequest request)
    {
        var faults = new JsonFaults();
        return CronTriggerBody.Read((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults);
    }

    private async Task<Versioned<CronTrigger>> FindAsync(HttpRequest request, string id)
    {
        RequireId(id);
        return await store.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("cron trigger", id);
    }

    private async Task<ApiResult> AnswerAsync(HttpRequest request, int status, Versioned<CronTrigger> trigger) =>
        ApiResult.Json(status, await ShowAsync(request, trigger.Value)).With("ETag", EntityTags.Of(Revision(trigger.Value)));

    private async Task<CronTriggerView> ShowAsync(HttpRequest request, CronTrigger trigger)
    {
        var cancel = request.HttpContext.RequestAborted;
        var workflow = await workflows.GetAsync(request.Tenant(), trigger.WorkflowId, cancel);
        var last = trigger.LastExecutionId is { } id ? await executions.GetHeadAsync(request.Tenant(), id, cancel) : null;
        return CronTriggerView.Of(trigger, workflow is not null, last);
    }

    private static object Details(CronTrigger trigger) =>
        new { trigger.WorkflowId, trigger.Version, trigger.Cron, trigger.Timezone, trigger.MisfirePolicy, trigger.Enabled };

    private static void RequireId(string id) => RequestReading.RequireId(OrcheoId.Cron, id, "a cron trigger");

    /// <summary>What If-Match is compared with: its owner's changes, not its firing, which may happen every second.</summary>
    private static string Revision(CronTrigger trigger) => string.Create(CultureInfo.InvariantCulture, $"{trigger.Id}:{trigger.Revision}");
}
