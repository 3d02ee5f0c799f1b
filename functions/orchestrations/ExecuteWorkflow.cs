using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Core.Workflows;

namespace Orcheo.Orchestrations;

/// <summary>
/// The orchestration of one execution; its instance id is the execution id. It interprets the compiled plan: every node is one call of
/// <see cref="Activities.RunNode"/>, nodes that are ready run side by side, and each result is folded into the run's state.
/// </summary>
/// <param name="plans">Compiles definitions; a pure function with a memory, so it is safe under replay.</param>
public sealed class ExecuteWorkflow(WorkflowPlanCache plans)
{
    /// <summary>Runs the execution to its end.</summary>
    [Function(ExecutionOrchestration.Name)]
    public async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var input = context.GetInput<ExecuteWorkflowInput>()
            ?? throw new InvalidOperationException("The orchestration was started without input.");
        var sender = new MessageSender(context, input);
        var definition = input.DefinitionStored ? await sender.ReadDefinitionAsync() : () => input.Definition;
        using var run = new WorkflowRun(context, input, plans.GetOrCompile(input.Checksum, () => DefinitionHash.Read(definition())), sender);
        await run.RunAsync();
    }
}
