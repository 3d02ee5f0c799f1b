using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Hosting;

namespace Orcheo.Api;

/// <summary>What can be asked without a key.</summary>
public sealed class HealthFunctions(HealthCheck health)
{
    /// <summary>Whether Orcheo serves, and on what.</summary>
    [Function(nameof(GetHealth))]
    public async Task<IActionResult> GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var report = await health.CheckAsync(request.HttpContext.RequestAborted);
        return ApiResult.Json(report.Status == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, report);
    }

    /// <summary>The API's description.</summary>
    [Function(nameof(GetOpenApi))]
    public IActionResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        ApiResult.Raw(OpenApiDocument.Json);
}
