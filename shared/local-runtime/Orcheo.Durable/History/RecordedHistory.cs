using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orcheo.Durable;

/// <summary>The history of one run as a JSON document, to be kept beside the code and replayed against its next versions.</summary>
/// <param name="InstanceId">The id of the instance.</param>
/// <param name="Name">The name of the orchestrator.</param>
/// <param name="Input">The input as JSON text.</param>
/// <param name="Turns">The turns.</param>
internal sealed record RecordedHistory(string InstanceId, string Name, string? Input, IReadOnlyList<RecordedTurn> Turns)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    public static RecordedHistory Parse(string json) => JsonSerializer.Deserialize<RecordedHistory>(json, Json)!;

    /// <summary>Reads the history of an instance of a started hub.</summary>
    public static RecordedHistory? Read(HubEngine engine, string instanceId) => engine.Readers.Read(instanceId, static (reader, id) =>
        reader.Find(id) is { } row
            ? new RecordedHistory(row.Id, row.Name, row.Input, [.. reader.ReadHistory(row.Sequence).Select(RecordedTurn.From)])
            : null);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Replays the history.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code decides otherwise than it did.</exception>
    public void Replay(OrchestratorInvoker invoker)
    {
        OrchestrationRun run = new(new(InstanceId, Name, string.Empty, 0, Input, null), invoker, NullLoggerFactory.Instance);
        for (int i = 0; i < Turns.Count; i++)
        {
            RecordedTurn turn = Turns[i];
            run.Replay(new(i + 1, turn.At, turn.Inputs, [.. turn.Actions.Select(action => action.ToAction())]));
        }
    }
}

/// <summary>One turn of a recorded history.</summary>
internal sealed record RecordedTurn(DateTime At, IReadOnlyList<TurnInput> Inputs, IReadOnlyList<RecordedAction> Actions)
{
    public static RecordedTurn From(HistoryTurn turn)
        => new(turn.At, turn.Inputs, [.. turn.Actions.Select(action => new RecordedAction(action.Kind, action.TaskId, action.Name, action.Target))]);
}

/// <summary>One decision of a recorded history.</summary>
internal sealed record RecordedAction(TurnActionKind Kind, int TaskId, string? Name = null, string? Target = null)
{
    public TurnAction ToAction() => new(Kind, TaskId) { Name = Name, Target = Target };
}
