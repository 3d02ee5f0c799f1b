using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Orcheo.Api.Http;
using Orcheo.Core.Errors;

namespace Orcheo.Local;

/// <summary>
/// A request that no function takes gets a problem document and an <c>x-request-id</c> too. On Azure the platform answers these.
/// </summary>
internal sealed class UnmatchedRoutes : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, proceed) =>
        {
            await proceed(context);
            if (!context.Response.HasStarted && context.GetEndpointStatus() is { } failure)
            {
                context.Response.Headers["x-request-id"] = RequestId.Of(context, context.TraceIdentifier);
                await Problem.WriteAsync(context, failure);
            }
        });
        next(app);
    };
}

/// <summary>Tells an answer of the router from one of a function.</summary>
internal static class UnmatchedRouteExtensions
{
    public static OrcheoException? GetEndpointStatus(this HttpContext context) => context.Response switch
    {
        { ContentLength: not null } or { ContentType: not null } => null,
        { StatusCode: StatusCodes.Status404NotFound } =>
            new OrcheoException(ErrorCodes.NotFound, $"There is no route {context.Request.Path}. The routes are listed at /api/openapi.json."),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } =>
            new OrcheoException(ErrorCodes.MethodNotAllowed, $"{context.Request.Path} does not take {context.Request.Method}; see the Allow header."),
        _ => null,
    };
}
