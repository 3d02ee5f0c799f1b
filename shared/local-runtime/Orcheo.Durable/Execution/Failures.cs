using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>How exceptions of this engine are recorded.</summary>
internal static class Failures
{
    public static TaskFailureDetails Describe(Exception exception) => exception switch
    {
        TaskNotFoundException missing => new(missing.ErrorType, missing.Message, null, null, null),
        NonDeterministicOrchestrationException => new(
            NonDeterministicOrchestrationException.ErrorType, exception.Message, exception.StackTrace, null, null),
        _ => TaskFailureDetails.FromException(exception),
    };
}
