using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Hosting.Executions;

namespace Orcheo.Api;

/// <summary>The orchestration that runs executions, by name: it lives in another function app on the same task hub.</summary>
internal static class Orchestration
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "ExecuteWorkflow";

    /// <summary>The external event that asks for cancellation.</summary>
    public const string CancelEvent = "cancel";

    /// <summary>Schedules on this client.</summary>
    public static ScheduleExecution Schedule(DurableTaskClient client) => (input, cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(Name, input, new StartOrchestrationOptions(input.ExecutionId), cancellationToken);
}
