using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orcheo.Core.Plans;

/// <summary>
/// What a node came to, after all its attempts. Part of the answer of <c>RunNode</c>, hence of histories: members may be added, never
/// renamed or removed.
/// </summary>
public sealed record NodeOutcome
{
    /// <summary>Whether it succeeded.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Its output; ignored when it failed.</summary>
    public JsonElement Output { get; init; } = Json.OrcheoJson.Null;

    /// <summary>Values to set in <c>state</c>: a JSON object, or null for none; ignored when it failed.</summary>
    public JsonElement? Patch { get; init; }

    /// <summary>The handle that is taken, for nodes with branches; null for the ordinary one.</summary>
    public string? Handle { get; init; }

    /// <summary>Why it failed; null when it succeeded.</summary>
    public RunError? Error { get; init; }

    /// <summary>The sequence number of the node's checkpoint: decides which of two patches of the same name is the later one.</summary>
    public long Seq { get; init; }

    /// <summary>Whether the output is too large for a message: it is in the node's checkpoint only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OutputStored { get; init; }

    /// <summary>Whether the values for <c>state</c> are in the node's checkpoint only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PatchStored { get; init; }

    /// <summary>Whether the error was cut: the whole is in the node's checkpoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ErrorStored { get; init; }
}
