using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Live;

namespace Orcheo.Api;

/// <summary>What is recorded of executions: events, checkpoints, and what they run.</summary>
public sealed class ExecutionRecordFunctions(ExecutionStore executions, EventFeed feed, LiveOptions live)
{
    /// <summary>
    /// Lists events in order, those after <c>?after=seq</c>. With <c>Accept: text/event-stream</c> goes on with what happens until the
    /// execution has ended.
    /// </summary>
    [Function(nameof(ListEvents))]
    public async Task<IActionResult> ListEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions/{id}/events")] HttpRequest request, string id)
    {
        var after = request.ReadLong("after") ?? 0;
        if (EventStreamRequest.Asks(request))
        {
            after = EventStreamRequest.After(request) ?? after;
            await RequireAsync(request, id);
            return new EventStreamResult(feed.FollowAsync(request.Tenant(), id, after, request.HttpContext.RequestAborted), live.WriteLimit);
        }

        var (limit, page, cursor) = request.ReadSeqPage();
        await RequireAsync(request, id);

        // A seq is a position: they have no gaps.
        var from = Math.Max(after, cursor ?? 0) + ((page - 1L) * limit);
        var events = await executions.GetEventsAsync(request.Tenant(), id, from, limit + 1, request.HttpContext.RequestAborted);
        var items = events.Count > limit ? events.Take(limit).ToList() : events;
        var next = events.Count > limit ? items[^1].Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return ApiResult.Ok(new PageBody<ExecutionEvent>(items, next, page, limit));
    }

    /// <summary>Lists the checkpoints of nodes that succeeded, in order.</summary>
    [Function(nameof(ListCheckpoints))]
    public async Task<IActionResult> ListCheckpoints(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions/{id}/checkpoints")] HttpRequest request, string id)
    {
        var (limit, page, cursor) = request.ReadSeqPage();
        await RequireAsync(request, id);
        var all = await executions.GetCheckpointsAsync(request.Tenant(), id, request.HttpContext.RequestAborted);
        var rest = all.Where(checkpoint => checkpoint.Succeeded && checkpoint.Seq > (cursor ?? 0)).Skip((page - 1) * limit).Take(limit + 1).ToList();
        var items = rest.Take(limit).Select(View).ToList();
        var next = rest.Count > limit ? items[^1].Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return ApiResult.Ok(new PageBody<CheckpointView>(items, next, page, limit));
    }

    /// <summary>Reads a checkpoint with the <c>state</c> as it was after its node.</summary>
    [Function(nameof(GetCheckpoint))]
    public async Task<IActionResult> GetCheckpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions/{id}/checkpoints/{cid}")] HttpRequest request, string id, string cid)
    {
        RequestReading.RequireId(OrcheoId.Checkpoint, cid, "a checkpoint");
        await RequireAsync(request, id);
        var all = await executions.GetCheckpointsAsync(request.Tenant(), id, request.HttpContext.RequestAborted);
        var found = all.FirstOrDefault(checkpoint => checkpoint.Id == cid && checkpoint.Succeeded) ?? throw RequestReading.NotFound("checkpoint", cid);
        var state = StateSnapshot.At(all, found.Seq);
        return ApiResult.Ok(View(found) with { StateSnapshot = state });
    }

    /// <summary>Reads what the execution runs: its graph as it was at the start, and the trigger as expressions see it.</summary>
    [Function(nameof(GetExecutionDefinition))]
    public async Task<IActionResult> GetExecutionDefinition(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "executions/{id}/definition")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Execution, id, "an execution");
        var start = await executions.GetStartAsync(request.Tenant(), id, request.HttpContext.RequestAborted)
            ?? throw RequestReading.NotFound("execution", id);
        var definition = DefinitionHash.Read(start.Definition);
        return ApiResult.Ok(new ExecutedDefinition(definition.Nodes, definition.Edges, definition.Settings, start.Trigger));
    }

    private async Task RequireAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Execution, id, "an execution");
        if (await executions.GetHeadAsync(request.Tenant(), id, request.HttpContext.RequestAborted) is null)
        {
            throw RequestReading.NotFound("execution", id);
        }
    }

    private static CheckpointView View(Checkpoint checkpoint) => new()
    {
        Id = checkpoint.Id,
        ExecutionId = checkpoint.ExecutionId,
        NodeId = checkpoint.NodeId,
        Seq = checkpoint.Seq,
        Ts = checkpoint.Ts,
        Output = checkpoint.Output,
    };
}
