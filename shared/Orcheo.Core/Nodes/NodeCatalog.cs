using System.Collections.Frozen;
using Orcheo.Core.Definitions;

namespace Orcheo.Core.Nodes;

/// <summary>Every node type that this process can run.</summary>
public sealed class NodeCatalog
{
    private readonly FrozenDictionary<string, INode> _nodes;

    /// <summary>Makes a catalogue.</summary>
    /// <param name="nodes">One instance per type.</param>
    /// <exception cref="ArgumentException">Two of them have the same type.</exception>
    public NodeCatalog(IEnumerable<INode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var byType = new Dictionary<string, INode>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (!byType.TryAdd(node.Descriptor.Type, node))
            {
                throw new ArgumentException($"Two node types are called '{node.Descriptor.Type}'.", nameof(nodes));
            }
        }

        _nodes = byType.ToFrozenDictionary(StringComparer.Ordinal);
        Descriptors = [.. byType.Values.Select(node => node.Descriptor).OrderBy(descriptor => descriptor.Type, StringComparer.Ordinal)];
    }

    /// <summary>What every type is, in order of type.</summary>
    public IReadOnlyList<NodeDescriptor> Descriptors { get; }

    /// <summary>The node type of that name; null when there is none.</summary>
    public INode? Find(string type) => _nodes.GetValueOrDefault(type);

    /// <summary>The credentials that a definition refers to, each once; ids of credentials that do not exist among them.</summary>
    public IReadOnlySet<string> CredentialsIn(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in definition.Nodes)
        {
            Add(node.CredentialsRef);
            foreach (var embedded in EmbeddedNode.Of(Find(node.Type)?.Descriptor, node.Config))
            {
                Add(embedded.CredentialsRef);
            }
        }

        return ids;

        void Add(string? id)
        {
            if (id is not null)
            {
                ids.Add(id);
            }
        }
    }
}
