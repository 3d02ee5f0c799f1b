using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Orcheo.Api.Http;
using Orcheo.Api.Security;

namespace Orcheo.Api;

/// <summary>What every request to the API passes on its way to a function.</summary>
public static class ApiPipeline
{
    /// <summary>Adds the middleware, outermost first: failures, limits, authorization, audit, idempotency.</summary>
    public static FunctionsApplicationBuilder UseOrcheoApi(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<RateLimitPerIpMiddleware>();
        builder.UseMiddleware<AuthorizationMiddleware>();
        builder.UseMiddleware<RateLimitPerKeyMiddleware>();
        builder.UseMiddleware<QueryMiddleware>();
        builder.UseMiddleware<AuditMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        return builder;
    }
}
