using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Executions;

/// <summary>What a test run is to be.</summary>
/// <param name="OnlyNodeId">The node that is to be run, without what is behind it; null for all of the workflow.</param>
/// <param name="FromExecutionId">An ended execution whose input and trigger are taken, and with a node its results; null for none.</param>
/// <param name="Pinned">Outputs of nodes that are not to be run, by node.</param>
public sealed record TestRequest(string? OnlyNodeId, string? FromExecutionId, IReadOnlyDictionary<string, JsonElement> Pinned);

/// <summary>What a test run is made of.</summary>
/// <param name="WorkflowId">The workflow; null for an inline run.</param>
/// <param name="Version">Its version; null for an inline run.</param>
/// <param name="Definition">Its definition, valid or not.</param>
/// <param name="Pointer">RFC 6901 pointer to the definition in the request, for faults.</param>
public sealed record TestSubject(string? WorkflowId, int? Version, WorkflowDefinition Definition, string Pointer);

/// <summary>
/// Makes starts of test runs: with results that are given for nodes, or up to one node. What has to be valid is what runs, so a node can
/// be tried while the rest of a draft is unfinished.
/// </summary>
/// <remarks>
/// To the orchestration a test run is an ordinary run of what is left of the definition, or a replay from the node on; only the results of
/// pinned nodes are new to it.
/// </remarks>
public sealed class TestRuns(ExecutionStore executions, RunnableWorkflows runnable, NodeCatalog catalog)
{
    private const string Pointer = "/test";

    /// <summary>The start of a test run.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="subject">What is tested.</param>
    /// <param name="test">How.</param>
    /// <param name="input">The input; without it that of <see cref="TestRequest.FromExecutionId"/>, or none.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OrcheoException">The test names what is not there or cannot be used, or what is to run is not valid.</exception>
    public async Task<StartRequest> PrepareAsync(
        string tenant, TestSubject subject, TestRequest test, JsonElement? input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(test);
        var pins = PinsOf(subject.Definition, test);
        var source = await SourceAsync(tenant, subject, test, cancellationToken);
        var definition = test.OnlyNodeId is { } only ? DefinitionCut.UpTo(subject.Definition, only) : subject.Definition;
        var what = await PrepareAsync(tenant, subject, definition, cancellationToken);
        var pinned = definition.Nodes.Where(node => pins.ContainsKey(node.Id)).ToDictionary(node => node.Id, node => pins[node.Id], StringComparer.Ordinal);
        return new StartRequest
        {
            Tenant = tenant,
            WorkflowId = subject.WorkflowId,
            WorkflowVersion = subject.Version,
            Definition = what.Definition,
            NodeCount = what.NodeCount,
            TimeoutSeconds = what.TimeoutSeconds,
            Trigger = source is null ? new ExecutionTrigger(ExecutionTrigger.Api) : new ExecutionTrigger(ExecutionTrigger.Replay, source.Head.Id),
            Input = input ?? source?.Input ?? OrcheoJson.Null,
            Replay = source is null ? null : new ReplaySource(source.Head.Id, test.OnlyNodeId),
            ReplayedTrigger = source?.Trigger,
            Test = new TestRun([.. pinned.Keys], test.OnlyNodeId),
            Pinned = pinned,
        };
    }

    /// <summary>The results that go with the outputs that are given. The node that is to be run is run, pinned or not.</summary>
    private Dictionary<string, PinnedResult> PinsOf(WorkflowDefinition definition, TestRequest test)
    {
        var faults = new JsonFaults();
        var nodes = definition.Nodes.ToLookup(node => node.Id, StringComparer.Ordinal);
        if (test.OnlyNodeId is { } only && !nodes.Contains(only))
        {
            faults.Add(ErrorCodes.ValueOutOfRange, $"The workflow to be run has no node '{only}'.", Pointer + "/only_node_id");
        }

        if (test.Pinned.Count > ExecutionStore.MaxPinned)
        {
            faults.Add(ErrorCodes.ValueOutOfRange, $"At most {ExecutionStore.MaxPinned} nodes can be pinned in a run, not {test.Pinned.Count}.", Pointer + "/pinned");
        }

        var pins = new Dictionary<string, PinnedResult>(StringComparer.Ordinal);
        foreach (var (nodeId, output) in test.Pinned.Where(pin => pin.Key != test.OnlyNodeId))
        {
            if (nodes[nodeId].FirstOrDefault() is not { } node)
            {
                faults.Add(ErrorCodes.ValueOutOfRange, $"The workflow to be run has no node '{nodeId}'.", JsonPointer.Append(Pointer + "/pinned", nodeId));
            }
            else if (ResultOf(node, output) is { } result)
            {
                pins[nodeId] = result;
            }
            else
            {
                var message = $"This cannot be an output of node '{nodeId}': which branch it takes does not follow from it.";
                faults.Add(new ErrorDetail(ErrorCodes.ValueOutOfRange, message, JsonPointer.Append(Pointer + "/pinned", nodeId), nodeId));
            }
        }

        faults.ThrowIfAny();
        return pins;
    }

    private PinnedResult? ResultOf(NodeDefinition node, JsonElement output)
    {
        if (catalog.Find(node.Type)?.Descriptor is not { Handles.Count: > 0 } branching)
        {
            return new PinnedResult(output, null, catalog.Find(node.Type)?.Descriptor.PatchOf?.Invoke(output));
        }

        return branching.HandleOf?.Invoke(output) is { } handle ? new PinnedResult(output, handle, branching.PatchOf?.Invoke(output)) : null;
    }

    private async Task<ExecutionStart?> SourceAsync(string tenant, TestSubject subject, TestRequest test, CancellationToken cancellationToken)
    {
        if (test.FromExecutionId is not { } id)
        {
            return null;
        }

        var source = await executions.GetStartAsync(tenant, id, cancellationToken) ?? throw Invalid($"There is no execution '{id}'.");
        if (subject.WorkflowId is not null && source.Head.WorkflowId is not null && subject.WorkflowId != source.Head.WorkflowId)
        {
            throw Invalid($"The execution '{id}' is one of another workflow.");
        }

        ExecutionReplayer.RequireUsable(source, needsRecords: test.OnlyNodeId is not null);
        return source;
    }

    /// <summary>Prepares what is to run. Its faults are told by their places in what it was cut from.</summary>
    private async Task<Runnable> PrepareAsync(string tenant, TestSubject subject, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await runnable.PrepareAsync(tenant, definition, subject.Pointer, cancellationToken);
        }
        catch (OrcheoException exception) when (exception.Errors.Count > 0)
        {
            var errors = exception.Errors.Select(error => error with { Pointer = PointerInWhole(error.Pointer, subject, definition) });
            throw new OrcheoException(exception.Code, exception.Message, [.. errors]);
        }
    }

    private static string PointerInWhole(string pointer, TestSubject subject, WorkflowDefinition definition)
    {
        var parts = pointer[subject.Pointer.Length..].Split('/', 4);
        if (parts.Length < 3 || !int.TryParse(parts[2], out var index))
        {
            return pointer;
        }

        parts[2] = $"{parts[1] switch
        {
            "nodes" => subject.Definition.Nodes.IndexOf(definition.Nodes[index]),
            "edges" => subject.Definition.Edges.IndexOf(definition.Edges[index]),
            _ => index,
        }}";
        return subject.Pointer + string.Join('/', parts);
    }

    private static OrcheoException Invalid(string message) => new(
        ErrorCodes.ValueOutOfRange, message, [new ErrorDetail(ErrorCodes.ValueOutOfRange, message, Pointer + "/from_execution_id")]);
}

/// <summary>Finds places in lists.</summary>
internal static class PlaceExtensions
{
    public static int IndexOf<T>(this IReadOnlyList<T> list, T item)
        where T : class
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (ReferenceEquals(list[index], item))
            {
                return index;
            }
        }

        return -1;
    }
}
