namespace Orcheo.Durable;

/// <summary>One committed turn: what the orchestration was told, and what it decided.</summary>
/// <param name="Number">The number of the turn in its run, from 1, without gaps.</param>
/// <param name="At">The time of the turn in UTC.</param>
/// <param name="Inputs">What it consumed, in order.</param>
/// <param name="Actions">What it decided, in order.</param>
internal sealed record HistoryTurn(int Number, DateTime At, IReadOnlyList<TurnInput> Inputs, IReadOnlyList<TurnAction> Actions);
