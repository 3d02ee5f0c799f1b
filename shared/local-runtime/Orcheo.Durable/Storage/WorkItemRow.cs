namespace Orcheo.Durable;

/// <summary>A stored activity that has not been consumed.</summary>
/// <param name="Instance">The sequence number of the instance that called it.</param>
/// <param name="InstanceId">The id of that instance; null when it has been purged.</param>
/// <param name="Row">The number of the row.</param>
/// <param name="Generation">The run that called it.</param>
/// <param name="Task">The number of the call in that run.</param>
/// <param name="Name">The name of the activity.</param>
/// <param name="Version">The version that was asked for.</param>
/// <param name="Input">The input as JSON.</param>
internal sealed record WorkItemRow(
    long Instance, string? InstanceId, long Row, int Generation, int Task, string Name, string Version, string? Input);
