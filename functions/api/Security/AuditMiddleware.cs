using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Audit;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Security;

/// <summary>
/// Gives functions an audit trail to say what they did (<see cref="AuditExtensions.Audit"/>), and holds the answer back until it is on
/// disk. An entry that cannot be written fails the request and is told in the log: no effect goes unrecorded without notice.
/// </summary>
public sealed class AuditMiddleware(AuditStore store, TimeProvider time, OrcheoOptions options, ILogger<AuditMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return context.GetHttpContext() is { } http && http.Features.Get<Caller>() is { } caller
            ? RecordAsync(context, next, http, caller)
            : next(context);
    }

    private async Task RecordAsync(FunctionContext context, FunctionExecutionDelegate next, HttpContext http, Caller caller)
    {
        var ip = ClientAddress.Of(http, options.TrustedProxies).ToString();
        var trail = new AuditTrail(store, time, caller, ip, http.Response.Headers["x-request-id"].ToString());
        http.Features.Set(trail);
        try
        {
            await next(context);
        }
        finally
        {
            // Also when the function failed afterwards: what it has done before is done.
            await trail.CompleteAsync(Lost);
        }
    }

    private void Lost(AuditEntry entry, Exception exception) =>
        Logs.AuditEntryLost(logger, entry.Id, entry.Action, entry.Resource.Id, entry.Actor.Id, exception);
}
