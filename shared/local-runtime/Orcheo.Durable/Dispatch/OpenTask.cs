namespace Orcheo.Durable;

/// <summary>A task that an instance has begun and whose end it has not consumed.</summary>
internal sealed class OpenTask(TurnActionKind kind, long row)
{
    public TurnActionKind Kind { get; } = kind;

    /// <summary>Gets the row in work_items or timers; 0 for a sub-orchestration.</summary>
    public long Row { get; } = row;

    /// <summary>Gets or sets whether the task was given up: its result or its turn in the queue no longer matters.</summary>
    public bool IsCancelled { get; set; }
}
