using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>A start that has been admitted and is to be stored.</summary>
public sealed record ExecutionStart
{
    /// <summary>The head row, status <c>queued</c>.</summary>
    public required ExecutionHead Head { get; init; }

    /// <summary>The input; JSON null for none.</summary>
    public JsonElement Input { get; init; } = Json.OrcheoJson.Null;

    /// <summary>The trigger as expressions see it: an object with <c>type</c> and the trigger's payload.</summary>
    public required JsonElement Trigger { get; init; }

    /// <summary>What is run: the workflow definition as it is at this moment.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>What is replayed; null for a run of its own.</summary>
    public ReplaySource? Replay { get; init; }

    /// <summary>For a test run: the results that were given, by node. They are stored with the start, and not read back with it.</summary>
    public IReadOnlyDictionary<string, PinnedResult> Pinned { get; init; } = new Dictionary<string, PinnedResult>();
}
