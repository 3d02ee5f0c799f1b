using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Finds the result that a node has without being run: in a test run what was given for it, in a replay what it keeps from the execution
/// that is replayed.
/// </summary>
internal sealed class NodeReuse(ExecutionStore executions)
{
    /// <summary>
    /// What was given, or what the node came to there, with the calls it made; null when it is to run: it was not reached there, or its
    /// failure ended the execution.
    /// </summary>
    public async Task<Attempted?> FindAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        if (input.Pinned && await executions.GetPinnedAsync(input.Tenant, input.ExecutionId, record.NodeId, cancellationToken) is { } pinned)
        {
            return Attempted.Of(pinned);
        }

        // A node that is resumed has begun to run here.
        if (input.ReuseFrom is not { } source || input.ResumedFrom is not null)
        {
            return null;
        }

        var checkpoint = await executions.GetCheckpointAsync(input.Tenant, source, record.NodeId, cancellationToken);
        if (checkpoint is null || (!checkpoint.Succeeded && FailureEndsTheRun(input)))
        {
            return null;
        }

        // With its calls this execution can itself be replayed from the record.
        record.Copy(await executions.GetCallsAsync(input.Tenant, source, record.NodeId, cancellationToken));
        return Attempted.Of(checkpoint);
    }

    private static bool FailureEndsTheRun(RunNodeInput input) =>
        !input.Node.TryGetProperty("on_error", out var onError) || onError.ValueEquals("fail");
}
