using System.Text.Json;
using Orcheo.Core.Executions;

namespace Orcheo.Nodes.AiAgent;

/// <summary>A turn of an agent as its record has it.</summary>
internal sealed class AgentTurn(int number)
{
    public int Number => number;

    /// <summary>The last attempt of the model's call; null before.</summary>
    public RecordedCall? Model { get; private set; }

    /// <summary>What the tools gave, by place.</summary>
    public SortedDictionary<int, RecordedCall> Results { get; } = [];

    /// <summary>What the model answered; null when it has not, or the call failed.</summary>
    public JsonElement? Answer => Model is { Error: null, Truncated: false } call ? call.Response : null;

    public string Text => Answer?.GetProperty("text").GetString() ?? "";

    public string? FinishReason => Answer?.GetProperty("finish_reason").GetString();

    public long TokensIn => Usage("tokens_in");

    public long TokensOut => Usage("tokens_out");

    /// <summary>The tool calls that the model asks for.</summary>
    public IReadOnlyList<AgentToolCall> Calls { get; private set; } = [];

    public void Add(RecordedCall call, int? tool)
    {
        if (tool is { } index)
        {
            Results[index] = call;
            return;
        }

        Model = call;
        Calls = Answer is { } answer && answer.TryGetProperty("tool_calls", out var asked)
            ? [.. asked.EnumerateArray().Select(item => new AgentToolCall(Member(item, "id"), Member(item, "name"), Member(item, "arguments")))]
            : [];
    }

    private long Usage(string member) => Answer is { } answer ? answer.GetProperty("usage").GetProperty(member).GetInt64() : 0;

    private static string Member(JsonElement value, string member) => value.GetProperty(member).GetString() ?? "";
}
