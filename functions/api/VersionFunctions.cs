using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Api;

/// <summary>Finalized versions of workflows: they never change.</summary>
public sealed class VersionFunctions(WorkflowStore workflows, RunnableWorkflows runnable, OrcheoOptions options)
{
    private const string Draft = "draft";

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
        var page = request.ReadListRequest();
        await FindAsync(request, id);
        return ApiResult.Ok(PageBody.Of(await workflows.ListVersionsAsync(request.Tenant(), id, page, request.HttpContext.RequestAborted), page));
    }

    /// <summary>Reads a version with the workflow as it was.</summary>
    [Function(nameof(GetVersion))]
    public async Task<IActionResult> GetVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows/{id}/versions/{n}")] HttpRequest request, string id, string n)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        return ApiResult.Ok(await FindVersionAsync(request, id, ReadNumber(n, orDraft: false)!.Value));
    }

    /// <summary>Compares two versions, or a version and the draft.</summary>
    [Function(nameof(DiffVersions))]
    public async Task<IActionResult> DiffVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "workflows/{id}/versions/{a}/diff/{b}")] HttpRequest request, string id, string a, string b)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        var (from, to) = (ReadNumber(a, orDraft: true), ReadNumber(b, orDraft: true));
        var diff = WorkflowDiff.Between(await FindDefinitionAsync(request, id, from), await FindDefinitionAsync(request, id, to));
        return ApiResult.Ok(new { a = Show(from), b = Show(to), diff.Nodes, diff.Edges, diff.Settings });

        static object Show(int? version) => version is { } number ? number : Draft;
    }

    private async Task<WorkflowDefinition> FindDefinitionAsync(HttpRequest request, string id, int? version) => version is { } number
        ? (await FindVersionAsync(request, id, number)).Workflow!.Definition
        : (await FindAsync(request, id)).Value.Definition;

    private async Task<WorkflowVersion> FindVersionAsync(HttpRequest request, string id, int number) =>
        await workflows.GetVersionAsync(request.Tenant(), id, number, request.HttpContext.RequestAborted)
            ?? throw RequestReading.NotFound($"version {number} of workflow", id);

    /// <summary>A version's number out of a path; null for the draft.</summary>
    private static int? ReadNumber(string text, bool orDraft)
    {
        if (orDraft && text == Draft)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new OrcheoException(ErrorCodes.InvalidId, $"A version is a whole number from 1{(orDraft ? ", or 'draft'" : "")}.");
    }

    private async Task<Versioned<Workflow>> FindAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Workflow, id, "a workflow");
        return await workflows.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("workflow", id);
    }
}
