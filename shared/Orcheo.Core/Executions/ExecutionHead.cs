using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>
/// The stored head row of an execution: everything that changes while it runs, but neither its input nor its output. It is replaced
/// under its ETag in the same batch as every event that is appended, which makes <see cref="LastSeq"/> gapless.
/// </summary>
public sealed record ExecutionHead
{
    /// <summary><c>exe_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The workflow that runs; null for an inline run.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The version that runs; 0 for the draft, null for an inline run.</summary>
    public int? WorkflowVersion { get; init; }

    /// <summary>How far it is.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>What started it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>Why it failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>What it did so far.</summary>
    public required ExecutionStats Stats { get; init; }

    /// <summary>The execution that this one replays.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>When the start was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first node started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>What makes it a test run; null when it is none.</summary>
    public TestRun? Test { get; init; }

    /// <summary>The workflow's time limit in seconds, if it has one.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>What it brings before the gate of its workflow; null when the workflow limits nothing.</summary>
    public RunTicket? Ticket { get; init; }

    /// <summary>
    /// How many days after the end its events, checkpoints and recorded calls go; null when they stay as long as the execution itself.
    /// </summary>
    public double? RecordDays { get; init; }

    /// <summary>When they went; null while they are there.</summary>
    public DateTimeOffset? RecordsPurgedAt { get; init; }

    /// <summary>The span that started it, as a W3C <c>traceparent</c>: its trace is linked to it; null where nothing was traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// The nodes whose start is recorded and whose end is not, each with the run of it that writes what it logs: should an activity be
    /// delivered twice, its start is recorded once, and one of the two writes. Null when there are none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Running { get; init; }

    /// <summary>The sequence number of the last event; 0 when there is none.</summary>
    public long LastSeq { get; init; }

    /// <summary>The head with a node's start recorded.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="run">The run of it that writes from now on.</param>
    public ExecutionHead WithRunning(string nodeId, string run) =>
        this with { Running = new Dictionary<string, string>(Running ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [nodeId] = run } };

    /// <summary>The head with a node's end recorded.</summary>
    public ExecutionHead WithoutRunning(string nodeId)
    {
        if (Running?.ContainsKey(nodeId) != true)
        {
            return this;
        }

        var others = Running.Where(item => item.Key != nodeId).ToDictionary(StringComparer.Ordinal);
        return this with { Running = others.Count == 0 ? null : others };
    }

    /// <summary>When its events, checkpoints and recorded calls are to go; null before it has ended, and when they stay.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? RecordsDueAt => Status.HasEnded() && RecordDays is { } days && CompletedAt is { } ended ? ended.AddDays(days) : null;

    /// <summary>When the execution must have ended; null without a time limit or before it started.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? Deadline => TimeoutSeconds is { } seconds && StartedAt is { } started ? started.AddSeconds(seconds) : null;
}
