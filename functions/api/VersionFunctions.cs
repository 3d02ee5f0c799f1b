using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Api;

/// <summary>Finalized versions of workflows: they never change.</summary>
public sealed class VersionFunctions(WorkflowStore workflows, RunnableWorkflows runnable, OrcheoOptions options)
{
    /// <summary>Finalizes the draft as the next version.</summary>
    [Function(nameof(CreateVersion))]
    public async Task<IActionResult> CreateVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "workflows/{id}/versions")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        var faults = new JsonFaults();
        var body = await request.ReadObjectAsync(options.Limits.BodyBytes, faults, optional: true);
        var label = body?.Text("label", maxLength: 200);
        var notes = body?.Text("notes", maxLength: 10_000);
        body?.Close();
        faults.ThrowIfAny();
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.ETag);
            await runnable.RequireValidAsync(request.Tenant(), current.Value.Definition, "", request.HttpContext.RequestAborted);
            if (await workflows.FinalizeAsync(request.Tenant(), current, label, notes, request.HttpContext.RequestAborted) is { } version)
            {
                request.Audit("version.create", "version", id, new { version.Version, version.Label });
                return ApiResult.Created($"/api/workflows/{id}/versions/{version.Version}", version);
            }
        }
    }

    /// <summary>Lists the versions newest first.</summary>
    [Function(nameof(ListVersions))]
    public async Task<IActionResult> ListVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows/{id}/versions")] HttpRequest request, string id)
    {
        await FindAsync(request, id);
        var page = request.ReadListRequest();
        return ApiResult.Ok(PageBody.Of(await workflows.ListVersionsAsync(request.Tenant(), id, page, request.HttpContext.RequestAborted), page));
    }

    /// <summary>Reads a version with the workflow as it was.</summary>
    [Function(nameof(GetVersion))]
    public async Task<IActionResult> GetVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows/{id}/versions/{n}")] HttpRequest request, string id, string n)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        if (!int.TryParse(n, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            throw new Core.Errors.OrcheoException(Core.Errors.ErrorCodes.InvalidId, "A version is a whole number from 1.");
        }

        var version = await workflows.GetVersionAsync(request.Tenant(), id, number, request.HttpContext.RequestAborted);
        return ApiResult.Ok(version ?? throw RequestReading.NotFound($"version {number} of workflow", id));
    }

    private async Task<Versioned<Workflow>> FindAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        return await workflows.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("workflow", id);
    }
}
