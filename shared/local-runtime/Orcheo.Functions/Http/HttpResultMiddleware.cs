using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Http;

/// <summary>The ASP.NET Core integration: shows the request to what comes behind it, and writes the result to the response.</summary>
internal static class HttpResultMiddleware
{
    // An action result of a function has no action; the descriptor is never written to.
    private static readonly ActionDescriptor _noAction = new();

    internal static FunctionExecutionDelegate Wrap(FunctionExecutionDelegate next) => context =>
    {
        var invocation = HostFunctionContext.Of(context);
        return invocation.Request is { } http ? RunAsync(invocation, http, context, next) : next(context);
    };

    private static async Task RunAsync(
        HostFunctionContext invocation, HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        invocation.AttachHttpContext();
        await next(context);
        if (invocation.Result is { } result)
        {
            await WriteAsync(http, result);
        }
    }

    private static Task WriteAsync(HttpContext http, object result) => result switch
    {
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), _noAction)),
        IResult plain => plain.ExecuteAsync(http),
        string text => WriteTextAsync(http, text),
        _ => new ObjectResult(result).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), _noAction)),
    };

    private static Task WriteTextAsync(HttpContext http, string text)
    {
        http.Response.ContentType ??= "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
