namespace Orcheo.Core.Executions;

/// <summary>Which executions a list holds; all where nothing is given.</summary>
/// <param name="WorkflowId">Only those of this workflow.</param>
/// <param name="Status">Only those with this status.</param>
/// <param name="TriggerId">Only those that this trigger has started.</param>
public sealed record ExecutionFilter(string? WorkflowId = null, ExecutionStatus? Status = null, string? TriggerId = null)
{
    /// <summary>Whether the list holds the execution.</summary>
    public bool Takes(Execution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return (WorkflowId is null || execution.WorkflowId == WorkflowId)
            && (Status is null || execution.Status == Status)
            && (TriggerId is null || execution.Trigger.Id == TriggerId);
    }
}
