using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Http;

/// <summary>Serves HTTP functions as endpoints.</summary>
internal static class HttpFunctionEndpoints
{
    internal static void Map(IEndpointRouteBuilder app, IReadOnlyList<HttpFunctionRoute> routes, FunctionRuntime runtime)
    {
        CheckConstraints(app.ServiceProvider, routes);
        foreach (var route in routes)
        {
            route.Function.Prepare();
            var builder = route.Methods.Count == 0
                ? app.Map(route.Pattern, Handler(route.Function, runtime))
                : app.MapMethods(route.Pattern.RawText!, route.Methods, Handler(route.Function, runtime));
            builder.WithDisplayName(route.Function.Name);
        }
    }

    private static RequestDelegate Handler(FunctionEntry function, FunctionRuntime runtime) => http => RunAsync(http, function, runtime);

    private static async Task RunAsync(HttpContext http, FunctionEntry function, FunctionRuntime runtime)
    {
        var invocation = new HostFunctionContext(function, runtime) { Request = http };
        try
        {
            await runtime.InvokeAsync(invocation);
        }
        catch (Exception e)
        {
            Fail(http, invocation, e);
        }
        finally
        {
            await invocation.DisposeAsync();
        }
    }

    private static void Fail(HttpContext http, HostFunctionContext invocation, Exception exception)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            invocation.Runtime.Logger.CallerGone(invocation.Function.Name);
            return;
        }

        invocation.Runtime.Logger.FunctionFailed(exception, invocation.Function.Name, invocation.InvocationId);
        if (http.Response.HasStarted)
        {
            // Part of an answer is out; only a broken connection tells the client that the rest is missing.
            http.Abort();
            return;
        }

        http.Response.Clear();
        // The server's own complaints about a request (too large, cut off) are the caller's fault and carry their status.
        http.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
    }

    private static void CheckConstraints(IServiceProvider services, IReadOnlyList<HttpFunctionRoute> routes)
    {
        var policies = services.GetRequiredService<ParameterPolicyFactory>();
        var problems = new List<string>();
        foreach (var route in routes)
        {
            foreach (var parameter in route.Pattern.Parameters)
            {
                try
                {
                    _ = parameter.ParameterPolicies.Select(policy => policies.Create(parameter, policy)).Count();
                }
                catch (Exception e) when (e is InvalidOperationException or RouteCreationException)
                {
                    problems.Add($"{route.Function.Display}: route '{route.Pattern.RawText}': {e.Message}");
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new FunctionLoadException(problems);
        }
    }
}
