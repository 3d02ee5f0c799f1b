using Orcheo.Core.Definitions;

namespace Orcheo.Core.Validation;

/// <summary>The graph of a definition that may be faulty: what is before what, and where it runs in circles.</summary>
internal sealed class WorkflowGraph
{
    private readonly WorkflowDefinition _definition;
    private readonly Dictionary<string, int> _indexes;
    private readonly List<int>[] _outgoing;
    private readonly List<int>[] _incoming;
    private readonly int[] _marks;
    private readonly Stack<int> _pending = new();
    private int _mark;

    public WorkflowGraph(WorkflowDefinition definition)
    {
        _definition = definition;
        var count = definition.Nodes.Count;
        _indexes = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            _indexes.TryAdd(definition.Nodes[index].Id, index);
        }

        _marks = new int[count];
        _outgoing = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        _incoming = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (var edge = 0; edge < definition.Edges.Count; edge++)
        {
            if (IndexOf(definition.Edges[edge].SourceNodeId) is { } source && IndexOf(definition.Edges[edge].TargetNodeId) is { } target)
            {
                _outgoing[source].Add(edge);
                _incoming[target].Add(source);
            }
        }
    }

    /// <summary>The ids of all nodes, each once.</summary>
    public IReadOnlyCollection<string> Ids => _indexes.Keys;

    /// <summary>The place of the (first) node with that id; null when there is none.</summary>
    public int? IndexOf(string id) => _indexes.TryGetValue(id, out var index) ? index : null;

    /// <summary>Those of the given nodes from which no path leads to <paramref name="node"/>.</summary>
    /// <param name="node">Where the paths should end.</param>
    /// <param name="candidates">Where they should begin.</param>
    public IReadOnlySet<int> NotUpstream(int node, IEnumerable<int> candidates)
    {
        var missing = candidates.ToHashSet();
        _mark++;
        _pending.Clear();
        _pending.Push(node);
        while (missing.Count > 0 && _pending.TryPop(out var current))
        {
            foreach (var source in _incoming[current])
            {
                missing.Remove(source);
                if (_marks[source] != _mark)
                {
                    _marks[source] = _mark;
                    _pending.Push(source);
                }
            }
        }

        return missing;
    }

    /// <summary>One cycle, as places of edges, for every group of nodes that can all reach each other; in order of their first node.</summary>
    public IEnumerable<IReadOnlyList<int>> Cycles()
    {
        var groups = Groups();
        var done = new HashSet<int>();
        for (var node = 0; node < groups.Length; node++)
        {
            if (!done.Contains(groups[node]) && FindCycle(node, groups) is { } cycle)
            {
                done.Add(groups[node]);
                yield return cycle;
            }
        }
    }

    /// <summary>The shortest way from a node back to itself, found breadth first inside its group.</summary>
    private List<int>? FindCycle(int start, int[] groups)
    {
        var reachedBy = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var edge in _outgoing[node])
            {
                var target = TargetOf(edge);
                if (groups[target] == groups[start] && reachedBy.TryAdd(target, edge))
                {
                    if (target == start)
                    {
                        return TraceBack(start, reachedBy);
                    }

                    queue.Enqueue(target);
                }
            }
        }

        return null;
    }

    private List<int> TraceBack(int start, Dictionary<int, int> reachedBy)
    {
        var cycle = new List<int>();
        var node = start;
        do
        {
            var edge = reachedBy[node];
            cycle.Add(edge);
            node = _indexes[_definition.Edges[edge].SourceNodeId];
        }
        while (node != start);
        cycle.Reverse();
        return cycle;
    }

    private int TargetOf(int edge) => _indexes[_definition.Edges[edge].TargetNodeId];

    /// <summary>Tarjan's strongly connected components, without recursion: the number of its group for every node.</summary>
    private int[] Groups()
    {
        var count = _outgoing.Length;
        var (order, low, group, next) = (new int[count], new int[count], new int[count], new int[count]);
        var (path, open) = (new Stack<int>(), new Stack<int>());
        var (clock, groups) = (0, 0);
        for (var root = 0; root < count; root++)
        {
            if (order[root] == 0)
            {
                Enter(root);
            }

            while (path.TryPeek(out var node))
            {
                if (next[node] < _outgoing[node].Count)
                {
                    var target = TargetOf(_outgoing[node][next[node]++]);
                    if (order[target] == 0)
                    {
                        Enter(target);
                    }
                    else if (group[target] == 0)
                    {
                        low[node] = Math.Min(low[node], order[target]);
                    }
                }
                else
                {
                    Leave(path.Pop());
                }
            }
        }

        return group;

        void Enter(int node)
        {
            order[node] = low[node] = ++clock;
            path.Push(node);
            open.Push(node);
        }

        void Leave(int node)
        {
            if (low[node] == order[node])
            {
                groups++;
                do
                {
                    group[open.Peek()] = groups;
                }
                while (open.Pop() != node);
            }

            if (path.TryPeek(out var parent))
            {
                low[parent] = Math.Min(low[parent], low[node]);
            }
        }
    }
}
