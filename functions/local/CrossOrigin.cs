using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>
/// Lets pages of other origins call the API and the hub: those that are configured, by default none. On Azure the platform does it.
/// </summary>
internal sealed class CrossOrigin(OrcheoOptions options) : IStartupFilter
{
    /// <summary>What a page may read of an answer, besides what it may read of any.</summary>
    private static readonly string[] ReadableHeaders =
        ["ETag", "Idempotency-Replayed", "Location", "Preference-Applied", "RateLimit", "RateLimit-Policy", "Retry-After", "x-request-id"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Cors.Origins is { Count: > 0 } origins)
        {
            app.UseCors(policy => Allow(policy, origins));
        }

        next(app);
    };

    /// <summary>Credentials are allowed because SignalR's client asks for them; Orcheo has no cookies.</summary>
    private static void Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins) => policy
        .WithOrigins([.. origins])
        .AllowAnyMethod()
        .AllowAnyHeader()
        .AllowCredentials()
        .WithExposedHeaders(ReadableHeaders)
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
