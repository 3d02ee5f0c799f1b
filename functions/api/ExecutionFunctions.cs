using System.Text.Json;
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
using Orcheo.Hosting;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Api;

/// <summary>Executions: start, read, list, cancel.</summary>
public sealed class ExecutionFunctions(
    ExecutionStore executions,
    ExecutionStarter starter,
    ExecutionCloser closer,
    ConcurrentRuns runs,
    RunnableWorkflows runnable,
    TestRuns tests,
    OrcheoOptions options,
    DurableRunner runner,
    TimeProvider time)
{
    private readonly ExecutionEnd _end = new(executions, runner, time);

    /// <summary>Starts a workflow by id, or one inline; with <c>Prefer: wait=N</c> answers with its end if that comes in time.</summary>
    [Function(nameof(StartExecution))]
    public async Task<IActionResult> StartExecution(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "executions")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var wait = Preferences.Of(request).Wait;
        var faults = new JsonFaults();
        var body = StartBody.Read((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults);
        var start = await PrepareAsync(request, body);
        var (head, isNew) = await starter.StartOnceAsync(start, ExecutionScheduling.On(client), request.HttpContext.RequestAborted);
        request.Audit("execution.start", "execution", head.Id, new { head.WorkflowId, head.WorkflowVersion, test = body.Test is null ? (bool?)null : true });
        var location = $"/api/executions/{head.Id}";
        if (wait is { } limit && await _end.ComesWithinAsync(limit, request.Tenant(), head, client, request.HttpContext.RequestAborted))
        {
            return ApiResult.Ok(await FindAsync(request, head.Id)).With("Location", location).With("Preference-Applied", $"wait={limit.TotalSeconds:0}");
        }

        // What this call has just stored need not be read to be told.
        var accepted = isNew && wait is null ? Execution.Of(head, start.Input, OrcheoJson.Null) : await FindAsync(request, head.Id);
        return ApiResult.Json(StatusCodes.Status202Accepted, accepted).With("Location", location);
    }

    /// <summary>Lists executions newest first.</summary>
    [Function(nameof(ListExecutions))]
    public async Task<IActionResult> ListExecutions([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var workflowId = request.ReadText("workflow_id", 64);
        if (workflowId is not null)
        {
            RequestReading.RequireId(OrcheoId.Workflow, workflowId, "a workflow");
        }

        var filter = new ExecutionFilter(workflowId, ReadStatus(request), ReadTrigger(request));
        var found = await executions.ListAsync(request.Tenant(), filter, page, request.HttpContext.RequestAborted);
        return ApiResult.Ok(PageBody.Of(found, page));
    }

    /// <summary>Reads an execution.</summary>
    [Function(nameof(GetExecution))]
    public async Task<IActionResult> GetExecution(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions/{id}")] HttpRequest request, string id) =>
        ApiResult.Ok(await FindAsync(request, id));

    /// <summary>Cancels an execution: running nodes are asked to stop, and after five seconds the execution is ended over them.</summary>
    [Function(nameof(CancelExecution))]
    public async Task<IActionResult> CancelExecution(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "executions/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        await FindAsync(request, id);
        var (head, accepted) = await closer.CancelAsync(new ExecutionReference(request.Tenant(), id), request.HttpContext.RequestAborted);
        if (!accepted)
        {
            var status = JsonNamingPolicy.SnakeCaseLower.ConvertName(head.Status.ToString());
            throw new OrcheoException(ErrorCodes.Conflict, $"The execution has ended already: it is {status}.");
        }

        request.Audit("execution.cancel", "execution", id);
        if (!await runs.CancelWaitingAsync(request.Tenant(), head, ExecutionScheduling.On(client), CancellationToken.None))
        {
            await client.RaiseEventAsync(id, ExecutionOrchestration.CancelEvent, true, CancellationToken.None);
        }

        return ApiResult.Json(StatusCodes.Status202Accepted, await FindAsync(request, id)).With("Location", $"/api/executions/{id}");
    }

    private async Task<StartRequest> PrepareAsync(HttpRequest request, StartBody body)
    {
        if (body.Test is { } test)
        {
            var start = await tests.PrepareAsync(
                request.Tenant(), await FindSubjectAsync(request, body), test, body.Input, request.HttpContext.RequestAborted);
            return start with { ExecutionId = request.DerivedId(OrcheoId.Execution) };
        }

        var (version, what) = await FindRunnableAsync(request, body);
        return new StartRequest
        {
            Tenant = request.Tenant(),
            ExecutionId = request.DerivedId(OrcheoId.Execution),
            WorkflowId = body.WorkflowId,
            WorkflowVersion = version,
            Definition = what.Definition,
            NodeCount = what.NodeCount,
            TimeoutSeconds = what.TimeoutSeconds,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
            Input = body.Input ?? OrcheoJson.Null,
        };
    }

    private async Task<(int? Version, Runnable Runnable)> FindRunnableAsync(HttpRequest request, StartBody body)
    {
        if (body.Inline is { } inline)
        {
            return (null, await runnable.PrepareAsync(request.Tenant(), inline, StartBody.InlinePointer, request.HttpContext.RequestAborted));
        }

        return await runnable.FindAsync(request.Tenant(), body.WorkflowId!, body.Version, request.HttpContext.RequestAborted)
            ?? throw NoSuchVersion(body);
    }

    /// <summary>What a test run is made of; it need not be valid as a whole.</summary>
    private async Task<TestSubject> FindSubjectAsync(HttpRequest request, StartBody body)
    {
        if (body.Inline is { } inline)
        {
            return new TestSubject(null, null, inline, StartBody.InlinePointer);
        }

        var (version, workflow) = await runnable.SelectAsync(request.Tenant(), body.WorkflowId!, body.Version, request.HttpContext.RequestAborted)
            ?? throw NoSuchVersion(body);
        return new TestSubject(workflow.Id, version, workflow.Definition, "");
    }

    private static OrcheoException NoSuchVersion(StartBody body) =>
        RequestReading.NotFound(body.Version.Kind == VersionSelectorKind.Default ? "workflow" : "such version of workflow", body.WorkflowId!);

    private async Task<Execution> FindAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Execution, id, "an execution");
        return await executions.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("execution", id);
    }

    private static string? ReadTrigger(HttpRequest request)
    {
        var id = request.ReadText("trigger_id", 64);
        return id is null || OrcheoId.IsValid(OrcheoId.Cron, id) || OrcheoId.IsValid(OrcheoId.Webhook, id)
            ? id
            : throw RequestReading.Invalid("trigger_id", "The query parameter 'trigger_id' must be the id of a cron trigger or of a webhook.");
    }

    private static ExecutionStatus? ReadStatus(HttpRequest request)
    {
        if (request.ReadText("status", 32) is not { } text)
        {
            return null;
        }

        foreach (var status in Enum.GetValues<ExecutionStatus>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()) == text)
            {
                return status;
            }
        }

        throw RequestReading.Invalid("status", "The query parameter 'status' must be queued, running, waiting, succeeded, failed, cancelling or cancelled.");
    }
}
