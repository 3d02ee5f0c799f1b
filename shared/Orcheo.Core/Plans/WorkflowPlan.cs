using System.Collections.Frozen;
using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Core.Plans;

/// <summary>
/// A workflow compiled for running: edges joined to nodes, expressions parsed, retry and time limits settled, and for every node
/// the values that its config refers to. Immutable, shared between runs.
/// </summary>
public sealed class WorkflowPlan
{
    private readonly FrozenDictionary<string, PlanNode> _byId;

    private WorkflowPlan(WorkflowDefinition definition, PlanNode[] nodes, FrozenDictionary<string, PlanNode> byId, NodeCatalog catalog)
    {
        Definition = definition;
        Nodes = nodes;
        _byId = byId;
        Entries = [.. nodes.Where(node => node.Incoming.Count == 0)];
        Credentials = [.. catalog.CredentialsIn(definition).Order(StringComparer.Ordinal)];
        MasksPersonalData = nodes.Any(node => catalog.Find(node.Type)?.Descriptor.MasksPersonalData == true);
    }

    /// <summary>What the author wrote.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The nodes, in document order.</summary>
    public IReadOnlyList<PlanNode> Nodes { get; }

    /// <summary>The nodes that no edge enters, in document order.</summary>
    public IReadOnlyList<PlanNode> Entries { get; }

    /// <summary>The ids of all credentials that nodes refer to, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Credentials { get; }

    /// <summary>Whether personal data is masked in the events of its runs.</summary>
    public bool MasksPersonalData { get; }

    /// <summary>The node with that id; null when there is none.</summary>
    public PlanNode? Find(string nodeId) => _byId.GetValueOrDefault(nodeId);

    /// <summary>The ids of a node and of all that can be reached from it: what is run again when a run is replayed from there.</summary>
    /// <exception cref="ArgumentException">The workflow has no such node.</exception>
    public IReadOnlySet<string> DownstreamOf(string nodeId)
    {
        var from = Find(nodeId) ?? throw new ArgumentException($"The workflow has no node '{nodeId}'.", nameof(nodeId));
        var reached = new HashSet<string>(StringComparer.Ordinal) { from.Id };
        var open = new Stack<PlanNode>([from]);
        while (open.TryPop(out var node))
        {
            foreach (var edge in node.Outgoing)
            {
                if (reached.Add(edge.Target.Id))
                {
                    open.Push(edge.Target);
                }
            }
        }

        return reached;
    }

    /// <summary>Compiles a workflow. Pure: the same definition and catalogue give an equal plan.</summary>
    /// <param name="definition">A definition that the validator accepts.</param>
    /// <param name="catalog">The node types.</param>
    /// <exception cref="OrcheoException">The definition cannot be run; every reason is listed (<see cref="ErrorCodes.ValidationFailed"/>).</exception>
    public static WorkflowPlan Compile(WorkflowDefinition definition, NodeCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(catalog);
        var faults = new JsonFaults();
        var byId = new Dictionary<string, PlanNode>(definition.Nodes.Count, StringComparer.Ordinal);
        var retry = NodeRetry.Default.With(definition.Settings.Retry);
        for (var index = 0; index < definition.Nodes.Count; index++)
        {
            AddNode(byId, index, definition.Nodes[index], retry, catalog, faults);
        }

        for (var index = 0; index < definition.Edges.Count; index++)
        {
            AddEdge(byId, definition.Edges[index], JsonPointer.Append("/edges", index), faults);
        }

        var nodes = byId.Values.OrderBy(node => node.Index).ToArray();
        if (!faults.Any && !IsAcyclic(nodes))
        {
            faults.Add(ErrorCodes.Cycle, "The graph has a cycle, so it has no order in which to run.", "/edges");
        }

        if (faults.Any)
        {
            throw new OrcheoException(ErrorCodes.ValidationFailed, "The workflow is not valid and cannot be run.", faults.Errors);
        }

        Array.ForEach(nodes, node => node.Seal());
        return new WorkflowPlan(definition, nodes, byId.ToFrozenDictionary(StringComparer.Ordinal), catalog);
    }

    private static void AddNode(
        Dictionary<string, PlanNode> byId, int index, NodeDefinition definition, NodeRetry retry, NodeCatalog catalog, JsonFaults faults)
    {
        var pointer = JsonPointer.Append("/nodes", index);
        if (catalog.Find(definition.Type)?.Descriptor is not { } descriptor)
        {
            faults.Add(new ErrorDetail(ErrorCodes.UnknownNodeType, $"There is no node type '{definition.Type}'.", pointer + "/type", definition.Id));
            return;
        }

        var errors = new List<TemplateError>();
        var (now, deferred) = DeferredConfig.Split(descriptor, definition.Config);
        var node = new PlanNode(index, definition)
        {
            IsTrigger = descriptor.IsTrigger,
            TriggerType = descriptor.TriggerType,
            Orchestration = descriptor.Orchestration,
            Config = ConfigTemplate.Parse(descriptor, now, errors),
            Deferred = deferred is { } later ? ConfigTemplate.Parse(descriptor, later, errors) : null,
            Retry = retry.With(definition.Retry),
            TimeoutSeconds = definition.TimeoutSeconds ?? OwnTimeout(definition.Config, descriptor),
        };
        foreach (var error in errors)
        {
            faults.Add(new ErrorDetail(error.Code, error.Message, pointer + "/config" + error.Pointer, definition.Id));
        }

        if (!byId.TryAdd(definition.Id, node))
        {
            faults.Add(new ErrorDetail(ErrorCodes.DuplicateNodeId, $"The node id '{definition.Id}' is taken.", pointer + "/id", definition.Id));
        }
    }

    private static void AddEdge(Dictionary<string, PlanNode> byId, EdgeDefinition definition, string pointer, JsonFaults faults)
    {
        ExpressionException? error = null;
        Expression? condition = null;
        if (definition.Condition is not null && !Expression.TryParse(definition.Condition, out condition, out error))
        {
            faults.Add(new ErrorDetail(error.Code, error.Message, pointer + "/condition", null, definition.Id));
            return;
        }

        if (byId.TryGetValue(definition.SourceNodeId, out var source) && byId.TryGetValue(definition.TargetNodeId, out var target))
        {
            var edge = new PlanEdge(definition, source, target, condition);
            source.AddOutgoing(edge);
            target.AddIncoming(edge);
        }
        else
        {
            faults.Add(new ErrorDetail(ErrorCodes.DanglingEdge, $"Edge '{definition.Id}' names a node that cannot be run.", pointer, null, definition.Id));
        }
    }

    private static double OwnTimeout(JsonElement config, NodeDescriptor descriptor) =>
        (ConfiguredTimeout(config) ?? descriptor.DefaultTimeoutSeconds) + descriptor.TimeoutMarginSeconds;

    private static double? ConfiguredTimeout(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty("timeout_seconds", out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.GetDouble() is > 0 and <= WorkflowLimits.MaxTimeoutSeconds and var seconds
            ? seconds
            : null;

    private static bool IsAcyclic(PlanNode[] nodes)
    {
        var unresolved = Array.ConvertAll(nodes, node => node.Incoming.Count);
        var ready = new Stack<PlanNode>(nodes.Where(node => node.Incoming.Count == 0));
        var resolved = 0;
        while (ready.TryPop(out var node))
        {
            resolved++;
            foreach (var edge in node.Outgoing)
            {
                if (--unresolved[edge.Target.Index] == 0)
                {
                    ready.Push(edge.Target);
                }
            }
        }

        return resolved == nodes.Length;
    }
}
