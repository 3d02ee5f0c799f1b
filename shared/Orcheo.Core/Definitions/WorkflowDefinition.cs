using System.Text.Json;

namespace Orcheo.Core.Definitions;

/// <summary>What a workflow runs: its nodes, its edges and its settings. Immutable.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>The nodes, in the order the author gave.</summary>
    public IReadOnlyList<NodeDefinition> Nodes { get; init; } = [];

    /// <summary>The edges, in the order the author gave.</summary>
    public IReadOnlyList<EdgeDefinition> Edges { get; init; } = [];

    /// <summary>Settings for every run; absent parts take their defaults.</summary>
    public WorkflowSettings Settings { get; init; } = new();
}

/// <summary>One step of a workflow.</summary>
public sealed record NodeDefinition
{
    /// <summary>Unique in the workflow; 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The node type, e.g. <c>http_request</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name shown to people; the id when absent.</summary>
    public string? Name { get; init; }

    /// <summary>The node's config; any string inside may hold <c>{{ expression }}</c> templates.</summary>
    public JsonElement Config { get; init; } = Json.OrcheoJson.EmptyObject;

    /// <summary>The id of the credential that the node uses.</summary>
    public string? CredentialsRef { get; init; }

    /// <summary>The time limit of one attempt, in seconds; the node type's default when absent.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The retry policy; absent members come from the workflow's settings.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>What a failure of this node means for the run.</summary>
    public OnError OnError { get; init; } = OnError.Fail;

    /// <summary>A free object for editors, at most 4 KiB (positions: <c>x</c>, <c>y</c>).</summary>
    public JsonElement? Ui { get; init; }
}

/// <summary>What a node's failure means for the run.</summary>
public enum OnError
{
    /// <summary>The execution fails: running branches finish, nothing new starts.</summary>
    Fail,

    /// <summary>Downstream runs; output is null and <c>nodes.id.error</c> is set.</summary>
    Continue,

    /// <summary>The <c>error</c> handle is taken instead of the others.</summary>
    Route,
}

/// <summary>A connection between two nodes.</summary>
public sealed record EdgeDefinition
{
    /// <summary>Unique in the workflow.</summary>
    public required string Id { get; init; }

    /// <summary>The node that the edge leaves.</summary>
    public required string SourceNodeId { get; init; }

    /// <summary>The node that the edge enters.</summary>
    public required string TargetNodeId { get; init; }

    /// <summary>The branch of the source by which it leaves; null for the ordinary one.</summary>
    public string? SourceHandle { get; init; }

    /// <summary>A bare boolean expression; the edge is taken only when it is truthy.</summary>
    public string? Condition { get; init; }
}

/// <summary>Settings for every run of a workflow.</summary>
public sealed record WorkflowSettings
{
    /// <summary>The retry policy of nodes that do not override it.</summary>
    public RetrySettings? Retry { get; init; }

    /// <summary>The time limit of a whole execution, in seconds; none when absent.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>How many executions run at once; the others wait as <c>queued</c>. No limit when absent.</summary>
    public int? MaxConcurrentRuns { get; init; }

    /// <summary>How long events are kept after the end, in days.</summary>
    public int? EventRetentionDays { get; init; }
}

/// <summary>A retry policy; every absent member takes the value of the enclosing policy.</summary>
public sealed record RetrySettings
{
    /// <summary>How often a node is tried in all; 1 to 100, default 3.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The wait before the second attempt, in seconds, fractions allowed; default 1.</summary>
    public double? InitialIntervalSeconds { get; init; }

    /// <summary>By what the wait grows each time; at least 1, default 2.</summary>
    public double? BackoffCoefficient { get; init; }

    /// <summary>The longest wait, in seconds; default 30.</summary>
    public double? MaxIntervalSeconds { get; init; }

    /// <summary>Whether waits are spread at random; default true.</summary>
    public bool? Jitter { get; init; }
}
