using System.Text.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>What a node came to, kept so that it is not run twice and can be replayed from.</summary>
public sealed record Checkpoint
{
    /// <summary><c>ckp_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The node.</summary>
    public required string NodeId { get; init; }

    /// <summary>The sequence number of the node's <c>node_end</c> event.</summary>
    public required long Seq { get; init; }

    /// <summary>When the node ended.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>Whether the node succeeded.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>The node's whole output.</summary>
    public JsonElement Output { get; init; } = Json.OrcheoJson.Null;

    /// <summary>The values that it set in <c>state</c>.</summary>
    public JsonElement? Patch { get; init; }

    /// <summary>The handle that it took.</summary>
    public string? Handle { get; init; }

    /// <summary>Why it failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>The attempt that ended it.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>A checkpoint as the API shows it.</summary>
public sealed record CheckpointView
{
    /// <summary><c>ckp_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The node.</summary>
    public required string NodeId { get; init; }

    /// <summary>The sequence number of the node's <c>node_end</c> event.</summary>
    public required long Seq { get; init; }

    /// <summary>When the node ended.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>The node's whole output.</summary>
    public required JsonElement Output { get; init; }

    /// <summary><c>state</c> after the node; only when the checkpoint was asked for by itself.</summary>
    public JsonElement? StateSnapshot { get; init; }
}
