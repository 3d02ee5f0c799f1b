using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Scalar.AspNetCore;

namespace Orcheo.Local;

/// <summary>The API's documentation at <c>/docs</c>, made from openapi.json. Its scripts are served from here, not from elsewhere.</summary>
internal sealed class ApiReference : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        app.UseEndpoints(endpoints => endpoints.MapScalarApiReference(
            "/docs", options => options.WithTitle("Orcheo API").WithOpenApiRoutePattern("/api/openapi.json").DisableDefaultFonts()));
    };
}
