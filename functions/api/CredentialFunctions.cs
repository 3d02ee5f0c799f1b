using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api;

/// <summary>Credentials: create, read, change, delete. Secrets go in, and come out by <c>?reveal=true</c> only.</summary>
public sealed class CredentialFunctions(CredentialVault vault, CredentialReferences references, OrcheoOptions options)
{
    private const string Resource = "credential";

    /// <summary>Stores a new credential.</summary>
    [Function(nameof(CreateCredential))]
    public async Task<IActionResult> CreateCredential(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credentials")] HttpRequest request)
    {
        var faults = new JsonFaults();
        var body = CredentialBody.ReadNew((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults);
        var created = await vault.CreateAsync(
            request.Tenant(), body.Name!, body.Type!, body.Data!.Value, request.HttpContext.RequestAborted);
        request.Audit("credential.create", Resource, created.Value.Id, new { created.Value.Name, created.Value.Type });
        return Answer(StatusCodes.Status201Created, created).With("Location", $"/api/credentials/{created.Value.Id}");
    }

    /// <summary>Lists credentials newest first, of one type where it is given, without their secrets.</summary>
    [Function(nameof(ListCredentials))]
    public async Task<IActionResult> ListCredentials(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credentials")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var type = request.ReadText("type", 64);
        if (type is not null && !CredentialTypes.All.Contains(type))
        {
            throw RequestReading.Invalid("type", $"The query parameter 'type' must be one of {string.Join(", ", CredentialTypes.All)}.");
        }

        return ApiResult.Ok(PageBody.Of(await vault.ListAsync(request.Tenant(), type, page, request.HttpContext.RequestAborted), page));
    }

    /// <summary>Reads a credential; with <c>?reveal=true</c> and the scope for it, with its secret.</summary>
    [Function(nameof(GetCredential))]
    public async Task<IActionResult> GetCredential(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credentials/{id}")] HttpRequest request, string id)
    {
        if (!request.ReadFlag("reveal"))
        {
            return Answer(StatusCodes.Status200OK, await FindAsync(request, id));
        }

        if (!request.Caller().Scopes.Contains(Scopes.CredentialsReveal))
        {
            throw new OrcheoException(ErrorCodes.MissingScope, $"The key lacks the scope {Scopes.CredentialsReveal}.");
        }

        RequestReading.RequireId(OrcheoId.Credential, id, "a credential");
        var (credential, data) = await vault.RevealAsync(request.Tenant(), id, request.HttpContext.RequestAborted)
            ?? throw RequestReading.NotFound("credential", id);
        request.Audit("credential.reveal", Resource, id, new { credential.Value.Name, credential.Value.Type });
        return ApiResult.Ok(RevealedCredential.Of(credential.Value, data))
            .With("ETag", EntityTags.Of(credential.ETag))
            .With("Cache-Control", "no-store");
    }

    /// <summary>Changes a credential's name and, where <c>data</c> is given, its secret.</summary>
    [Function(nameof(UpdateCredential))]
    public async Task<IActionResult> UpdateCredential(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "credentials/{id}")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Credential, id, "a credential");
        var faults = new JsonFaults();
        var body = CredentialBody.ReadChange((await request.ReadObjectAsync(options.Limits.BodyBytes, faults))!, faults);
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.ETag);
            body.RequireFits(current.Value.Type);
            if (await vault.UpdateAsync(request.Tenant(), id, current.ETag, body.Name, body.Data, request.HttpContext.RequestAborted) is { } updated)
            {
                request.Audit("credential.update", Resource, id, new { updated.Value.Name, updated.Value.Type, rotated = body.Data is not null });
                return Answer(StatusCodes.Status200OK, updated);
            }

            // Someone was faster. With If-Match the next look says so; without, the last writer wins.
        }
    }

    /// <summary>Deletes a credential; with <c>?force=true</c> also while workflows refer to it.</summary>
    [Function(nameof(DeleteCredential))]
    public async Task<IActionResult> DeleteCredential(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "credentials/{id}")] HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Credential, id, "a credential");
        var force = request.ReadFlag("force");
        while (true)
        {
            var current = await FindAsync(request, id);
            EntityTags.RequireMatch(request, current.ETag);
            if (!force)
            {
                await RequireUnusedAsync(request, id);
            }

            if (await vault.DeleteAsync(request.Tenant(), id, current.ETag, request.HttpContext.RequestAborted))
            {
                request.Audit("credential.delete", Resource, id, new { current.Value.Name, current.Value.Type, force });
                return ApiResult.NoContent();
            }
        }
    }

    private async Task<Versioned<Credential>> FindAsync(HttpRequest request, string id)
    {
        RequestReading.RequireId(OrcheoId.Credential, id, "a credential");
        return await vault.GetAsync(request.Tenant(), id, request.HttpContext.RequestAborted) ?? throw RequestReading.NotFound("credential", id);
    }

    private async Task RequireUnusedAsync(HttpRequest request, string id)
    {
        var (users, more) = await references.UsersOfAsync(request.Tenant(), id, request.HttpContext.RequestAborted);
        if (users.Count == 0)
        {
            return;
        }

        var named = string.Join(", ", users.Select(workflow => $"{workflow.Name} ({workflow.Id})"));
        var count = more ? $"more than {users.Count} workflows, among them" : users.Count == 1 ? "1 workflow:" : $"{users.Count} workflows:";
        throw new OrcheoException(
            ErrorCodes.InUse,
            $"The credential is used by {count} {named}. Take it out of their drafts and versions, or delete it all the same with ?force=true.");
    }

    private static ApiResult Answer(int status, Versioned<Credential> credential) =>
        ApiResult.Json(status, credential.Value).With("ETag", EntityTags.Of(credential.ETag));

    /// <summary>A credential as it is shown to who may see its secret.</summary>
    private sealed record RevealedCredential(
        string Id, string Name, string Type, JsonElement Data, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastUsedAt)
    {
        public static RevealedCredential Of(Credential credential, JsonElement data) => new(
            credential.Id, credential.Name, credential.Type, data, credential.CreatedAt, credential.UpdatedAt, credential.LastUsedAt);

        public override string ToString() => $"{Type} {Id}";
    }
}
