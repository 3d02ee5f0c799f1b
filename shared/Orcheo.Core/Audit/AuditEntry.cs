using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Audit;

/// <summary>Who did what, when, from where, to which thing. Never holds a secret. Also the shape in which the API shows it.</summary>
public sealed record AuditEntry
{
    /// <summary><c>aud_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>Who did it.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>What was done, as <c>workflow.update</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To which thing.</summary>
    public required AuditResource Resource { get; init; }

    /// <summary>The address of the caller.</summary>
    public required string Ip { get; init; }

    /// <summary>The <c>x-request-id</c> of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>What else matters: an object, which may be empty.</summary>
    public JsonElement Details { get; init; } = OrcheoJson.EmptyObject;
}

/// <summary>Who did it.</summary>
/// <param name="Type"><c>admin_key</c>, <c>api_key</c> or <c>webhook_sender</c>.</param>
/// <param name="Id">The key's id; <c>admin</c> for the bootstrap key; for the sender of a webhook the trigger's id, or <c>unknown</c>.</param>
/// <param name="Name">The key's name at that time.</param>
public sealed record AuditActor(string Type, string Id, string Name);

/// <summary>What it was done to.</summary>
/// <param name="Type">As <c>workflow</c>, <c>execution</c>, <c>api_key</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record AuditResource(string Type, string Id);
