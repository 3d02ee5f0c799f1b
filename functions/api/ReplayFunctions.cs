using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Common;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Options;

namespace Orcheo.Api;

/// <summary>Runs ended executions again.</summary>
public sealed class ReplayFunctions(ExecutionStore executions, ExecutionReplayer replayer, ExecutionStarter starter, OrcheoOptions options)
{
    /// <summary>Starts an execution that replays another, wholly or from a node on.</summary>
    [Function(nameof(ReplayExecution))]
    public async Task<IActionResult> ReplayExecution(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "executions/{id}/replay")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        RequestReading.RequireId(OrcheoId.Execution, id, "an execution");
        var faults = new JsonFaults();
        var body = ReplayBody.Read(await request.ReadObjectAsync(options.Limits.BodyBytes, faults, optional: true), faults);
        var start = await replayer.PrepareAsync(request.Tenant(), id, body, request.HttpContext.RequestAborted)
            ?? throw RequestReading.NotFound("execution", id);
        start = start with { ExecutionId = request.DerivedId(OrcheoId.Execution) };
        var (head, isNew) = await starter.StartOnceAsync(start, ExecutionScheduling.On(client), request.HttpContext.RequestAborted);
        request.Audit("execution.replay", "execution", head.Id, new { head.ReplayOf, body.FromNodeId });
        var replay = isNew
            ? Execution.Of(head, start.Input, OrcheoJson.Null)
            : await executions.GetAsync(request.Tenant(), head.Id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("execution", head.Id);
        return ApiResult.Json(StatusCodes.Status202Accepted, replay).With("Location", $"/api/executions/{head.Id}");
    }
}
