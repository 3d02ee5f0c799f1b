using System.Text.Json;
using System.Text.Json.Serialization;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>Where a message is that was sent ahead in parts.</summary>
/// <param name="Key">Names it within its execution.</param>
/// <param name="Count">How many parts it has.</param>
public sealed record MessageParts(int Key, int Count);

/// <summary>What the activity <c>KeepPart</c> is called with.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="Key">Names the message within its execution.</param>
/// <param name="Index">The place of the part, from 0.</param>
/// <param name="Text">The part, in base64url.</param>
public sealed record MessagePart(string Tenant, string ExecutionId, int Key, int Index, string Text);

/// <summary>What the activity <c>ReadDefinition</c> is called with.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="Index">The place of the part, from 0.</param>
public sealed record DefinitionRequest(string Tenant, string ExecutionId, int Index);

/// <summary>A part of the definition that an execution runs.</summary>
/// <param name="Text">The part, in base64url.</param>
/// <param name="Count">How many parts there are.</param>
public sealed record DefinitionPart(string Text, int Count);

/// <summary>What the activity <c>DecideEdges</c> is called with; it answers with an <see cref="EdgeAnswer"/>.</summary>
public sealed record DecideEdgesInput
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>SHA-256 of the definition: the key of the compiled plan.</summary>
    public required string Checksum { get; init; }

    /// <summary>The node that has ended.</summary>
    public required string NodeId { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool Failed { get; init; }

    /// <summary>The handle that it took.</summary>
    public string? Handle { get; init; }

    /// <summary>The values that the conditions refer to, as a scope for expressions.</summary>
    public required JsonElement Values { get; init; }

    /// <summary>What <see cref="Values"/> lacks: it is in the store.</summary>
    public StoredValues? Stored { get; init; }

    /// <summary>Where the whole of this message is, when it was sent ahead in parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageParts? Parts { get; init; }
}
