using System.Collections.Frozen;

namespace Orcheo.Core.Expressions;

/// <summary>Which values of the scope an expression or template may read, found by static analysis.</summary>
/// <remarks>Never too small: what cannot be told statically counts as all of it (<see cref="AllNodes"/>, <see cref="AllStates"/>).</remarks>
public sealed record ValueReferences
{
    /// <summary>Refers to nothing.</summary>
    public static ValueReferences None { get; } = new();

    /// <summary>Refers to everything that a scope can hold.</summary>
    public static ValueReferences Everything { get; } = new()
    {
        AllStates = true,
        AllNodes = true,
        Input = true,
        Trigger = true,
        Execution = true,
        Item = true,
        Args = true,
    };

    /// <summary>The names read as <c>state.name</c>.</summary>
    public IReadOnlySet<string> States { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether the whole of <c>state</c>, or a name not known beforehand, is read.</summary>
    public bool AllStates { get; init; }

    /// <summary>The ids read as <c>nodes.id</c> or <c>nodes["id"]</c>.</summary>
    public IReadOnlySet<string> Nodes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether the whole of <c>nodes</c>, or an id not known beforehand, is read.</summary>
    public bool AllNodes { get; init; }

    /// <summary>Whether <c>input</c> is read.</summary>
    public bool Input { get; init; }

    /// <summary>Whether <c>trigger</c> is read.</summary>
    public bool Trigger { get; init; }

    /// <summary>Whether <c>execution</c> is read.</summary>
    public bool Execution { get; init; }

    /// <summary>Whether <c>item</c> is read (the current element of a loop).</summary>
    public bool Item { get; init; }

    /// <summary>Whether <c>args</c> is read (the arguments of an agent's tool call).</summary>
    public bool Args { get; init; }

    /// <summary>Every place that names a node, in source order; a node named twice is there twice.</summary>
    public IReadOnlyList<NodeReference> NodeReferences { get; init; } = [];

    /// <summary>Whether everything that an execution records is read: all of <c>state</c> and all of <c>nodes</c>.</summary>
    public bool All => AllStates && AllNodes;

    /// <summary>Whether nothing of the scope is read, so that the value is a constant.</summary>
    public bool IsEmpty =>
        !(AllStates || AllNodes || Input || Trigger || Execution || Item || Args) && States.Count == 0 && Nodes.Count == 0;

    /// <summary>What any of the parts refers to.</summary>
    /// <param name="parts">The parts; may be empty.</param>
    /// <returns>Their union, node references in the order of the parts.</returns>
    public static ValueReferences Merge(IEnumerable<ValueReferences> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var list = parts.Where(part => !part.IsEmpty).ToList();
        return list.Count switch
        {
            0 => None,
            1 => list[0],
            _ => new ValueReferences
            {
                States = list.SelectMany(part => part.States).ToFrozenSet(StringComparer.Ordinal),
                AllStates = list.Exists(part => part.AllStates),
                Nodes = list.SelectMany(part => part.Nodes).ToFrozenSet(StringComparer.Ordinal),
                AllNodes = list.Exists(part => part.AllNodes),
                Input = list.Exists(part => part.Input),
                Trigger = list.Exists(part => part.Trigger),
                Execution = list.Exists(part => part.Execution),
                Item = list.Exists(part => part.Item),
                Args = list.Exists(part => part.Args),
                NodeReferences = [.. list.SelectMany(part => part.NodeReferences)],
            },
        };
    }

    /// <summary>What any of the parts refers to.</summary>
    /// <param name="parts">The parts; may be empty.</param>
    /// <returns>Their union, node references in the order of the parts.</returns>
    public static ValueReferences Merge(params ValueReferences[] parts) => Merge(parts.AsEnumerable());
}
