using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Api.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Audit;

namespace Orcheo.Api;

/// <summary>The audit log.</summary>
public sealed class AuditFunctions(AuditStore audit)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Lists what was done, newest first: to one resource or type of resources, by one actor.</summary>
    [Function(nameof(ListAudit))]
    public async Task<IActionResult> ListAudit([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "audit")] HttpRequest request)
    {
        var page = request.ReadListRequest();
        var found = await audit.ListAsync(
            request.Tenant(), ReadName(request, "resource"), ReadName(request, "actor"), page, request.HttpContext.RequestAborted);
        return ApiResult.Ok(PageBody.Of(found, page));
    }

    /// <summary>An id or a type; both become part of a partition key.</summary>
    private static string? ReadName(HttpRequest request, string parameter)
    {
        var text = request.ReadText(parameter, 64);
        return text is null || !text.AsSpan().ContainsAnyExcept(NameCharacters)
            ? text
            : throw RequestReading.Invalid(parameter, $"The query parameter '{parameter}' must hold lower-case letters, digits, '_' and '-' only.");
    }
}
