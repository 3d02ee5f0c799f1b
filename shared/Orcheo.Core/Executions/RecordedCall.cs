using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>
/// A call that a node made to the world outside, as it is kept with the execution: redacted, bounded. A recorded replay is answered
/// from it. Persisted: members may be added, never renamed or removed.
/// </summary>
public sealed record RecordedCall
{
    /// <summary>
    /// Rises in the order in which the node's calls began, over all its attempts: 1, 2, 3, …; of a node that runs as an orchestration
    /// the calls of a step are counted from the step's own number on.
    /// </summary>
    public required int Seq { get; init; }

    /// <summary>The node.</summary>
    public required string NodeId { get; init; }

    /// <summary>The node's attempt that made the call.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>What kind of call it was, e.g. <c>http</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was called, in a few words.</summary>
    public required string Target { get; init; }

    /// <summary>The request without its credential; the beginning of its JSON as text when <see cref="RequestTruncated"/>.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>SHA-256 of kind and whole request: calls with the same one are the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What came back; JSON null when the call failed, the beginning of its JSON as text when <see cref="Truncated"/>.</summary>
    public JsonElement Response { get; init; } = Json.OrcheoJson.Null;

    /// <summary>Why the call failed; null when it did not.</summary>
    public RecordedFailure? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Whether <see cref="Request"/> was too large to be kept whole.</summary>
    public bool RequestTruncated { get; init; }

    /// <summary>Whether <see cref="Response"/>, or the error's details, were too large to be kept whole: the call cannot be answered from here.</summary>
    public bool Truncated { get; init; }
}

/// <summary>Why a recorded call failed: the failure can be thrown again.</summary>
/// <param name="Code">The stable code, <c>ORC####</c>.</param>
/// <param name="Message">What went wrong and what to do.</param>
/// <param name="Retryable">Whether another attempt might have succeeded.</param>
/// <param name="RetryAfterSeconds">How long the other side asked to wait; null when it did not.</param>
/// <param name="Details">Further values, if any.</param>
public sealed record RecordedFailure(
    string Code, string Message, bool Retryable = false, double? RetryAfterSeconds = null, JsonElement? Details = null);
