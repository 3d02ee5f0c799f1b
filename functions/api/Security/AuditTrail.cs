using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orcheo.Core.Audit;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Security;

/// <summary>What one request has done, on its way into the audit log.</summary>
internal sealed class AuditTrail(AuditStore store, TimeProvider time, Caller caller, string ip, string requestId)
{
    private List<(AuditEntry Entry, Task Written)>? _effects;

    /// <summary>Begins to write an entry; <see cref="CompleteAsync"/> sees it through.</summary>
    public void Add(string action, AuditResource resource, JsonElement details)
    {
        var now = time.GetUtcNow();
        var entry = new AuditEntry
        {
            Id = OrcheoId.NewInOrder(OrcheoId.Audit, now),
            Ts = now,
            Actor = new AuditActor(caller.Type, caller.Id, caller.Name),
            Action = action,
            Resource = resource,
            Ip = ip,
            RequestId = requestId,
            Details = details,
        };

        // The effect is there, whether or not the caller waits for the answer.
        (_effects ??= []).Add((entry, store.AppendAsync(caller.Tenant, entry, CancellationToken.None)));
    }

    /// <summary>Waits until every entry is on disk.</summary>
    /// <param name="failed">Told of each entry that could not be written.</param>
    public async Task CompleteAsync(Action<AuditEntry, Exception> failed)
    {
        foreach (var (entry, written) in _effects ?? [])
        {
            try
            {
                await written;
            }
            catch (Exception exception)
            {
                failed(entry, exception);
                throw;
            }
        }
    }
}

/// <summary>Lets functions say what they did.</summary>
internal static class AuditExtensions
{
    /// <summary>
    /// Records an effect of this request, right after it has taken place: one call for one effect. The entry is on disk before the
    /// answer is given.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="action">What was done, as <c>workflow.update</c>.</param>
    /// <param name="resourceType">To what kind of thing, as <c>workflow</c>.</param>
    /// <param name="resourceId">To which.</param>
    /// <param name="details">What else matters, an object; never a secret.</param>
    public static void Audit(this HttpRequest request, string action, string resourceType, string resourceId, object? details = null) =>
        request.HttpContext.Features.GetRequiredFeature<AuditTrail>().Add(
            action,
            new AuditResource(resourceType, resourceId),
            details is null ? OrcheoJson.EmptyObject : JsonSerializer.SerializeToElement(details, OrcheoJson.Options));
}
