namespace Orcheo.Durable;

/// <summary>An activity that is to run.</summary>
/// <param name="Call">The call.</param>
/// <param name="Generation">The run that made it.</param>
/// <param name="Task">Its open task, which says whether it was given up.</param>
internal sealed record ActivityWork(ActivityCall Call, int Generation, OpenTask Task);
