using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Declares the function as an orchestrator. The parameter is a <c>TaskOrchestrationContext</c>.</summary>
/// <remarks>The method is replayed, so it must be deterministic.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestration's name; unset, it is the function's name.</summary>
    public string? Orchestration { get; set; }
}
