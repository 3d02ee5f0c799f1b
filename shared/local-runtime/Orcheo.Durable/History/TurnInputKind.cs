namespace Orcheo.Durable;

/// <summary>What an orchestration can be told. The numbers are stored: never change one.</summary>
internal enum TurnInputKind : byte
{
    Started = 0,
    ActivityCompleted = 1,
    ActivityFailed = 2,
    TimerFired = 3,
    EventRaised = 4,
    SubOrchestrationCompleted = 5,
    SubOrchestrationFailed = 6,
    Suspended = 7,
    Resumed = 8,
    Terminated = 9,
}
