namespace Orcheo.Durable;

/// <summary>A timer that has not fired.</summary>
/// <param name="Instance">Whom it wakes.</param>
/// <param name="Message">What it then says.</param>
/// <param name="Task">Its open task, which says whether it was cancelled; null for the start of an instance.</param>
internal sealed record TimerEntry(Instance Instance, Message Message, OpenTask? Task);
