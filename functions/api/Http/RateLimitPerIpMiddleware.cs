using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Http;

/// <summary>Refuses an address that sends too much, before its key is looked at: guessing keys is slow and cheap to refuse.</summary>
public sealed class RateLimitPerIpMiddleware(RequestLimits limits, OrcheoOptions options) : IFunctionsWorkerMiddleware
{
    private readonly RateLimitHeaders _headers = new("ip", "The address", options.RateLimits.PerIp);

    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http)
        {
            var network = ClientAddress.Network(ClientAddress.Of(http, options.TrustedProxies));
            _headers.Apply(http.Response, limits.PerIp.Take(network));
        }

        return next(context);
    }
}
