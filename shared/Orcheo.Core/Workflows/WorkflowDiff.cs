using Orcheo.Core.Definitions;

namespace Orcheo.Core.Workflows;

/// <summary>What turns one definition into another. Nodes and edges are told apart by id; their order is not compared.</summary>
/// <param name="Nodes">The nodes that differ.</param>
/// <param name="Edges">The edges that differ.</param>
/// <param name="Settings">The settings that differ, with pointers into the settings.</param>
public sealed record WorkflowDiff(ItemsDiff<NodeDefinition> Nodes, ItemsDiff<EdgeDefinition> Edges, IReadOnlyList<FieldChange> Settings)
{
    /// <summary>Compares two definitions, which may be unfinished drafts: where ids repeat, the first is compared with the first and so on.</summary>
    /// <param name="a">The definition to compare from.</param>
    /// <param name="b">The definition to compare to.</param>
    public static WorkflowDiff Between(WorkflowDefinition a, WorkflowDefinition b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new WorkflowDiff(
            Items(a.Nodes, b.Nodes, node => node.Id),
            Items(a.Edges, b.Edges, edge => edge.Id),
            WorkflowDiffFields.Between(a.Settings, b.Settings));
    }

    private static ItemsDiff<T> Items<T>(IReadOnlyList<T> a, IReadOnlyList<T> b, Func<T, string> idOf)
        where T : class
    {
        var before = a.GroupBy(idOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<T>(group), StringComparer.Ordinal);
        var added = new List<T>();
        var changed = new List<ItemChange>();
        var kept = new HashSet<T>(ReferenceEqualityComparer.Instance);
        foreach (var item in b)
        {
            if (!before.TryGetValue(idOf(item), out var same) || !same.TryDequeue(out var old))
            {
                added.Add(item);
                continue;
            }

            kept.Add(old);
            var changes = WorkflowDiffFields.Between(old, item);
            if (changes.Count > 0)
            {
                changed.Add(new ItemChange(idOf(item), changes));
            }
        }

        return new ItemsDiff<T>(added, [.. a.Where(item => !kept.Contains(item))], changed);
    }
}

/// <summary>What differs between two lists of nodes or of edges.</summary>
/// <param name="Added">Those that only the second has, in its order.</param>
/// <param name="Removed">Those that only the first has, in its order.</param>
/// <param name="Changed">Those in both that differ, in the order of the second.</param>
public sealed record ItemsDiff<T>(IReadOnlyList<T> Added, IReadOnlyList<T> Removed, IReadOnlyList<ItemChange> Changed);

/// <summary>A node or an edge that is in both and differs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Changes">What differs in it; never empty.</param>
public sealed record ItemChange(string Id, IReadOnlyList<FieldChange> Changes);
