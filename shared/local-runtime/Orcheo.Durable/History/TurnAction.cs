using System.Globalization;
using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>One decision of a turn. Only what identifies it is kept in history: kind, task id, name, target and due time.</summary>
internal sealed class TurnAction(TurnActionKind kind, int taskId)
{
    public TurnActionKind Kind { get; } = kind;

    public int TaskId { get; } = taskId;

    /// <summary>Gets the name of the activity, the orchestrator or the event.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the instance id of a sub-orchestration or of the receiver of an event.</summary>
    public string? Target { get; init; }

    /// <summary>Gets when a timer fires, in UTC ticks.</summary>
    public long Due { get; init; }

    /// <summary>Gets the input, the event's payload or the output.</summary>
    public string? Payload { get; init; }

    /// <summary>Gets the version that is asked for.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Gets the labels of a sub-orchestration.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Gets how the orchestration failed.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Gets the events that the next run begins with.</summary>
    public IReadOnlyList<TurnInput>? CarriedEvents { get; init; }

    public bool EndsRun => Kind >= TurnActionKind.Complete;

    /// <summary>Whether this decision is the recorded one. Due times may differ: a changed delay does not lead the replay astray.</summary>
    public bool Matches(TurnAction recorded)
        => Kind == recorded.Kind
            && TaskId == recorded.TaskId
            && string.Equals(Name, recorded.Name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Target, recorded.Target, StringComparison.Ordinal);

    public string Describe() => Kind switch
    {
        TurnActionKind.CallActivity => Invariant($"call of activity '{Name}' (#{TaskId})"),
        TurnActionKind.CreateTimer => Invariant($"timer (#{TaskId})"),
        TurnActionKind.CancelTimer => Invariant($"cancellation of timer (#{TaskId})"),
        TurnActionKind.CallSubOrchestration => Invariant($"call of sub-orchestration '{Name}' (#{TaskId}, instance '{Target}')"),
        TurnActionKind.SendEvent => Invariant($"event '{Name}' to instance '{Target}' (#{TaskId})"),
        TurnActionKind.Complete => "completion",
        TurnActionKind.Fail => "failure",
        TurnActionKind.ContinueAsNew => "continue-as-new",
        _ => "termination",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
