using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI.Chat;
using Orcheo.Core.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>
/// Puts an answer together from the pieces of its stream. As JSON it is what is recorded of a model call:
/// <c>{text, tool_calls:[{id, name, arguments}], finish_reason, usage:{tokens_in, tokens_out, estimated?}}</c>.
/// </summary>
internal sealed class ModelAnswer
{
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> _calls = [];
    private ChatFinishReason? _finish;
    private ChatTokenUsage? _usage;
    private int _argumentCharacters;

    /// <summary>How many characters it has so far.</summary>
    public int Length => _text.Length + _argumentCharacters;

    /// <summary>Whether the model said that it has ended.</summary>
    public bool IsComplete => _finish is not null;

    /// <summary>Takes a piece.</summary>
    /// <returns>The text in it; empty when there is none.</returns>
    public string Add(StreamingChatCompletionUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        _usage = update.Usage ?? _usage;
        foreach (var call in update.ToolCallUpdates)
        {
            Add(call);
        }

        var text = string.Concat(update.ContentUpdate.Select(part => part.Text)) + update.RefusalUpdate;
        _text.Append(text);
        return text;
    }

    /// <summary>The answer.</summary>
    /// <param name="step">The request, from which the tokens are estimated when the server does not tell them.</param>
    public JsonElement ToJson(JsonElement step)
    {
        var answer = new JsonObject { ["text"] = _text.ToString() };
        if (_calls.Count > 0)
        {
            answer["tool_calls"] = new JsonArray([.. _calls.Values.Select((call, index) => new JsonObject
            {
                ["id"] = call.Id.Length > 0 ? call.Id : $"call_{index.ToString(CultureInfo.InvariantCulture)}",
                ["name"] = call.Name,
                ["arguments"] = call.Arguments.ToString(),
            })]);
        }

        answer["finish_reason"] = Name(_finish!.Value);
        answer["usage"] = Usage(step);
        return JsonSerializer.SerializeToElement(answer, OrcheoJson.Options);
    }

    private void Add(StreamingChatToolCallUpdate update)
    {
        if (!_calls.TryGetValue(update.Index, out var call))
        {
            call = ("", "", new StringBuilder());
        }

        var arguments = update.FunctionArgumentsUpdate is { } piece && piece.ToMemory().Length > 0 ? piece.ToString() : "";
        _argumentCharacters += arguments.Length;
        call.Arguments.Append(arguments);
        _calls[update.Index] = (update.ToolCallId ?? call.Id, update.FunctionName ?? call.Name, call.Arguments);
    }

    private JsonObject Usage(JsonElement step) => _usage is { } told
        ? new JsonObject { ["tokens_in"] = told.InputTokenCount, ["tokens_out"] = told.OutputTokenCount }
        : new JsonObject
        {
            // A budget must hold with servers that do not tell, too: four characters make about a token.
            ["tokens_in"] = (step.GetRawText().Length / 4) + 1,
            ["tokens_out"] = (Length / 4) + 1,
            ["estimated"] = true,
        };

    private static string Name(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => "stop",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "content_filter",
        _ => "tool_calls",
    };
}
