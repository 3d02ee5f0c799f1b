using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Hosting.Live;

namespace Orcheo.Api;

/// <summary>The SignalR stream of an execution.</summary>
public sealed class StreamFunctions(ExecutionStore executions, IStreamNegotiator negotiator, LiveOptions options)
{
    /// <summary>
    /// Says where a SignalR client connects and gives it a token. It is the answer that SignalR's own clients follow, so they can be
    /// pointed at <c>/executions/{id}/stream</c>.
    /// </summary>
    [Function(nameof(NegotiateStream))]
    public async Task<IActionResult> NegotiateStream(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "executions/{id}/stream/negotiate")] HttpRequest request, string id)
    {
        // What clients send of themselves changes nothing here: the hub negotiates these with them.
        _ = request.ReadInteger("negotiateVersion", 0, 100);
        _ = request.ReadFlag("useStatefulReconnect");
        RequestReading.RequireId(OrcheoId.Execution, id, "an execution");
        if (await executions.GetHeadAsync(request.Tenant(), id, request.HttpContext.RequestAborted) is null)
        {
            throw RequestReading.NotFound("execution", id);
        }

        var origin = options.PublicUrl is { Length: > 0 } known ? known.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
        var access = await negotiator.NegotiateAsync(request.Tenant(), id, origin, request.HttpContext.RequestAborted);
        return ApiResult.Ok(access).With("Cache-Control", "no-store");
    }
}
