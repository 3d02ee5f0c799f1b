using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// Describes the spans of requests, which ASP.NET Core makes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/. Neither
/// queries nor headers are in them, and no path of which a part is a secret or cannot be told from one.
/// </summary>
internal sealed class RequestTelemetry : IStartupFilter
{
    /// <summary>The source of the spans of requests.</summary>
    public const string SourceName = "Microsoft.AspNetCore";

    /// <summary>The meter of requests.</summary>
    public const string MeterName = "Microsoft.AspNetCore.Hosting";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(DescribeAsync);
        next(app);
    };

    private static async Task DescribeAsync(HttpContext http, RequestDelegate next)
    {
        var span = http.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(http);
        }
        finally
        {
            if (span is { IsAllDataRequested: true, Source.Name: SourceName })
            {
                Describe(span, http);
            }
        }
    }

    private static void Describe(Activity span, HttpContext http)
    {
        var request = http.Request;
        var route = RequestPaths.RouteOf(http);
        span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        span.SetTag(AttributeNames.HttpMethod, request.Method);
        span.SetTag(AttributeNames.HttpRoute, route);
        span.SetTag(AttributeNames.UrlPath, RequestPaths.Shown(http));
        span.SetTag(AttributeNames.UrlScheme, request.Scheme);
        span.SetTag(AttributeNames.ServerAddress, request.Host.Host);
        span.SetTag(AttributeNames.ServerPort, request.Host.Port);
        span.SetTag(AttributeNames.HttpStatusCode, http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
