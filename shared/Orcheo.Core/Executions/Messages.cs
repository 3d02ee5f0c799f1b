using System.Text.Json;
using System.Text.Json.Serialization;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>The orchestration that runs executions, by name: its clients live in other function apps on the same task hub.</summary>
public static class ExecutionOrchestration
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "ExecuteWorkflow";

    /// <summary>The external event that asks for cancellation.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>The external event that tells the orchestration of a node that an execution has ended for which it waits.</summary>
    public static string EndedEvent(string executionId) => $"ended:{executionId}";

    /// <summary>The instance id of the orchestration that runs a node.</summary>
    public static string InstanceOf(string executionId, string nodeId) => $"{executionId}:{nodeId}";
}

/// <summary>
/// What the orchestration <c>ExecuteWorkflow</c> is started with. Persisted in the history of every execution: members may be added,
/// never renamed or removed (docs/adr).
/// </summary>
public sealed record ExecuteWorkflowInput
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The execution; also the orchestration's instance id.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The workflow; null for an inline run.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The version; 0 for the draft, null for an inline run.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>What is run.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>SHA-256 of <see cref="Definition"/>: the key of the compiled plan.</summary>
    public required string Checksum { get; init; }

    /// <summary>Why it runs: the execution's <c>trigger.type</c>.</summary>
    public required string TriggerType { get; init; }

    /// <summary>What expressions see as <c>trigger</c>.</summary>
    public required JsonElement Trigger { get; init; }

    /// <summary>What expressions see as <c>input</c>.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What entry nodes put out: the trigger's payload, or the input.</summary>
    public required JsonElement EntryValue { get; init; }

    /// <summary>What is replayed; null for a run of its own.</summary>
    public ReplaySource? Replay { get; init; }

    /// <summary>In a test run: the nodes whose result was given. Null when there are none.</summary>
    public IReadOnlyList<string>? Pinned { get; init; }

    /// <summary>
    /// Whether messages of this run are bounded (<see cref="MessageLimits"/>): what is larger stays in the store. False in histories of
    /// before they were, which go on as they began.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Bounded { get; init; }

    /// <summary>Whether <see cref="Definition"/> is null here, because it is large: it is in the stored start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DefinitionStored { get; init; }

    /// <summary>Whether <see cref="Trigger"/> is null here, because it is large: it is in the stored start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TriggerStored { get; init; }

    /// <summary>Whether <see cref="Input"/> is null here, because it is large: it is in the stored start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InputStored { get; init; }

    /// <summary>Whether <see cref="EntryValue"/> is null here, because it is large: it follows from the stored start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EntryStored { get; init; }
}

/// <summary>The execution that a replay is made from.</summary>
/// <param name="ExecutionId">The other execution.</param>
/// <param name="FromNodeId">
/// The node from which on nodes are run again: it and all behind it. The others keep the result that the other execution recorded.
/// Null to run every node.
/// </param>
/// <param name="Recorded">Whether external calls are answered from the other execution's record.</param>
public sealed record ReplaySource(string ExecutionId, string? FromNodeId = null, bool Recorded = false);

/// <summary>What the activity <c>RunNode</c> is called with.</summary>
public sealed record RunNodeInput
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The workflow; null for an inline run, and in calls of before this was told.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The version; 0 for the draft; null as <see cref="WorkflowId"/>.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>SHA-256 of the definition that the node belongs to: with the node's id, the key of its compiled form.</summary>
    public required string Checksum { get; init; }

    /// <summary>The node, in its wire shape.</summary>
    public required JsonElement Node { get; init; }

    /// <summary>The retry policy that applies.</summary>
    public required NodeRetry Retry { get; init; }

    /// <summary>The time limit of one attempt, in seconds.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>The values that the node's templates refer to, as a scope for expressions.</summary>
    public required JsonElement Values { get; init; }

    /// <summary>For entry nodes: what they put out.</summary>
    public JsonElement? EntryValue { get; init; }

    /// <summary>Nodes that turned out to be skipped and are to be recorded together with this node.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>When the node was first started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time that a waiting node had asked for, when it is resumed.</summary>
    public DateTimeOffset? ResumedFrom { get; init; }

    /// <summary>Every credential that the workflow refers to: none of them may show in what this node records.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>In a replay, the execution whose recorded result the node keeps instead of running; it runs when there is none.</summary>
    public string? ReuseFrom { get; init; }

    /// <summary>In a test run, whether the node's result was given: it is recorded, and the node is not run.</summary>
    public bool Pinned { get; init; }

    /// <summary>In a recorded replay, the execution whose record answers the node's external calls.</summary>
    public string? RecordedIn { get; init; }

    /// <summary>Whether personal data is masked in the events of the run.</summary>
    public bool MaskPersonalData { get; init; }

    /// <summary>The last sequence number that the orchestration knows of: the execution has come at least so far, by whatever process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Seen { get; init; }

    /// <summary>Whether the answer is to be bounded (<see cref="MessageLimits"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Bounded { get; init; }

    /// <summary>Whether <see cref="Node"/> is only its id, type and <c>on_error</c>: the whole is in the stored definition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NodeStored { get; init; }

    /// <summary>The trigger's type, when <see cref="EntryValue"/> is to be made of the stored start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EntryOf { get; init; }

    /// <summary>What <see cref="Values"/> lacks, because it is large: it is in the store. Null when nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredValues? Stored { get; init; }

    /// <summary>Where the whole of this message is, when it was sent ahead in parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageParts? Parts { get; init; }
}

/// <summary>What <c>RunNode</c> answers.</summary>
public sealed record RunNodeOutput
{
    /// <summary>What the node came to; null while it waits.</summary>
    public NodeOutcome? Outcome { get; init; }

    /// <summary>Set when the node asks to be resumed at this time.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>When the node was first started.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}

/// <summary>What the activity <c>CompleteExecution</c> is called with.</summary>
public sealed record CompleteExecutionInput
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>How it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The output; JSON null when there is none.</summary>
    public required JsonElement Output { get; init; }

    /// <summary>Why it failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>Nodes that were skipped or not reached and are not recorded yet.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What its nodes came to; null when that is not known.</summary>
    public RunCounts? Counts { get; init; }

    /// <summary>What its trigger node answers with; null when it has nothing to say of that.</summary>
    public DeferredAnswer? Answer { get; init; }

    /// <summary>Whether personal data is masked in the events of the run.</summary>
    public bool MaskPersonalData { get; init; }

    /// <summary>The orchestration that waits for this execution's end, by its instance id; null when none does.</summary>
    public string? AwaitedBy { get; init; }

    /// <summary>The last sequence number that the orchestration knows of: the execution has come at least so far, by whatever process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Seen { get; init; }

    /// <summary>The terminal nodes whose checkpoints hold the output, where it is large; null when it is here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OutputOf { get; init; }

    /// <summary>Whether <see cref="Error"/> was cut: the whole is in the checkpoint of its node.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ErrorStored { get; init; }

    /// <summary>Where the whole of this message is, when it was sent ahead in parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageParts? Parts { get; init; }
}

/// <summary>A trigger node's answer, to be rendered when the run has ended.</summary>
/// <param name="Checksum">SHA-256 of the definition that the node belongs to.</param>
/// <param name="Node">The node, in its wire shape.</param>
/// <param name="Values">The values that its deferred members refer to, as a scope for expressions.</param>
public sealed record DeferredAnswer(string Checksum, JsonElement Node, JsonElement Values)
{
    /// <summary>Whether <see cref="Node"/> is only its id and type: the whole is in the stored definition.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NodeStored { get; init; }

    /// <summary>What <see cref="Values"/> lacks, because it is large: it is in the store. Null when nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredValues? Stored { get; init; }
}

/// <summary>Names a running execution.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ExecutionId">The execution.</param>
public sealed record ExecutionReference(string Tenant, string ExecutionId);
