using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>What an agent puts out, and what it says of itself when it fails.</summary>
public static class AgentReport
{
    /// <summary>Longer texts of the transcript are cut here; the record of the node's calls has more.</summary>
    private const int MaxText = 8_000;

    /// <summary>The output of an agent that has an answer.</summary>
    /// <param name="conversation">Its run.</param>
    /// <param name="prices">What tokens cost.</param>
    public static JsonElement Output(AgentConversation conversation, ModelPrices prices)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(prices);
        var last = conversation.Turns.Last();
        var data = conversation.Settings.OutputSchema is null ? null : conversation.Data(last).Data;
        return JsonSerializer.SerializeToElement(
            new AiAgentOutput(last.Text, data, Usage(conversation, prices), TurnsOf(conversation, prices)), OrcheoJson.Options);
    }

    /// <summary>The details of the error of one that has none: the transcript and the usage so far, and what the error itself tells.</summary>
    /// <param name="conversation">Its run.</param>
    /// <param name="prices">What tokens cost.</param>
    /// <param name="cause">The details of the failure itself; null for none.</param>
    public static JsonElement Details(AgentConversation conversation, ModelPrices prices, JsonElement? cause)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(prices);
        return JsonSerializer.SerializeToElement(
            new { text = Cut(conversation.LastText), usage = Usage(conversation, prices), turns = TurnsOf(conversation, prices), cause }, OrcheoJson.Options);
    }

    private static AgentUsage Usage(AgentConversation conversation, ModelPrices prices) => Usage(conversation.Settings.Model, conversation.Tokens, prices);

    private static AgentUsage Usage(string model, (long In, long Out) tokens, ModelPrices prices) =>
        new(tokens.In, tokens.Out, prices.CostOf(model, tokens.In, tokens.Out));

    private static List<AgentTurnView> TurnsOf(AgentConversation conversation, ModelPrices prices) =>
    [
        .. conversation.Turns.Where(turn => turn.Model is not null).Select(turn => new AgentTurnView(
            turn.Number,
            Cut(turn.Text),
            [.. turn.Calls.Select((call, index) => ToolOf(turn, call, index))],
            turn.FinishReason,
            Usage(conversation.Settings.Model, (turn.TokensIn, turn.TokensOut), prices),
            turn.Model!.DurationMs)),
    ];

    private static AgentToolView ToolOf(AgentTurn turn, AgentToolCall call, int index)
    {
        var result = turn.Results.GetValueOrDefault(index);
        return new AgentToolView(
            call.Name,
            Cut(call.Arguments),
            result is null ? null : Cut(ToolResult.ContentOf(result)),
            result is not null && ToolResult.IsError(result),
            result?.DurationMs);
    }

    private static string Cut(string text) => text.Length <= MaxText
        ? text
        : $"{text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)]}\n[cut: {text.Length - MaxText} characters more]";
}

/// <summary>What models cost, by name.</summary>
/// <param name="prices">The price of a million tokens, sent and received.</param>
public sealed class ModelPrices(IReadOnlyDictionary<string, (decimal In, decimal Out)> prices)
{
    /// <summary>No prices: nothing has a cost.</summary>
    public static ModelPrices None { get; } = new(new Dictionary<string, (decimal In, decimal Out)>());

    /// <summary>The price of so many tokens; null when the model has none.</summary>
    public decimal? CostOf(string model, long tokensIn, long tokensOut) =>
        prices.TryGetValue(model, out var price) ? ((price.In * tokensIn) + (price.Out * tokensOut)) / 1_000_000m : null;
}
