namespace Orcheo.Core.Plans;

/// <summary>
/// Which values of a scope are not in the message that brings it: the activity takes them from the store. Part of histories: members
/// may be added, never renamed or removed.
/// </summary>
public sealed record StoredValues
{
    /// <summary>Whether <c>input</c> is that of the stored start.</summary>
    public bool Input { get; init; }

    /// <summary>Whether <c>trigger</c> is that of the stored start.</summary>
    public bool Trigger { get; init; }

    /// <summary>The nodes whose output, or error, is that of their checkpoint.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>The nodes of whose checkpoints <c>state</c> is folded; null when it is in the message.</summary>
    public IReadOnlyList<string>? Patches { get; init; }

    /// <summary>Which names of <c>state</c> are wanted; null for all.</summary>
    public IReadOnlyList<string>? States { get; init; }
}

/// <summary>A scope for expressions, as it is sent to an activity.</summary>
/// <param name="Values">The scope: <c>{state, input, trigger, nodes, execution}</c>, as far as it is referred to.</param>
/// <param name="Stored">What it lacks; null when nothing.</param>
public sealed record ScopeMessage(System.Text.Json.JsonElement Values, StoredValues? Stored = null);
