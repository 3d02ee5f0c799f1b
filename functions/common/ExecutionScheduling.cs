using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;

namespace Orcheo.Common;

/// <summary>Hands executions to the task hub. Compiled into every function app that is a client of it.</summary>
internal static class ExecutionScheduling
{
    /// <summary>Schedules on this client. An execution that the hub has already, in whatever state, is left alone.</summary>
    public static ScheduleExecution On(DurableTaskClient client) => async (input, cancellationToken) =>
    {
        var options = new StartOrchestrationOptions(input.ExecutionId)
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, input, options, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Scheduled by another: that is what was wanted.
        }
    };
}
