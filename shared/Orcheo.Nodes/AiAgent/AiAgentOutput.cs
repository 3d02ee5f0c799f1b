using System.ComponentModel;
using System.Text.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>Output of <c>ai_agent</c>.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Data">The answer as JSON.</param>
/// <param name="Usage">What it took.</param>
/// <param name="Turns">How it came about.</param>
internal sealed record AiAgentOutput(
    [property: Description("The model's last answer.")] string Text,
    [property: Description("The answer as JSON, as output_schema has it; only where that is given.")] JsonElement? Data,
    [property: Description("What the agent spent.")] AgentUsage Usage,
    [property: Description("Every model call, in order. Long texts are cut here.")] IReadOnlyList<AgentTurnView> Turns);

/// <summary>What an agent spent.</summary>
/// <param name="TokensIn">Tokens sent.</param>
/// <param name="TokensOut">Tokens received.</param>
/// <param name="Cost">Their price.</param>
internal sealed record AgentUsage(
    [property: Description("Tokens sent to the model, over all calls.")] long TokensIn,
    [property: Description("Tokens received from the model, over all calls.")] long TokensOut,
    [property: Description("Their price by the configured price table; only where it has the model.")] decimal? Cost = null);

/// <summary>A model call, as the output shows it.</summary>
/// <param name="Turn">Its number.</param>
/// <param name="Text">What the model wrote.</param>
/// <param name="ToolCalls">What it asked for.</param>
/// <param name="FinishReason">Why it ended.</param>
/// <param name="Usage">What it took.</param>
/// <param name="DurationMs">How long it took.</param>
internal sealed record AgentTurnView(
    [property: Description("From 1.")] int Turn,
    [property: Description("What the model wrote, besides tool calls.")] string? Text,
    [property: Description("The tools that the model called.")] IReadOnlyList<AgentToolView> ToolCalls,
    [property: Description("Why the model ended: stop, tool_calls, length or content_filter.")] string? FinishReason,
    [property: Description("Tokens of this call.")] AgentUsage Usage,
    [property: Description("How long the call took, in milliseconds.")] long DurationMs);

/// <summary>A tool call, as the output shows it.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">What came back.</param>
/// <param name="IsError">Whether it failed.</param>
/// <param name="DurationMs">How long it took.</param>
internal sealed record AgentToolView(
    [property: Description("What the model called.")] string Name,
    [property: Description("The arguments, as the model wrote them.")] string Arguments,
    [property: Description("What the model got; missing when the agent ended first.")] string? Result,
    [property: Description("Whether the result is an error.")] bool IsError,
    [property: Description("How long it took, in milliseconds; missing when the agent ended first.")] long? DurationMs);
