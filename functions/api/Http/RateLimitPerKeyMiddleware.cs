using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Http;

/// <summary>Refuses a key that sends too much, from however many addresses.</summary>
public sealed class RateLimitPerKeyMiddleware(RequestLimits limits, OrcheoOptions options) : IFunctionsWorkerMiddleware
{
    private readonly RateLimitHeaders _headers = new("key", "The key", options.RateLimits.PerKey);

    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http && http.Features.Get<Caller>() is { } caller)
        {
            _headers.Apply(http.Response, limits.PerKey.Take(caller.Id));
        }

        return next(context);
    }
}
