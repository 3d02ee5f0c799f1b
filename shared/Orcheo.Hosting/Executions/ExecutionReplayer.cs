using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Executions;

/// <summary>What a replay is to change.</summary>
/// <param name="FromNodeId">The node from which on nodes run again; null for all.</param>
/// <param name="Version">Which version runs; by default what the execution ran.</param>
/// <param name="Input">The input; that of the execution when null.</param>
/// <param name="Recorded">Whether external calls are answered from the execution's record.</param>
public sealed record ReplayRequest(string? FromNodeId, VersionSelector Version, JsonElement? Input, bool Recorded);

/// <summary>Makes starts that run an ended execution again, wholly or from a node on.</summary>
public sealed class ExecutionReplayer(ExecutionStore executions, RunnableWorkflows runnable)
{
    /// <summary>The start that replays an execution.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution to be replayed.</param>
    /// <param name="request">What is to be different.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null when there is no such execution.</returns>
    /// <exception cref="OrcheoException">
    /// The execution has not ended, there is no such version or node, or what is to run is not valid.
    /// </exception>
    public async Task<StartRequest?> PrepareAsync(string tenant, string executionId, ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await executions.GetStartAsync(tenant, executionId, cancellationToken) is not { } source)
        {
            return null;
        }

        RequireUsable(source, needsRecords: request.FromNodeId is not null || request.Recorded);
        var (version, what) = await FindDefinitionAsync(tenant, source, request.Version, cancellationToken);
        RequireNode(what, request.FromNodeId);
        var pinned = await PinnedAsync(tenant, source, what, cancellationToken);
        return new StartRequest
        {
            Tenant = tenant,
            WorkflowId = source.Head.WorkflowId,
            WorkflowVersion = version,
            Definition = what.Definition,
            NodeCount = what.NodeCount,
            TimeoutSeconds = what.TimeoutSeconds,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Replay, executionId),
            Input = request.Input ?? source.Input,
            Replay = new ReplaySource(executionId, request.FromNodeId, request.Recorded),
            ReplayedTrigger = source.Trigger,
            Test = source.Head.Test is { } test
                ? new TestRun([.. pinned.Keys], request.Version.Kind == VersionSelectorKind.Default ? test.OnlyNodeId : null)
                : null,
            Pinned = pinned,
        };
    }

    /// <summary>Throws unless an execution can be replayed.</summary>
    /// <param name="source">The execution.</param>
    /// <param name="needsRecords">Whether results or calls that it recorded are needed.</param>
    /// <exception cref="OrcheoException">It has not ended, or what it recorded is gone.</exception>
    internal static void RequireUsable(ExecutionStart source, bool needsRecords)
    {
        if (!source.Head.Status.HasEnded())
        {
            var status = JsonNamingPolicy.SnakeCaseLower.ConvertName(source.Head.Status.ToString());
            throw new OrcheoException(ErrorCodes.Conflict, $"The execution has not ended: it is {status}. Replay it when it has, or cancel it first.");
        }

        if (needsRecords && source.Head.RecordsPurgedAt is { } purged)
        {
            throw new OrcheoException(
                ErrorCodes.Conflict,
                $"The results and calls of the execution were removed on {purged:yyyy-MM-dd} (retention). It can be replayed from the start, in mode live.");
        }
    }

    /// <summary>A test run that is replayed stays one: what was given for a node counts again, so that nothing is called that was not before.</summary>
    private async Task<Dictionary<string, PinnedResult>> PinnedAsync(
        string tenant, ExecutionStart source, Runnable what, CancellationToken cancellationToken)
    {
        var pinned = new Dictionary<string, PinnedResult>(StringComparer.Ordinal);
        if (source.Head.Test is not { Pinned.Count: > 0 } test)
        {
            return pinned;
        }

        var nodes = DefinitionHash.Read(what.Definition.Json).Nodes.Select(node => node.Id);
        foreach (var nodeId in nodes.Intersect(test.Pinned, StringComparer.Ordinal))
        {
            if (await executions.GetPinnedAsync(tenant, source.Head.Id, nodeId, cancellationToken) is { } result)
            {
                pinned[nodeId] = result;
            }
        }

        return pinned;
    }

    private async Task<(int? Version, Runnable Runnable)> FindDefinitionAsync(
        string tenant, ExecutionStart source, VersionSelector version, CancellationToken cancellationToken)
    {
        if (version.Kind == VersionSelectorKind.Default)
        {
            // What it ran, even if the workflow has changed or is gone. What could be run then need not be valid any more.
            return (source.Head.WorkflowVersion, await runnable.PrepareAsync(tenant, DefinitionHash.Read(source.Definition), "", cancellationToken));
        }

        if (source.Head.WorkflowId is not { } workflowId)
        {
            throw Invalid("The execution ran an inline workflow, which has no versions.", "/version");
        }

        return await runnable.FindAsync(tenant, workflowId, version, cancellationToken)
            ?? throw new OrcheoException(ErrorCodes.NotFound, $"There is no such version of workflow '{workflowId}'.");
    }

    private static void RequireNode(Runnable what, string? nodeId)
    {
        if (nodeId is not null && !DefinitionHash.Read(what.Definition.Json).Nodes.Any(node => node.Id == nodeId))
        {
            throw Invalid($"The workflow to be run has no node '{nodeId}'.", "/from_node_id");
        }
    }

    private static OrcheoException Invalid(string message, string pointer) =>
        new(ErrorCodes.ValueOutOfRange, message, [new ErrorDetail(ErrorCodes.ValueOutOfRange, message, pointer)]);
}
