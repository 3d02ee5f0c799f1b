namespace Orcheo.Durable;

/// <summary>What an orchestration can decide. The numbers are stored: never change one.</summary>
internal enum TurnActionKind : byte
{
    CallActivity = 0,
    CreateTimer = 1,
    CancelTimer = 2,
    CallSubOrchestration = 3,
    SendEvent = 4,
    Complete = 5,
    Fail = 6,
    ContinueAsNew = 7,
    Terminate = 8,
}
