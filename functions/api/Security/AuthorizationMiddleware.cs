using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Security;

/// <summary>Lets an HTTP function run only for a key with the scope that <see cref="RouteScopes"/> asks for.</summary>
public sealed class AuthorizationMiddleware(Authenticator authenticator) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            return next(context);
        }

        if (!RouteScopes.ByFunction.TryGetValue(context.FunctionDefinition.Name, out var scopes))
        {
            throw new OrcheoException(ErrorCodes.MissingScope, "This route is not open to any key.");
        }

        return scopes.Length == 0 ? next(context) : AuthorizeAsync(context, next, http, scopes);
    }

    private async Task AuthorizeAsync(FunctionContext context, FunctionExecutionDelegate next, HttpContext http, string[] scopes)
    {
        var caller = await authenticator.AuthenticateAsync(http.Request.Headers.Authorization, http.RequestAborted)
            ?? throw new OrcheoException(
                ErrorCodes.Unauthenticated, "A valid key is needed: send it as 'Authorization: Bearer <key>'.");
        if (!HasAny(caller, scopes))
        {
            throw new OrcheoException(ErrorCodes.MissingScope, $"The key lacks the scope {string.Join(" or ", scopes)}.");
        }

        http.Features.Set(caller);
        await next(context);
    }

    private static bool HasAny(Caller caller, string[] scopes)
    {
        foreach (var scope in scopes)
        {
            if (caller.Scopes.Contains(scope))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Reads who is calling.</summary>
internal static class CallerExtensions
{
    /// <summary>The caller that <see cref="AuthorizationMiddleware"/> has let in.</summary>
    public static Caller Caller(this HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<Caller>();

    /// <summary>The tenant of the caller.</summary>
    public static string Tenant(this HttpRequest request) => request.Caller().Tenant;
}
