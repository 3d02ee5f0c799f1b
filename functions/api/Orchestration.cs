using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;

namespace Orcheo.Api;

/// <summary>Hands executions to the task hub.</summary>
internal static class Orchestration
{
    /// <summary>Schedules on this client.</summary>
    public static ScheduleExecution Schedule(DurableTaskClient client) => (input, cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, input, new StartOrchestrationOptions(input.ExecutionId), cancellationToken);
}
