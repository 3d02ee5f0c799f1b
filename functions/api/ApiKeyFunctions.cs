using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.ApiKeys;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api;

/// <summary>API keys: make, list, revoke.</summary>
public sealed class ApiKeyFunctions(ApiKeyStore keys, OrcheoOptions options, TimeProvider time)
{
    private const string Resource = "api_key";

    /// <summary>Makes a key; the answer alone holds its token.</summary>
    [Function(nameof(CreateApiKey))]
    public async Task<IActionResult> CreateApiKey([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api-keys")] HttpRequest request)
    {
        var faults = new JsonFaults();
        var body = ApiKeyBody.Read((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults, time.GetUtcNow());
        RequireHeld(request.Caller(), body.Scopes);
        var key = await keys.CreateAsync(request.Tenant(), body.Name, body.Scopes, body.ExpiresAt, request.HttpContext.RequestAborted);
        request.Audit("api_key.create", Resource, key.Id, new { key.Name, key.Prefix, key.Scopes, key.ExpiresAt });
        return ApiResult.Created($"/api/api-keys/{key.Id}", key).With("Cache-Control", "no-store");
    }

    /// <summary>Lists the keys that are not revoked, newest first.</summary>
    [Function(nameof(ListApiKeys))]
    public async Task<IActionResult> ListApiKeys([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api-keys")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        return ApiResult.Ok(PageBody.Of(await keys.ListAsync(request.Tenant(), page, request.HttpContext.RequestAborted), page));
    }

    /// <summary>Revokes a key: it is refused from the next request on.</summary>
    [Function(nameof(RevokeApiKey))]
    public async Task<IActionResult> RevokeApiKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api-keys/{id}")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.ApiKey, id, "an API key");
        var key = await keys.RevokeAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("API key", id);
        request.Audit("api_key.revoke", Resource, id, new { key.Name, key.Prefix });
        return ApiResult.NoContent();
    }

    /// <summary>Nobody can hand on more than they have.</summary>
    private static void RequireHeld(Caller caller, IReadOnlyList<string> scopes)
    {
        var lacking = scopes.Where(scope => !caller.Scopes.Contains(scope)).Distinct(StringComparer.Ordinal).ToList();
        if (lacking.Count > 0)
        {
            throw new OrcheoException(
                ErrorCodes.MissingScope, $"A key can give only scopes that it has itself; this one lacks {string.Join(", ", lacking)}.");
        }
    }
}
