namespace Orcheo.Durable;

/// <summary>No orchestrator or activity of this name is registered.</summary>
internal sealed class TaskNotFoundException(string kind, string name) : InvalidOperationException($"No {kind} task named '{name}' was found.")
{
    /// <summary>Gets the error type under which the failure is recorded: the one that the public worker uses.</summary>
    public string ErrorType { get; } = kind == "orchestrator" ? "OrchestratorTaskNotFound" : "ActivityTaskNotFound";
}
