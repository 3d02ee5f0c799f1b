namespace Orcheo.Durable;

/// <summary>The code of an orchestrator decided otherwise than its history says.</summary>
internal sealed class NonDeterministicOrchestrationException(string recorded, string actual, int turn)
    : InvalidOperationException(
        $"NonDeterminism in turn {turn}: history records the {recorded}, but the code now does the {actual}. "
        + "The code of an orchestrator must not change its decisions while instances of it are running.")
{
    /// <summary>The error type under which the failure is recorded: the one that the Durable Task Framework uses.</summary>
    public const string ErrorType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    public string Recorded { get; } = recorded;

    public string Actual { get; } = actual;
}
