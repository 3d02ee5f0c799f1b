using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>A tool call to be made.</summary>
/// <param name="Run">The agent.</param>
/// <param name="Step">Its place.</param>
/// <param name="Call">What the model asks for.</param>
/// <param name="Record">Takes the events.</param>
/// <param name="Answers">In a recorded replay, where the result comes from; null when the call is made.</param>
internal sealed record ToolRequest(AgentRun Run, AgentStep Step, AgentToolCall Call, NodeRecord Record, RecordedAnswers? Answers)
{
    /// <summary>The function that is called; null when there is none of that name.</summary>
    public AgentFunction? Function { get; } = Run.Conversation.Function(Call);

    /// <summary>The tool that runs it.</summary>
    public ToolSettings? Tool => Function is { } function ? Run.Settings.Tools[function.Tool] : null;

    /// <summary>A name for this call that no other call of the execution has.</summary>
    public string Name => FormattableString.Invariant($"{Run.NodeId}:{Step.Turn}:{Step.Tool}");

    /// <summary>Why the workflow that the call runs could not be started; null when it was.</summary>
    public OrcheoException? StartFailure { get; set; }
}
