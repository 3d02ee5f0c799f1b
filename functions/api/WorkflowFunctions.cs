using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Validation;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api;

/// <summary>Workflows: create, read, update, delete, list, validate.</summary>
public sealed class WorkflowFunctions(
    WorkflowStore workflows, ExecutionStore executions, WorkflowValidator validator, CredentialReferences credentials, OrcheoOptions options)
{
    private const string LastExecution = "last_execution";

    /// <summary>Stores a new workflow as a draft.</summary>
    [Function(nameof(CreateWorkflow))]
    public async Task<IActionResult> CreateWorkflow([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows")] HttpRequest request)
    {
        var (document, errors) = await ReadAsync(request);
        var created = await workflows.CreateAsync(request.Tenant(), document, request.HttpContext.RequestAborted);
        request.Audit("workflow.create", "workflow", created.Value.Id, new { created.Value.Name });
        return Answer(StatusCodes.Status201Created, created, errors).With("Location", $"/api/workflows/{created.Value.Id}");
    }

    /// <summary>Lists workflows newest first; with <c>?include=last_execution</c> and the scope for it, each with its last execution.</summary>
    [Function(nameof(ListWorkflows))]
    public async Task<IActionResult> ListWorkflows([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var withLast = IncludesLastExecution(request);

        var found = await workflows.ListAsync(
            request.Tenant(), request.ReadText("q", 200), request.ReadText("tag", 64), page, request.HttpContext.RequestAborted);
        return withLast
            ? ApiResult.Ok(PageBody.Of(new ListPage<JsonObject>(await WithLastExecutionAsync(request, found.Items), found.NextCursor), page))
            : ApiResult.Ok(PageBody.Of(found, page));
    }

    /// <summary>Takes a deletion back that was not for good; a workflow that is there is left as it is.</summary>
    [Function(nameof(RestoreWorkflow))]
    public async Task<IActionResult> RestoreWorkflow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{id}/restore")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        var (restored, wasDeleted) = await workflows.RestoreAsync(request.Tenant(), id, request.HttpContext.RequestAborted)
            ?? throw RequestReading.NotFound("workflow", id);
        if (wasDeleted)
        {
            request.Audit("workflow.restore", "workflow", id, new { restored.Value.Name });
        }

        return Answer(StatusCodes.Status200OK, restored, []);
    }

    /// <summary>Reads a workflow: its draft, or with <c>?version=N</c> a version.</summary>
    [Function(nameof(GetWorkflow))]
    public async Task<IActionResult> GetWorkflow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows/{id}")] HttpRequest request, string id)
    {
        var number = request.ReadInteger("version", 1, int.MaxValue);
        var current = await FindAsync(request, id);
        if (number is null)
        {
            return Answer(StatusCodes.Status200OK, current, []);
        }

        var version = await workflows.GetVersionAsync(request.Tenant(), id, number.Value, request.HttpContext.RequestAborted);
        return ApiResult.Ok(version?.Workflow ?? throw RequestReading.NotFound($"version {number} of workflow", id));
    }

    /// <summary>Replaces the draft.</summary>
    [Function(nameof(UpdateWorkflow))]
    public async Task<IActionResult> UpdateWorkflow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "workflows/{id}")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        var (document, errors) = await ReadAsync(request);
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.ETag);
            if (await workflows.UpdateAsync(request.Tenant(), current, document, request.HttpContext.RequestAborted) is { } updated)
            {
                request.Audit("workflow.update", "workflow", id, new { updated.Value.Name });
                return Answer(StatusCodes.Status200OK, updated, errors);
            }

            // Someone was faster. With If-Match the next look says so; without, the last writer wins.
        }
    }

    /// <summary>Deletes a workflow; with <c>?purge=true</c> nothing of it is kept.</summary>
    [Function(nameof(DeleteWorkflow))]
    public async Task<IActionResult> DeleteWorkflow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "workflows/{id}")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        var purge = request.ReadFlag("purge");
        var cancel = request.HttpContext.RequestAborted;
        while (true)
        {
            var current = await workflows.GetAsync(request.Tenant(), id, cancel);
            if (current is null)
            {
                return purge && await workflows.PurgeAsync(request.Tenant(), id, null, cancel)
                    ? Deleted(request, id, purge)
                    : throw RequestReading.NotFound("workflow", id);
            }

            EntityTags.RequireMatch(request, current.Value.ETag);
            var deleted = purge
                ? await workflows.PurgeAsync(request.Tenant(), id, current.Value.ETag, cancel)
                : await workflows.DeleteAsync(request.Tenant(), current.Value, cancel);
            if (deleted)
            {
                return Deleted(request, id, purge);
            }
        }
    }

    /// <summary>Says whether a document could be stored, and every fault if not; what is not JSON at all is refused. Stores nothing.</summary>
    [Function(nameof(ValidateWorkflow))]
    public async Task<IActionResult> ValidateWorkflow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/validate")] HttpRequest request)
    {
        var check = await CheckAsync(request);
        if (check.Errors.FirstOrDefault(error => error.Code == ErrorCodes.MalformedJson) is { } malformed)
        {
            throw new OrcheoException(malformed.Code, malformed.Message, check.Errors);
        }

        return ApiResult.Ok(new { valid = check.IsValid, errors = check.Errors });
    }

    private async Task<Versioned<Workflow>> FindAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        return await workflows.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("workflow", id);
    }

    /// <summary>Reads the document; with <c>Prefer: handling=lenient</c> its semantic faults are returned instead of thrown.</summary>
    private async Task<(WorkflowDocument Document, IReadOnlyList<ErrorDetail> Errors)> ReadAsync(HttpRequest request)
    {
        var lenient = Preferences.Of(request).Lenient;
        var check = await CheckAsync(request);
        if (check.IsValid || (lenient && check.IsStorable))
        {
            return (check.Document!, check.Errors);
        }

        var errors = check.Errors;
        throw errors.Count == 1
            ? new OrcheoException(errors[0].Code, errors[0].Message, errors)
            : new OrcheoException(ErrorCodes.ValidationFailed, $"The document has {errors.Count} faults; each is listed. Nothing was stored.", errors);
    }

    private async Task<WorkflowCheck> CheckAsync(HttpRequest request)
    {
        var read = WorkflowDocumentReader.Read(await request.ReadBodyAsync(options.Limits.BodyBytes));
        var types = read.Document is { } document
            ? await credentials.TypesForAsync(request.Tenant(), document.Definition, request.HttpContext.RequestAborted)
            : null;
        return validator.Check(read, credentialTypes: types);
    }

    private static bool IncludesLastExecution(HttpRequest request)
    {
        if (request.ReadText("include", 64) is not { } include)
        {
            return false;
        }

        if (include != LastExecution)
        {
            throw RequestReading.Invalid("include", $"The query parameter 'include' must be {LastExecution}.");
        }

        return request.Caller().Scopes.Contains(Scopes.ExecutionsRead)
            ? true
            : throw new OrcheoException(ErrorCodes.MissingScope, $"The key lacks the scope {Scopes.ExecutionsRead}.");
    }

    /// <summary>One short read in the list of each workflow's executions, all at once.</summary>
    private Task<JsonObject[]> WithLastExecutionAsync(HttpRequest request, IReadOnlyList<Workflow> items) => Task.WhenAll(items.Select(async workflow =>
    {
        var last = await executions.GetLatestAsync(request.Tenant(), workflow.Id, request.HttpContext.RequestAborted);
        var body = JsonSerializer.SerializeToNode(workflow, OrcheoJson.Options)!.AsObject();
        body[LastExecution] = last is null ? null : JsonSerializer.SerializeToNode(ExecutionSummary.Of(last), OrcheoJson.Options);
        return body;
    }));

    private static ApiResult Deleted(HttpRequest request, string id, bool purge)
    {
        request.Audit(purge ? "workflow.purge" : "workflow.delete", "workflow", id);
        return ApiResult.NoContent();
    }

    private static ApiResult Answer(int status, Versioned<Workflow> workflow, IReadOnlyList<ErrorDetail> errors)
    {
        var tag = EntityTags.Of(workflow.ETag);
        if (errors.Count == 0)
        {
            return ApiResult.Json(status, workflow.Value).With("ETag", tag);
        }

        var body = JsonSerializer.SerializeToNode(workflow.Value, OrcheoJson.Options)!.AsObject();
        body["validation_errors"] = JsonSerializer.SerializeToNode(errors, OrcheoJson.Options);
        return ApiResult.Json<JsonObject>(status, body).With("ETag", tag);
    }
}
