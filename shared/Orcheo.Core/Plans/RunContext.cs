using System.Text.Json;

namespace Orcheo.Core.Plans;

/// <summary>What a run starts with; the same for its whole life.</summary>
/// <param name="TriggerType">Why it runs: <c>api</c>, <c>cron</c>, <c>webhook</c>, <c>replay</c>, <c>workflow</c> or <c>agent</c>.</param>
/// <param name="Trigger">What expressions see as <c>trigger</c>.</param>
/// <param name="Input">What expressions see as <c>input</c>.</param>
/// <param name="Execution">What expressions see as <c>execution</c>; an object with <c>id</c>.</param>
public sealed record RunContext(string TriggerType, JsonElement Trigger, JsonElement Input, JsonElement Execution)
{
    /// <summary>Whether <see cref="Trigger"/> is too large for a message: it is in the stored start only.</summary>
    public bool TriggerStored { get; init; }

    /// <summary>Whether <see cref="Input"/> is in the stored start only.</summary>
    public bool InputStored { get; init; }
}
