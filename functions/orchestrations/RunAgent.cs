using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orcheo.Core.Executions;

namespace Orcheo.Orchestrations;

/// <summary>
/// The orchestration of one <c>ai_agent</c> node: model calls and tool calls in turns, until the model has an answer. Each call is an
/// activity, so that after a crash history answers for those that have ended.
/// </summary>
public sealed class RunAgent
{
    /// <summary>Runs the agent to its end.</summary>
    [Function(nameof(RunAgent))]
    public static async Task<RunNodeOutput> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.GetInput<RunNodeInput>()
            ?? throw new InvalidOperationException("The orchestration was started without input.");
        using var loop = new AgentLoop(context, input);
        return await loop.RunAsync();
    }
}
