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

        if (scopes.Length > 0)
        {
            http.Features.Set(Authorize(http, scopes));
        }

        return next(context);
    }

    private Caller Authorize(HttpContext http, string[] scopes)
    {
        var caller = authenticator.Authenticate(http.Request.Headers.Authorization)
            ?? throw new OrcheoException(
                ErrorCodes.Unauthenticated, "A valid key is needed: send it as 'Authorization: Bearer <key>'.");
        return Array.Exists(scopes, caller.Scopes.Contains)
            ? caller
            : throw new OrcheoException(ErrorCodes.MissingScope, $"The key lacks the scope {string.Join(" or ", scopes)}.");
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
