using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>The <c>log</c> events by which an agent's run can be followed while it goes on: one per model call and per tool call.</summary>
internal static class AgentEvents
{
    private const int MaxText = 2_000;

    /// <summary>A model call has ended.</summary>
    public static PendingEvent Turn(DateTimeOffset ts, string nodeId, int turn, RecordedCall call, decimal? cost)
    {
        var answer = call.Response;
        var asked = answer.TryGetProperty("tool_calls", out var calls) ? calls.EnumerateArray().ToList() : [];
        var usage = answer.GetProperty("usage");
        var fields = JsonSerializer.SerializeToElement(
            new
            {
                kind = "model_call",
                turn,
                text = Cut(answer.GetProperty("text").GetString()!),
                tool_calls = asked.Select(item => new { name = item.GetProperty("name").GetString(), arguments = Cut(item.GetProperty("arguments").GetString()!) }),
                finish_reason = answer.GetProperty("finish_reason").GetString(),
                tokens_in = usage.GetProperty("tokens_in").GetInt64(),
                tokens_out = usage.GetProperty("tokens_out").GetInt64(),
                cost,
                duration_ms = call.DurationMs,
            },
            OrcheoJson.Options);
        var what = asked.Count == 0 ? "the model answered" : $"the model asks for {asked.Count} {(asked.Count == 1 ? "tool call" : "tool calls")}";
        return EventPayloads.Log(ts, nodeId, "info", $"Turn {turn}: {what}.", fields);
    }

    /// <summary>A tool call has ended.</summary>
    public static PendingEvent Tool(DateTimeOffset ts, string nodeId, AgentStep step, AgentToolCall call, RecordedCall recorded)
    {
        var isError = recorded.Response.GetProperty("is_error").GetBoolean();
        var fields = JsonSerializer.SerializeToElement(
            new
            {
                kind = "tool_call",
                turn = step.Turn,
                index = step.Tool,
                name = call.Name,
                arguments = Cut(call.Arguments),
                result = Cut(recorded.Response.GetProperty("content").GetString()!),
                is_error = isError,
                duration_ms = recorded.DurationMs,
            },
            OrcheoJson.Options);
        return EventPayloads.Log(ts, nodeId, isError ? "warning" : "info", $"Turn {step.Turn}: the tool '{call.Name}' {(isError ? "failed" : "answered")}.", fields);
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : $"{text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)]} …";
}
