using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.Core.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>Writes a conversation in the wire shape of the Chat Completions API.</summary>
internal static class AgentMessages
{
    /// <summary>The messages before a turn.</summary>
    public static JsonArray Of(AgentConversation conversation, int before)
    {
        var config = conversation.Settings.Config;
        var messages = new JsonArray();
        if (config.SystemPrompt is { Length: > 0 } system)
        {
            messages.Add(Message("system", system));
        }

        messages.Add(Message("user", config.Prompt));
        foreach (var turn in conversation.Turns.Where(turn => turn.Number < before))
        {
            messages.Add(Answer(turn));
            if (turn.Calls.Count == 0)
            {
                messages.Add(Message("user", $"That is not what the JSON Schema allows: {conversation.Data(turn).Fault} Give the corrected JSON, and nothing else."));
            }

            for (var index = 0; index < turn.Calls.Count; index++)
            {
                messages.Add(new JsonObject
                {
                    ["role"] = "tool",
                    ["tool_call_id"] = turn.Calls[index].Id,
                    ["content"] = turn.Results.TryGetValue(index, out var result) ? ToolResult.ContentOf(result) : ToolResult.NotMade,
                });
            }
        }

        return messages;
    }

    /// <summary>A text as JSON; a code fence around it does no harm. Null when it is no JSON.</summary>
    public static JsonElement? Json(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("```") && trimmed.EndsWith("```") && trimmed.IndexOf('\n') is > 0 and var line)
        {
            trimmed = trimmed[(line + 1)..^3].Trim();
        }

        try
        {
            // The output is nested less deep than a document may be, and holds this.
            return JsonElement.Parse(trimmed, new JsonDocumentOptions { MaxDepth = OrcheoJson.MaxDepth - 4, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Answer(AgentTurn turn)
    {
        var message = Message("assistant", turn.Text.Length == 0 && turn.Calls.Count > 0 ? null : turn.Text);
        if (turn.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. turn.Calls.Select(call => new JsonObject
            {
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
            })]);
        }

        return message;
    }

    private static JsonObject Message(string role, string? content) => new() { ["role"] = role, ["content"] = content };
}
