namespace Orcheo.Durable;

/// <summary>An orchestrator left its single thread or waits for something that no durable task will ever end.</summary>
internal sealed class NonDurableAwaitException()
    : InvalidOperationException(
        "The orchestrator awaited something that is not durable. It may only await tasks that its context gives (activities, timers, events, "
        + "sub-orchestrations) and combinations of them; I/O, Task.Delay and Task.Run belong into activities.");
