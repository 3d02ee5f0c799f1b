using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>What a node type is; <c>GET /nodes/{type}</c> answers with it.</summary>
public sealed record NodeDescriptor
{
    /// <summary>The type, e.g. <c>http_request</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's config and output; rises when either changes.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary><c>trigger</c>, <c>action</c>, <c>logic</c>, <c>data</c>, <c>code</c> or <c>ai</c>.</summary>
    public required string Category { get; init; }

    /// <summary>What the node does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema of the config; generated from the config record.</summary>
    public required JsonElement ConfigSchema { get; init; }

    /// <summary>JSON Schema of the output.</summary>
    public required JsonElement OutputSchema { get; init; }

    /// <summary>The branches by which edges may leave, besides <c>error</c> when <c>on_error</c> is <c>route</c>; empty for the ordinary one.</summary>
    public IReadOnlyList<string> Handles { get; init; } = [];

    /// <summary>The credential types that the node takes; empty for none.</summary>
    public IReadOnlyList<string> CredentialTypes { get; init; } = [];

    /// <summary>The time limit of one attempt, in seconds.</summary>
    public double DefaultTimeoutSeconds { get; init; } = 60;

    /// <summary>What running the node twice means.</summary>
    public required NodeEffect Effect { get; init; }

    /// <summary>
    /// Names of config members (top level) that hold a bare expression rather than a templated string, e.g. <c>condition</c> of
    /// <c>if_else</c>. Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> ExpressionMembers { get; init; } = [];

    /// <summary>
    /// Names of config members (top level) that are taken as they are: two braces in them are text, not the beginning of a template,
    /// e.g. <c>code</c> of <c>python_code</c>. Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> LiteralMembers { get; init; } = [];

    /// <summary>
    /// How much longer an attempt may take than the config's own <c>timeout_seconds</c>, for a node that keeps that limit itself and
    /// tells more about it than who runs it could. Seconds, default 0; a time limit of the node (not of its config) gets no margin.
    /// Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double TimeoutMarginSeconds { get; init; }

    /// <summary>
    /// Names of config members (top level) that are rendered when the run ends, not when the node starts, and may therefore refer to any
    /// node; the node itself does not get them. Their schema must not require them. Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> DeferredMembers { get; init; } = [];

    /// <summary>
    /// For nodes with <see cref="Handles"/>: the handle that goes with an output, for an output that is given instead of made (a pin); null
    /// when the output goes with none. Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Func<JsonElement, string?>? HandleOf { get; init; }

    /// <summary>For nodes that patch <c>state</c>: the patch that goes with an output that is given. Not part of the wire shape.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Func<JsonElement, JsonElement?>? PatchOf { get; init; }

    /// <summary>
    /// Names of config members (top level) that the node renders itself, when it is time: their templates may refer to <c>args</c> too.
    /// The node gets them as their author wrote them. Their schema must not require them. Not part of the wire shape.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> LateMembers { get; init; } = [];

    /// <summary>
    /// For node types that take many steps, each of which must be recorded: the orchestration that runs a node of the type, by name. It
    /// is started with a <see cref="Executions.RunNodeInput"/> and answers with a <see cref="Executions.RunNodeOutput"/>. Null for
    /// types that run as one activity.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Orchestration { get; init; }

    /// <summary>
    /// Finds what else a config of this type runs, e.g. the tools of an agent: it is checked as nodes are, and its credentials count as
    /// the workflow's. Null for types that run nothing else.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Func<JsonElement, IEnumerable<EmbeddedNode>>? Embedded { get; init; }

    /// <summary>
    /// What else is wrong with a config of this type that its schema cannot say; the config is as its author wrote it. Null when the
    /// schema says all.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Func<JsonElement, IEnumerable<Validation.SchemaFault>>? Check { get; init; }

    /// <summary>Whether personal data is masked in every event of a run that has a node of this type.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MasksPersonalData { get; init; }

    /// <summary>Whether the node starts a run: no edge may enter it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsTrigger => Category == "trigger";

    /// <summary>For trigger nodes: the <c>trigger.type</c> that they answer to, e.g. <c>cron</c>; null for others.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? TriggerType { get; init; }
}

/// <summary>What running a node twice means.</summary>
public enum NodeEffect
{
    /// <summary>Nothing outside the run is touched.</summary>
    Pure,

    /// <summary>A repetition has no further effect.</summary>
    Idempotent,

    /// <summary>A repetition may have a second effect.</summary>
    Unsafe,
}
