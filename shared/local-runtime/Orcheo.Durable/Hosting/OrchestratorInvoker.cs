using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>Runs an orchestrator.</summary>
/// <param name="context">What the orchestrator may use.</param>
/// <returns>The output, which is serialized as JSON.</returns>
internal delegate Task<object?> OrchestratorInvoker(TaskOrchestrationContext context);
