using System.Text.Json;
using System.Text.Json.Serialization;
using Orcheo.Core.Definitions;

namespace Orcheo.Core.Workflows;

/// <summary>A stored workflow: its draft and what is known about it. Also the shape in which the API shows it.</summary>
public sealed record Workflow
{
    /// <summary><c>wf_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels for lists.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The latest finalized version; 0 when there is none.</summary>
    public int Version { get; init; }

    /// <summary>The version of the document's shape.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The draft's nodes.</summary>
    public IReadOnlyList<NodeDefinition> Nodes { get; init; } = [];

    /// <summary>The draft's edges.</summary>
    public IReadOnlyList<EdgeDefinition> Edges { get; init; } = [];

    /// <summary>Settings for every run.</summary>
    public WorkflowSettings Settings { get; init; } = new();

    /// <summary>A free object for editors.</summary>
    public JsonElement? Ui { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the draft was last saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted; such a workflow is shown nowhere, but its executions can still be read.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What the draft runs.</summary>
    [JsonIgnore]
    public WorkflowDefinition Definition => new() { Nodes = Nodes, Edges = Edges, Settings = Settings };
}

/// <summary>A finalized version: it never changes.</summary>
public sealed record WorkflowVersion
{
    /// <summary>The workflow.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>1, 2, 3, …</summary>
    public required int Version { get; init; }

    /// <summary>A short name for the version.</summary>
    public string? Label { get; init; }

    /// <summary>What changed.</summary>
    public string? Notes { get; init; }

    /// <summary>SHA-256 of what it runs, in lower-case hexadecimal.</summary>
    public required string Checksum { get; init; }

    /// <summary>When it was finalized.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The workflow as it was; null in lists.</summary>
    public Workflow? Workflow { get; init; }
}

/// <summary>A stored thing and the ETag under which it can be changed.</summary>
/// <param name="Value">The thing.</param>
/// <param name="ETag">The store's ETag; opaque.</param>
public readonly record struct Versioned<T>(T Value, string ETag);
