using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Definitions;

/// <summary>A workflow as its author sends it: the definition, and what is said about it. Immutable.</summary>
public sealed record WorkflowDocument
{
    /// <summary>The name shown to people, 1 to 200 characters; empty for an inline definition, which has none.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for; null when the author does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by, each once, in the order the author gave.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The version of the document's schema; see <see cref="WorkflowLimits.SchemaVersion"/>.</summary>
    public int SchemaVersion { get; init; } = WorkflowLimits.SchemaVersion;

    /// <summary>What it runs.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>A free object for editors, at most 4 KiB.</summary>
    public JsonElement? Ui { get; init; }
}

/// <summary>What reading a workflow document came to.</summary>
/// <param name="Document">
/// The document; null when its nodes or edges could not be read. With faults, it holds what could be read, so that the graph can be
/// checked as well and all faults told at once; it must not be stored then.
/// </param>
/// <param name="Errors">The structural faults, in document order; empty when there are none.</param>
public sealed record WorkflowReadResult(WorkflowDocument? Document, IReadOnlyList<ErrorDetail> Errors)
{
    /// <summary>Whether this is a workflow document: read without faults.</summary>
    public bool IsDocument => Document is not null && Errors.Count == 0;
}
