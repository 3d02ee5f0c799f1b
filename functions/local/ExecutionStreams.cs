using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Orcheo.Api.Http;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Live.Local;

namespace Orcheo.Local;

/// <summary>Serves the SignalR hub to clients with a stream token. On Azure that is SignalR Service.</summary>
internal sealed class ExecutionStreams : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(LocalStreams.Path, StringComparison.Ordinal), hub => hub.Use(GuardAsync));
        next(app);
        app.UseEndpoints(endpoints => endpoints.MapLocalStreams());
    };

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (LocalStreams.TryLetIn(context))
        {
            await next(context);
            return;
        }

        context.Response.Headers["x-request-id"] = RequestId.Of(context, context.TraceIdentifier);
        await Problem.WriteAsync(context, new OrcheoException(
            ErrorCodes.StreamTokenRefused,
            "The stream token is missing, has expired or was not made here. Negotiate again: POST /api/executions/{id}/stream/negotiate."));
    }
}
