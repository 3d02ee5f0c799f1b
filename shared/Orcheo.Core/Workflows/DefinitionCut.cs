using Orcheo.Core.Definitions;

namespace Orcheo.Core.Workflows;

/// <summary>Parts of definitions.</summary>
public static class DefinitionCut
{
    /// <summary>What has to run so that a node can: the node and all from which it can be reached, in the order of the document.</summary>
    /// <param name="definition">A definition; it need not be valid.</param>
    /// <param name="nodeId">One of its nodes.</param>
    public static WorkflowDefinition UpTo(WorkflowDefinition definition, string nodeId)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var sources = definition.Edges.ToLookup(edge => edge.TargetNodeId, edge => edge.SourceNodeId, StringComparer.Ordinal);
        var kept = new HashSet<string>(StringComparer.Ordinal) { nodeId };
        var open = new Stack<string>([nodeId]);
        while (open.TryPop(out var target))
        {
            foreach (var source in sources[target].Where(kept.Add))
            {
                open.Push(source);
            }
        }

        return definition with
        {
            Nodes = [.. definition.Nodes.Where(node => kept.Contains(node.Id))],
            Edges = [.. definition.Edges.Where(edge => edge.SourceNodeId != nodeId && kept.Contains(edge.SourceNodeId) && kept.Contains(edge.TargetNodeId))],
        };
    }
}
