using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Core.Workflows;

namespace Orcheo.Hosting.Executions;

/// <summary>Decides for a run which edges are taken, where their conditions refer to values that are only in the store. It writes nothing.</summary>
public sealed class EdgeDecisions(ExecutionStore executions, WorkflowPlanCache plans)
{
    /// <summary>Evaluates the conditions of the edges out of a node.</summary>
    /// <exception cref="Orcheo.Core.Storage.StorageException">The store cannot be reached.</exception>
    public async Task<EdgeAnswer> DecideAsync(DecideEdgesInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var values = executions.Values;
        if (input.Parts is { } parts)
        {
            input = await values.AssembleAsync<DecideEdgesInput>(input.Tenant, input.ExecutionId, parts, cancellationToken);
        }

        var plan = plans.TryGet(input.Checksum)
            ?? await CompileAsync(input, cancellationToken);
        var scope = await values.ResolveAsync(input.Tenant, input.ExecutionId, input.Values, input.Stored, cancellationToken);
        var answer = EdgeConditions.Evaluate(plan.Find(input.NodeId)!, input.Failed, input.Handle, scope);
        return answer.Error is { } error ? answer with { Error = OutcomeBounds.Bound(error) } : answer;
    }

    private async Task<WorkflowPlan> CompileAsync(DecideEdgesInput input, CancellationToken cancellationToken)
    {
        var definition = await executions.Values.DefinitionAsync(input.Tenant, input.ExecutionId, cancellationToken);
        return plans.GetOrCompile(input.Checksum, () => DefinitionHash.Read(definition));
    }
}
