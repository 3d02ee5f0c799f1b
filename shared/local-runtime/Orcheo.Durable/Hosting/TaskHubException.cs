namespace Orcheo.Durable;

/// <summary>A task hub cannot start, or had to stop. The message says which file and what to do.</summary>
internal sealed class TaskHubException(TaskHubFault fault, string message, Exception? innerException = null)
    : InvalidOperationException(message, innerException)
{
    /// <summary>Gets the kind of fault.</summary>
    public TaskHubFault Fault { get; } = fault;
}
