using System.Collections.Frozen;

namespace Orcheo.Core.Expressions;

/// <summary>Gathers what an expression refers to while it is compiled.</summary>
internal sealed class ReferenceCollector
{
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _states = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nodes = new(StringComparer.Ordinal);
    private readonly List<(string NodeId, int Offset)> _places = [];
    private bool _allStates;
    private bool _allNodes;

    public void Add(ScopePath path)
    {
        _roots.Add(path.Root);
        var first = path.Steps.Count > 0 ? path.Steps[0].Key : null;
        switch (path.Root)
        {
            case "state" when first is not null: _states.Add(first); break;
            case "state": _allStates = true; break;
            case "nodes" when first is not null:
                _nodes.Add(first);
                _places.Add((first, path.Steps[0].Offset));
                break;
            case "nodes": _allNodes = true; break;
        }
    }

    public ValueReferences ToReferences(string source) => new()
    {
        States = _states.ToFrozenSet(StringComparer.Ordinal),
        AllStates = _allStates,
        Nodes = _nodes.ToFrozenSet(StringComparer.Ordinal),
        AllNodes = _allNodes,
        Input = _roots.Contains("input"),
        Trigger = _roots.Contains("trigger"),
        Execution = _roots.Contains("execution"),
        Item = _roots.Contains("item"),
        Args = _roots.Contains("args"),
        NodeReferences =
        [
            .. _places.OrderBy(place => place.Offset).Select(place =>
            {
                var at = SourcePosition.Of(source, place.Offset);
                return new NodeReference(place.NodeId, at.Line, at.Column);
            }),
        ],
    };
}
