namespace Microsoft.DurableTask;

/// <summary>What an activity knows about its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>Gets the name of the activity.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Gets the instance id of the orchestration that called it.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Gets the version it was called with; empty when there is none.</summary>
    public virtual string Version => string.Empty;
}
