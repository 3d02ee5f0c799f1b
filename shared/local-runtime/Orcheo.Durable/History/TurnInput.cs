using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>One fact that a turn consumes.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="TaskId">The task it belongs to; 0 for none. For <see cref="TurnInputKind.Terminated"/>, 1 means with sub-orchestrations.</param>
/// <param name="Name">The name of an event.</param>
/// <param name="Payload">The result, the event's payload, the reason or the output.</param>
/// <param name="Failure">How the task failed.</param>
internal sealed record TurnInput(
    TurnInputKind Kind, int TaskId = 0, string? Name = null, string? Payload = null, TaskFailureDetails? Failure = null);
