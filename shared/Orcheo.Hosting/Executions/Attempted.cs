using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;

namespace Orcheo.Hosting.Executions;

/// <summary>What running a node came to, before it is recorded.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="WaitUntil">When it asks to be resumed; null when it has ended.</param>
/// <param name="Ended">False when it was stopped from outside before it came to anything.</param>
/// <param name="Origin">Where the result comes from.</param>
/// <param name="Usage">What the last attempt used; null where its node does not measure it.</param>
internal sealed record Attempted(
    NodeOutcome Outcome,
    int Attempts,
    DateTimeOffset? WaitUntil = null,
    bool Ended = true,
    ResultOrigin Origin = ResultOrigin.Run,
    NodeUsage? Usage = null)
{
    public static Attempted Unfinished { get; } = new(new NodeOutcome { Succeeded = false }, 1, Ended: false);

    public static Attempted Failed(RunError error, int attempts = 1, NodeUsage? usage = null) =>
        new(new NodeOutcome { Succeeded = false, Error = error }, attempts, Usage: usage);

    public static Attempted Of(NodeResult result, int attempts, IRedactor redactor) => new(
        new NodeOutcome
        {
            Succeeded = true,
            Output = redactor.Redact(result.Output),
            Patch = result.Patch is { } patch ? redactor.Redact(patch) : null,
            Handle = result.Handle,
        },
        attempts,
        result.WaitUntil,
        Usage: result.Usage);

    public static Attempted Of(Checkpoint other) => new(OutcomeOf(other), other.Attempt, Origin: ResultOrigin.Reused);

    public static Attempted Of(PinnedResult pinned) => new(
        new NodeOutcome { Succeeded = true, Output = pinned.Output, Handle = pinned.Handle, Patch = pinned.Patch }, 1, Origin: ResultOrigin.Pinned);

    /// <summary>What a node that is recorded came to.</summary>
    public static NodeOutcome OutcomeOf(Checkpoint recorded) => new()
    {
        Succeeded = recorded.Succeeded,
        Output = recorded.Output,
        Patch = recorded.Patch,
        Handle = recorded.Handle,
        Error = recorded.Error,
        Seq = recorded.Seq,
    };

    /// <summary>What a node came to that was stopped because its execution was.</summary>
    public static Attempted Stopped(ExecutionHead? head, string nodeId) =>
        head is { Status: not (ExecutionStatus.Cancelling or ExecutionStatus.Cancelled) }
            ? Failed(new RunError(ErrorCodes.ExecutionTimeout, "The execution's time limit was reached while the node ran.", nodeId))
            : Failed(new RunError(ErrorCodes.Cancelled, "The execution was cancelled while the node ran.", nodeId));

    /// <summary>A failure as it is recorded.</summary>
    public static RunError ErrorOf(OrcheoException exception, string nodeId, IRedactor redactor)
    {
        JsonElement? details = (exception as NodeException)?.Details is { } given ? redactor.Redact(given) : null;
        return new RunError(exception.Code, redactor.Redact(exception.Message), nodeId, Details: details);
    }
}

/// <summary>Where a node's result comes from.</summary>
internal enum ResultOrigin
{
    /// <summary>The node was run.</summary>
    Run,

    /// <summary>In a replay: it is another execution's result.</summary>
    Reused,

    /// <summary>In a test run: it was given.</summary>
    Pinned,
}
