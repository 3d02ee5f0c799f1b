using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Validation;

/// <summary>One validation of one definition.</summary>
internal sealed class ValidationPass(
    NodeCatalog catalog, WorkflowDefinition definition, string root, IReadOnlyDictionary<string, string>? credentialTypes)
{
    private const int MostNodesNamed = 10;

    private readonly JsonFaults _faults = new();
    private readonly WorkflowGraph _graph = new(definition);
    private readonly HashSet<string> _edgeIds = new(StringComparer.Ordinal);
    private readonly HashSet<(string Source, string Target, string? Handle)> _joints = [];

    public IReadOnlyList<ErrorDetail> Run()
    {
        if (definition.Nodes.Count == 0)
        {
            _faults.Add(ErrorCodes.NoNodes, "The workflow has no nodes; add at least one.", root + "/nodes");
        }

        for (var index = 0; index < definition.Nodes.Count; index++)
        {
            CheckNode(index, definition.Nodes[index], JsonPointer.Append(root + "/nodes", index));
        }

        for (var index = 0; index < definition.Edges.Count; index++)
        {
            CheckEdge(definition.Edges[index], JsonPointer.Append(root + "/edges", index));
        }

        foreach (var cycle in _graph.Cycles())
        {
            AddCycle(cycle);
        }

        return _faults.Errors;
    }

    private void CheckNode(int index, NodeDefinition node, string pointer)
    {
        var first = _graph.IndexOf(node.Id)!.Value;
        if (first != index)
        {
            Add(ErrorCodes.DuplicateNodeId, $"The node id '{node.Id}' is taken by an earlier node ({root}/nodes/{first}); ids must be unique.", "/id");
        }

        var descriptor = catalog.Find(node.Type)?.Descriptor;
        if (descriptor is null)
        {
            var hint = DidYouMean.Hint(node.Type, catalog.Descriptors.Select(known => known.Type));
            Add(ErrorCodes.UnknownNodeType, $"There is no node type '{node.Type}'{hint}.", "/type");
        }
        else
        {
            CheckConfig(node.Config, descriptor, "", Add);
            CheckCredentials(node.CredentialsRef, descriptor, "", Add);
            foreach (var embedded in EmbeddedNode.Of(descriptor, node.Config))
            {
                CheckEmbedded(embedded, Add);
            }
        }

        var (now, deferred) = DeferredConfig.Split(descriptor, node.Config);
        CheckTemplates(now, descriptor, first == index ? index : null, $"node '{node.Id}'", Add);
        if (deferred is { } later)
        {
            // Rendered when every node has ended: it may refer to any.
            CheckTemplates(later, descriptor, null, $"node '{node.Id}'", Add);
        }

        void Add(string code, string message, string place) => _faults.Add(new ErrorDetail(code, message, pointer + place, node.Id));
    }

    private void CheckTemplates(
        JsonElement config, NodeDescriptor? descriptor, int? before, string place, Action<string, string, string> add)
    {
        var errors = new List<TemplateError>();
        var template = ConfigTemplate.Parse(descriptor, config, errors);
        foreach (var error in errors)
        {
            add(error.Code, Placed(error.Message, error.Line, error.Column), "/config" + error.Pointer);
        }

        CheckReferences(template.References, before, place, (code, message, reference) => add(code, message, "/config" + reference.Pointer));
    }

    private static void CheckConfig(JsonElement config, NodeDescriptor descriptor, string place, Action<string, string, string> add)
    {
        foreach (var fault in ConfigSchema.For(descriptor).Validate(config).Concat(descriptor.Check?.Invoke(config) ?? []))
        {
            add(ErrorCodes.InvalidConfig, fault.Describe(), $"{place}/config{fault.Pointer}");
        }
    }

    /// <summary>Checks what a node runs besides itself. Its templates are part of the node's config and checked with it.</summary>
    private void CheckEmbedded(EmbeddedNode embedded, Action<string, string, string> add)
    {
        var place = "/config" + embedded.Pointer;
        if ((embedded.Descriptor ?? catalog.Find(embedded.Type)?.Descriptor) is not { } descriptor)
        {
            add(ErrorCodes.UnknownNodeType, $"There is no node type '{embedded.Type}' in this process.", place + "/type");
            return;
        }

        CheckConfig(embedded.Config, descriptor, place, add);
        CheckCredentials(embedded.CredentialsRef, descriptor, place, add);
    }

    private void CheckCredentials(string? reference, NodeDescriptor descriptor, string at, Action<string, string, string> add)
    {
        if (reference is null)
        {
            return;
        }

        var place = at + "/credentials_ref";
        var types = descriptor.CredentialTypes;
        if (types.Count == 0)
        {
            add(ErrorCodes.InvalidCredentialsRef, $"A node of type '{descriptor.Type}' takes no credential.", place);
        }
        else if (credentialTypes is not null && !credentialTypes.TryGetValue(reference, out _))
        {
            add(ErrorCodes.InvalidCredentialsRef, $"There is no credential '{reference}'.", place);
        }
        else if (credentialTypes is not null && !types.Contains(credentialTypes[reference]))
        {
            add(
                ErrorCodes.InvalidCredentialsRef,
                $"A node of type '{descriptor.Type}' takes a credential of type {string.Join(", ", types)}, not {credentialTypes[reference]}.",
                place);
        }
    }

    /// <summary>Reports references to nodes that do not exist, or that do not run before the given place.</summary>
    /// <param name="references">What is referred to.</param>
    /// <param name="node">Before which node the referred ones must run; null when that cannot be told.</param>
    /// <param name="place">What refers to them.</param>
    /// <param name="add">Reports a fault.</param>
    /// <param name="allowed">A node that may be referred to although it is not before <paramref name="node"/>.</param>
    private void CheckReferences(
        ValueReferences references, int? node, string place, Action<string, string, NodeReference> add, int? allowed = null)
    {
        if (references.NodeReferences.Count == 0)
        {
            return;
        }

        var known = references.NodeReferences.Select(reference => _graph.IndexOf(reference.NodeId)).OfType<int>().Where(index => index != allowed);
        var notUpstream = node is { } end ? _graph.NotUpstream(end, known) : new HashSet<int>();
        foreach (var reference in references.NodeReferences)
        {
            if (_graph.IndexOf(reference.NodeId) is not { } index)
            {
                var hint = DidYouMean.Hint(reference.NodeId, _graph.Ids);
                add(ErrorCodes.UnknownNodeReference, Placed($"There is no node '{reference.NodeId}'{hint}", reference.Line, reference.Column), reference);
            }
            else if (notUpstream.Contains(index))
            {
                var message = $"Node '{reference.NodeId}' does not run before {place}, so its result cannot be used there; connect them";
                add(ErrorCodes.ReferenceNotUpstream, Placed(message, reference.Line, reference.Column), reference);
            }
        }
    }

    private void CheckEdge(EdgeDefinition edge, string pointer)
    {
        if (!_edgeIds.Add(edge.Id))
        {
            Add(ErrorCodes.DuplicateEdgeId, $"The edge id '{edge.Id}' is taken by an earlier edge; ids must be unique.", "/id");
        }

        var source = CheckEnd(edge.SourceNodeId, "/source_node_id");
        var target = CheckEnd(edge.TargetNodeId, "/target_node_id");
        if (target is { } entered && IsTrigger(entered))
        {
            Add(ErrorCodes.EdgeIntoTrigger, $"Node '{edge.TargetNodeId}' is a trigger: runs begin there, so no edge may enter it.", "/target_node_id");
        }

        if (source is { } left && edge.SourceHandle is { } handle)
        {
            CheckHandle(definition.Nodes[left], handle, (code, message) => Add(code, message, "/source_handle"));
        }

        if (!_joints.Add((edge.SourceNodeId, edge.TargetNodeId, edge.SourceHandle)))
        {
            Add(ErrorCodes.DuplicateEdge, $"An earlier edge joins '{edge.SourceNodeId}' to '{edge.TargetNodeId}' by the same handle; remove one of them.", string.Empty);
        }

        CheckCondition(edge, source, (code, message) => Add(code, message, "/condition"));

        int? CheckEnd(string nodeId, string place)
        {
            var index = _graph.IndexOf(nodeId);
            if (index is null)
            {
                Add(ErrorCodes.DanglingEdge, $"There is no node '{nodeId}'{DidYouMean.Hint(nodeId, _graph.Ids)}.", place);
            }

            return index;
        }

        void Add(string code, string message, string place) => _faults.Add(new ErrorDetail(code, message, pointer + place, null, edge.Id));
    }

    private bool IsTrigger(int index) => catalog.Find(definition.Nodes[index].Type)?.Descriptor.IsTrigger == true;

    private void CheckHandle(NodeDefinition source, string handle, Action<string, string> add)
    {
        if (catalog.Find(source.Type)?.Descriptor is not { } descriptor || descriptor.Handles.Contains(handle))
        {
            return;
        }

        if (handle != PlanEdge.ErrorHandle)
        {
            var handles = source.OnError == OnError.Route ? [.. descriptor.Handles, PlanEdge.ErrorHandle] : descriptor.Handles;
            var known = handles.Count == 0 ? "it has only the ordinary one, which has no name" : $"it has {string.Join(", ", handles)}";
            add(ErrorCodes.UnknownHandle, $"Node '{source.Id}' has no handle '{handle}'{DidYouMean.Hint(handle, handles)}; {known}.");
        }
        else if (source.OnError != OnError.Route)
        {
            add(ErrorCodes.UnknownHandle, $"Node '{source.Id}' has the handle 'error' only with \"on_error\": \"route\".");
        }
    }

    private void CheckCondition(EdgeDefinition edge, int? source, Action<string, string> add)
    {
        if (edge.Condition is null)
        {
            return;
        }

        if (!Expression.TryParse(edge.Condition, out var expression, out var error))
        {
            add(error.Code, Placed(error.Message, error.Line, error.Column));
            return;
        }

        CheckReferences(
            expression.References, source, $"edge '{edge.Id}'", (code, message, _) => add(code, message), allowed: source);
    }

    private void AddCycle(IReadOnlyList<int> cycle)
    {
        var ids = cycle.Select(edge => definition.Edges[edge].SourceNodeId).ToList();
        var named = ids.Count > MostNodesNamed ? [.. ids.Take(MostNodesNamed - 1), "…", ids[^1]] : ids;
        var path = string.Join(" → ", named.Append(ids[0]));
        var last = cycle[^1];
        _faults.Add(new ErrorDetail(
            ErrorCodes.Cycle,
            $"The nodes {path} form a cycle; a workflow must have none. Remove one of the edges.",
            JsonPointer.Append(root + "/edges", last),
            ids[0],
            definition.Edges[last].Id));
    }

    private static string Placed(string message, int line, int column) =>
        message.Contains($"line {line}, column {column}", StringComparison.Ordinal)
            ? message
            : $"{message.TrimEnd('.')} (line {line}, column {column}).";
}
