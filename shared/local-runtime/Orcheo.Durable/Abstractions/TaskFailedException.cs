namespace Microsoft.DurableTask;

/// <summary>Thrown in an orchestrator that awaits an activity or a sub-orchestration which failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Creates the exception from another one.</summary>
    /// <param name="taskName">The name of the task.</param>
    /// <param name="taskId">The number of the task in its orchestration.</param>
    /// <param name="innerException">What the task threw.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>Creates the exception from recorded details.</summary>
    /// <param name="taskName">The name of the task.</param>
    /// <param name="taskId">The number of the task in its orchestration.</param>
    /// <param name="failureDetails">How the task failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>Gets the name of the task.</summary>
    public string TaskName { get; }

    /// <summary>Gets the number of the task in its orchestration.</summary>
    public int TaskId { get; }

    /// <summary>Gets how the task failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    private static string Describe(string taskName, int taskId, string? reason)
    {
        string text = $"Task '{taskName}' (#{taskId}) failed with an unhandled exception";
        return reason is null ? text + "." : $"{text}: {reason}";
    }
}
