using System.Text.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>One run of a workflow, as the API shows it.</summary>
public sealed record Execution
{
    /// <summary><c>exe_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The workflow that runs; null for an inline run.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public string? WorkflowId { get; init; }

    /// <summary>The version that runs; 0 for the draft, null for an inline run.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public int? WorkflowVersion { get; init; }

    /// <summary>How far it is.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>What started it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>The input of the start; JSON null when there was none.</summary>
    public JsonElement Input { get; init; } = Json.OrcheoJson.Null;

    /// <summary>The output of the terminal nodes that succeeded; JSON null until then.</summary>
    public JsonElement Output { get; init; } = Json.OrcheoJson.Null;

    /// <summary>Why it failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>What it did so far.</summary>
    public required ExecutionStats Stats { get; init; }

    /// <summary>The execution that this one replays.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>What makes it a test run; null when it is none.</summary>
    public TestRun? Test { get; init; }

    /// <summary>When the start was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first node started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The execution that a head, an input and an output make.</summary>
    public static Execution Of(ExecutionHead head, JsonElement input, JsonElement output)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new Execution
        {
            Id = head.Id,
            WorkflowId = head.WorkflowId,
            WorkflowVersion = head.WorkflowVersion,
            Status = head.Status,
            Trigger = head.Trigger,
            Input = input,
            Output = output,
            Error = head.Error,
            Stats = head.Stats,
            ReplayOf = head.ReplayOf,
            Test = head.Test,
            CreatedAt = head.CreatedAt,
            StartedAt = head.StartedAt,
            CompletedAt = head.CompletedAt,
        };
    }
}

/// <summary>How far an execution is.</summary>
public enum ExecutionStatus
{
    /// <summary>Accepted, not started.</summary>
    Queued,

    /// <summary>A node runs, or is about to.</summary>
    Running,

    /// <summary>Nothing runs; a durable timer or event is awaited.</summary>
    Waiting,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>A cancellation was accepted and is under way.</summary>
    Cancelling,

    /// <summary>Ended by a cancellation.</summary>
    Cancelled,
}

/// <summary>What started an execution.</summary>
/// <param name="Type"><c>api</c>, <c>cron</c>, <c>webhook</c>, <c>replay</c>, <c>workflow</c> or <c>agent</c>.</param>
/// <param name="Id">The trigger's id, where there is one.</param>
public sealed record ExecutionTrigger(string Type, string? Id = null)
{
    /// <summary>A start through the API.</summary>
    public const string Api = "api";

    /// <summary>A tool call of an agent; the trigger's id is that of the execution in which the agent runs.</summary>
    public const string Agent = "agent";

    /// <summary>A replay; the trigger's id is that of the execution that is replayed.</summary>
    public const string Replay = "replay";
}

/// <summary>What an execution did so far.</summary>
public sealed record ExecutionStats
{
    /// <summary>The number of nodes in the workflow.</summary>
    public int NodesTotal { get; init; }

    /// <summary>Nodes that ended well.</summary>
    public int NodesSucceeded { get; init; }

    /// <summary>Nodes that failed.</summary>
    public int NodesFailed { get; init; }

    /// <summary>Nodes that were skipped or not reached.</summary>
    public int NodesSkipped { get; init; }

    /// <summary>Milliseconds from the first node's start to the end.</summary>
    public long DurationMs { get; init; }

    /// <summary>Milliseconds from the accepted start to the first node's start.</summary>
    public long QueueMs { get; init; }

    /// <summary>Tokens sent to models.</summary>
    public long TokensIn { get; init; }

    /// <summary>Tokens received from models.</summary>
    public long TokensOut { get; init; }
}

/// <summary>Questions about an execution's status.</summary>
public static class ExecutionStatusExtensions
{
    /// <summary>Whether the execution has ended: nothing about it changes any more.</summary>
    public static bool HasEnded(this ExecutionStatus status) =>
        status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Cancelled;
}
