using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>
/// Names a step of an agent: what its activities are called with. The conversation is in the store, so that the orchestration's history
/// holds this only. Persisted: members may be added, never renamed or removed.
/// </summary>
public sealed record AgentStep
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The node.</summary>
    public required string NodeId { get; init; }

    /// <summary>The turn, from 1.</summary>
    public required int Turn { get; init; }

    /// <summary>The place of the tool call in its turn, from 0.</summary>
    public int Tool { get; init; }

    /// <summary>For the last step: why the agent fails; null when it has an answer.</summary>
    public RunError? Error { get; init; }

    /// <summary>For the last step: whether the agent ends because its execution does.</summary>
    public bool Stopped { get; init; }
}

/// <summary>What <c>BeginAgent</c> answers.</summary>
/// <param name="Ended">What the node came to already; null when its first turn is to be made.</param>
public sealed record AgentBegun(RunNodeOutput? Ended = null);

/// <summary>What <c>AgentTurn</c> answers.</summary>
public sealed record AgentTurnOutput
{
    /// <summary>How many tool calls the model asks for.</summary>
    public int Calls { get; init; }

    /// <summary>Whether the model is to be asked once more without any.</summary>
    public bool Again { get; init; }

    /// <summary>Why the agent fails; null while it does not.</summary>
    public RunError? Error { get; init; }

    /// <summary>Whether the agent ends because its execution does.</summary>
    public bool Stopped { get; init; }
}

/// <summary>What <c>AgentTool</c> answers.</summary>
/// <param name="Awaits">The execution that has to end before there is a result; null when the result is recorded.</param>
/// <param name="Stopped">Whether the agent ends because its execution does.</param>
/// <param name="Error">Why the agent fails: there is no result that the model could be told; null while it does not.</param>
public sealed record AgentToolOutput(string? Awaits = null, bool Stopped = false, RunError? Error = null);
