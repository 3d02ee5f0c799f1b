using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>A node of a compiled workflow, with all that is known about it before any run. Immutable.</summary>
public sealed class PlanNode
{
    private readonly List<PlanEdge> _incoming = [];
    private readonly List<PlanEdge> _outgoing = [];

    internal PlanNode(int index, NodeDefinition definition)
    {
        Index = index;
        Definition = definition;
        Json = JsonSerializer.SerializeToElement(definition, OrcheoJson.Options);
        IsLarge = !MessageSize.Fits(Json, Executions.MessageLimits.Node);
        Stub = IsLarge ? JsonSerializer.SerializeToElement(new { id = definition.Id, type = definition.Type, on_error = definition.OnError }, OrcheoJson.Options) : Json;
    }

    /// <summary>The node's place in the document, from 0.</summary>
    public int Index { get; }

    /// <summary>What the author wrote.</summary>
    public NodeDefinition Definition { get; }

    /// <summary>What the author wrote, in its wire shape; serialised once, sent with every run of the node.</summary>
    public JsonElement Json { get; }

    /// <summary>Whether <see cref="Json"/> is too large for a message.</summary>
    public bool IsLarge { get; }

    /// <summary>What stands for <see cref="Json"/> in messages that are bounded: id, type and <c>on_error</c> where it is large.</summary>
    public JsonElement Stub { get; }

    /// <summary>The node's id.</summary>
    public string Id => Definition.Id;

    /// <summary>The node's type.</summary>
    public string Type => Definition.Type;

    /// <summary>Whether the type is one that starts runs.</summary>
    public required bool IsTrigger { get; init; }

    /// <summary>For trigger nodes: the <c>trigger.type</c> that they answer to; null for others.</summary>
    public required string? TriggerType { get; init; }

    /// <summary>The orchestration that runs the node, by name; null when it runs as one activity.</summary>
    public required string? Orchestration { get; init; }

    /// <summary>The config, compiled: render it with the values of <see cref="GraphRun.ValuesFor"/>.</summary>
    public required Template Config { get; init; }

    /// <summary>What of the config is rendered when the run ends, compiled; null when there is nothing.</summary>
    public required Template? Deferred { get; init; }

    /// <summary>The values that the config refers to.</summary>
    public ValueReferences References => Config.References;

    /// <summary>The retry policy that applies.</summary>
    public required NodeRetry Retry { get; init; }

    /// <summary>
    /// The time limit of one attempt, in seconds: the node's own; else a number that its config gives as <c>timeout_seconds</c>; else
    /// the default of its type.
    /// </summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>The edges into the node, in document order.</summary>
    public IReadOnlyList<PlanEdge> Incoming => _incoming;

    /// <summary>The edges out of the node, in document order.</summary>
    public IReadOnlyList<PlanEdge> Outgoing => _outgoing;

    /// <summary>Whether no edge leaves the node: its output is (part of) the run's.</summary>
    public bool IsTerminal => _outgoing.Count == 0;

    /// <summary>
    /// What a failure means for the run: the node's <c>on_error</c>, where <c>route</c> without an edge by the error handle is
    /// <c>fail</c>, as the failure would go unnoticed otherwise.
    /// </summary>
    public OnError OnFailure { get; private set; }

    internal void AddIncoming(PlanEdge edge) => _incoming.Add(edge);

    internal void AddOutgoing(PlanEdge edge) => _outgoing.Add(edge);

    internal void Seal() => OnFailure =
        Definition.OnError == OnError.Route && !_outgoing.Exists(edge => edge.Definition.SourceHandle == PlanEdge.ErrorHandle)
            ? OnError.Fail
            : Definition.OnError;
}
