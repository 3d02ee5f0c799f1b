using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>Something that happened in an execution.</summary>
public sealed record ExecutionEvent
{
    /// <summary><c>evt_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>1, 2, 3, … without gaps per execution.</summary>
    public required long Seq { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The node that it is about, if it is about one.</summary>
    public string? NodeId { get; init; }

    /// <summary>What there is to say, by type; always an object.</summary>
    public required JsonElement Payload { get; init; }
}

/// <summary>The types of events.</summary>
public static class EventTypes
{
    /// <summary>The execution has started; payload <c>{trigger, workflow_version}</c>.</summary>
    public const string ExecutionStart = "execution_start";

    /// <summary>A node has started; payload <c>{type}</c>.</summary>
    public const string NodeStart = "node_start";

    /// <summary>A node has ended; payload <c>{status, output, duration_ms, attempt, error?, truncated?}</c>.</summary>
    public const string NodeEnd = "node_end";

    /// <summary>A node is not run in this execution; payload <c>{}</c>.</summary>
    public const string NodeSkipped = "node_skipped";

    /// <summary>A line of a node's log; payload <c>{level, message, fields?}</c>.</summary>
    public const string Log = "log";

    /// <summary>Values were set in <c>state</c>; payload <c>{patch}</c>.</summary>
    public const string StateChange = "state_change";

    /// <summary>An attempt or the execution failed; payload <c>{code, message, attempt?, retry_in_ms?, details?}</c>.</summary>
    public const string Error = "error";

    /// <summary>The execution has ended; payload <c>{status, output, error?}</c>.</summary>
    public const string ExecutionEnd = "execution_end";

    /// <summary>A piece of a model's answer; payload <c>{text, …}</c>. It passes by: shown live only, never stored, without a seq.</summary>
    public const string LlmDelta = "llm_delta";
}

/// <summary>An event that has no sequence number yet.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Ts">When it happened.</param>
/// <param name="NodeId">The node that it is about, if it is about one.</param>
/// <param name="Payload">What there is to say; an object.</param>
public sealed record PendingEvent(string Type, DateTimeOffset Ts, string? NodeId, JsonElement Payload);
