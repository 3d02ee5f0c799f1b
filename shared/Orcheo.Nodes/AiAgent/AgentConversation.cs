using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Nodes.AiAgent;

/// <summary>A tool call that the model asks for.</summary>
/// <param name="Id">Its id in the conversation.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">The arguments as the model wrote them.</param>
public sealed record AgentToolCall(string Id, string Name, string Arguments);

/// <summary>What follows from a turn.</summary>
/// <param name="Calls">How many tool calls are to be made; 0 for none.</param>
/// <param name="Again">Whether the model is to be asked once more without any.</param>
/// <param name="Error">Why the agent fails; null while it does not.</param>
public readonly record struct AgentDecision(int Calls = 0, bool Again = false, RunError? Error = null);

/// <summary>
/// An agent's run so far, read from its recorded calls: the same record gives the same conversation, on whatever machine and however
/// often. Immutable.
/// </summary>
public sealed class AgentConversation
{
    /// <summary>How often an answer that its schema does not allow is asked for again.</summary>
    public const int MaxCorrections = 2;

    private readonly AgentSettings _settings;
    private readonly IReadOnlyList<AgentFunction> _functions;
    private readonly SortedDictionary<int, AgentTurn> _turns = [];

    /// <summary>Reads a run.</summary>
    /// <param name="settings">The agent's settings.</param>
    /// <param name="functions">What the model is shown.</param>
    /// <param name="calls">The node's recorded calls.</param>
    public AgentConversation(AgentSettings settings, IReadOnlyList<AgentFunction> functions, IEnumerable<RecordedCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        _settings = settings;
        _functions = functions;
        foreach (var call in calls.OrderBy(call => call.Seq))
        {
            var (number, tool) = AgentSteps.Of(call.Seq);
            if (number == 0)
            {
                continue;
            }

            var turn = _turns.TryGetValue(number, out var known) ? known : _turns[number] = new AgentTurn(number);
            turn.Add(call, tool);
        }
    }

    /// <summary>Tokens sent and received so far.</summary>
    public (long In, long Out) Tokens => (_turns.Values.Sum(turn => turn.TokensIn), _turns.Values.Sum(turn => turn.TokensOut));

    /// <summary>What the model has answered with last, in a turn that has ended; empty when there is none.</summary>
    public string LastText => _turns.Values.LastOrDefault(turn => turn.Answer is not null)?.Text ?? "";

    internal IReadOnlyCollection<AgentTurn> Turns => _turns.Values;

    internal AgentSettings Settings => _settings;

    /// <summary>Whether a turn's model call is recorded, well or not.</summary>
    public bool Has(int turn) => _turns.TryGetValue(turn, out var known) && known.Model is not null;

    /// <summary>Whether a tool call is recorded.</summary>
    public bool HasResult(int turn, int index) => _turns.TryGetValue(turn, out var known) && known.Results.ContainsKey(index);

    /// <summary>A tool call that a turn asks for.</summary>
    public AgentToolCall ToolCall(int turn, int index) => _turns[turn].Calls[index];

    /// <summary>The function that a tool call names; null when there is none.</summary>
    public AgentFunction? Function(AgentToolCall call) => _functions.FirstOrDefault(function => function.Name == call.Name);

    /// <summary>What stands against another model call.</summary>
    /// <param name="elapsed">How long the agent has run.</param>
    /// <returns>The budget that is spent; null when there is room.</returns>
    public RunError? Breach(TimeSpan elapsed)
    {
        var budget = _settings.Config.Budget;
        if (budget?.Seconds is { } seconds && elapsed.TotalSeconds >= seconds)
        {
            return new RunError(ErrorCodes.AgentTimeSpent, FormattableString.Invariant($"The agent took longer than its budget of {seconds:0.###} s. Raise budget.seconds, or give it less to do."));
        }

        return budget?.Tokens is { } tokens && Tokens.In + Tokens.Out >= tokens ? TokensSpent(tokens) : null;
    }

    /// <summary>What follows from a turn whose model call is recorded.</summary>
    public AgentDecision Decide(int number)
    {
        var turn = _turns[number];
        if (turn.Model!.Error is { } failure)
        {
            return new AgentDecision(Error: new RunError(failure.Code, failure.Message, Details: failure.Details));
        }

        if (turn.Model.Truncated)
        {
            return new AgentDecision(Error: new RunError(ErrorCodes.ModelAnswerInvalid, "The model's answer was too large to be recorded. Set max_tokens, or ask for less."));
        }

        var budget = _settings.Config.Budget;
        if (budget?.Tokens is { } tokens && Tokens.In + Tokens.Out > tokens)
        {
            return new AgentDecision(Error: TokensSpent(tokens));
        }

        if (turn.FinishReason == "content_filter")
        {
            return new AgentDecision(Error: new RunError(ErrorCodes.ModelContentFiltered, "The server's content filter cut the model's answer off. Change the prompt, or what the tools give."));
        }

        return turn.Calls.Count > 0 ? DecideCalls(turn) : DecideAnswer(turn);
    }

    /// <summary>The request of a turn's model call, in the wire shape of the Chat Completions API but for <c>output_schema</c>.</summary>
    public JsonElement RequestOf(int number)
    {
        var config = _settings.Config;
        var request = new JsonObject { ["model"] = config.Model, ["messages"] = AgentMessages.Of(this, number) };
        if (_functions.Count > 0)
        {
            request["tools"] = JsonSerializer.SerializeToNode(_functions.Select(function => function.ToWire()), OrcheoJson.Options);
        }

        if (config.Temperature is { } temperature)
        {
            request["temperature"] = temperature;
        }

        if (MaxTokens() is { } limit)
        {
            request["max_tokens"] = limit;
        }

        if (config.OutputSchema.ValueKind == JsonValueKind.Object)
        {
            request["output_schema"] = JsonNode.Parse(config.OutputSchema.GetRawText());
        }

        return JsonSerializer.SerializeToElement(request, OrcheoJson.Options);
    }

    /// <summary>The answer as JSON, and why it is not what the schema allows: one of the two is null.</summary>
    internal (JsonElement? Data, string? Fault) Data(AgentTurn turn)
    {
        if (AgentMessages.Json(turn.Text) is not { } data)
        {
            return (null, "the answer is not JSON");
        }

        var faults = _settings.OutputSchema!.ValidateRendered(data);
        return faults.Count == 0 ? (data, null) : (null, string.Join(" ", faults.Select(fault => fault.Describe("answer"))));
    }

    private AgentDecision DecideCalls(AgentTurn turn)
    {
        var made = _turns.Values.Where(other => other.Number < turn.Number).Sum(other => other.Calls.Count);
        if (_settings.Config.Budget?.ToolCalls is { } most && made + turn.Calls.Count > most)
        {
            return new AgentDecision(Error: new RunError(
                ErrorCodes.AgentToolCallsSpent, $"The model asks for {turn.Calls.Count} tool calls after {made}, and the budget has {most}. Raise budget.tool_calls, or say in the prompt when to stop."));
        }

        return turn.Number >= _settings.Config.MaxTurns
            ? new AgentDecision(Error: new RunError(
                ErrorCodes.AgentMaxTurns, $"The model had no answer after max_turns ({_settings.Config.MaxTurns}) calls: it asks for tools still. Raise max_turns, or say in the prompt when to stop."))
            : new AgentDecision(Calls: turn.Calls.Count);
    }

    private AgentDecision DecideAnswer(AgentTurn turn)
    {
        if (_settings.OutputSchema is null || Data(turn).Fault is not { } fault)
        {
            return default;
        }

        var corrections = _turns.Values.Count(other => other.Number < turn.Number && other.Answer is not null && other.Calls.Count == 0);
        return corrections < MaxCorrections && turn.Number < _settings.Config.MaxTurns
            ? new AgentDecision(Again: true)
            : new AgentDecision(Error: new RunError(
                ErrorCodes.AgentOutputInvalid, $"The model's answer is not what output_schema allows, after it was asked again {corrections} times: {fault}"));
    }

    /// <summary>The longest answer: what the config says, and no more than the budget has left.</summary>
    private long? MaxTokens()
    {
        var (config, left) = (_settings.Config.MaxTokens, _settings.Config.Budget?.Tokens - Tokens.In - Tokens.Out);
        return (config, left) switch
        {
            (null, null) => null,
            (null, { } rest) => Math.Max(1, rest),
            ({ } limit, null) => limit,
            ({ } limit, { } rest) => Math.Max(1, Math.Min(limit, rest)),
        };
    }

    private RunError TokensSpent(long budget) => new(
        ErrorCodes.AgentTokensSpent, $"The agent has spent {Tokens.In + Tokens.Out} tokens of its budget of {budget}. Raise budget.tokens, or give it less to do.");
}
