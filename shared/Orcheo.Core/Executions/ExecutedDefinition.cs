using System.Text.Json;
using Orcheo.Core.Definitions;

namespace Orcheo.Core.Executions;

/// <summary>What an execution runs, as it was stored with its start. The draft may have changed since; an inline run is nowhere else.</summary>
/// <param name="Nodes">The nodes; of a test run of one node, those that lead to it.</param>
/// <param name="Edges">The edges.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Trigger">What expressions see as <c>trigger</c>.</param>
public sealed record ExecutedDefinition(
    IReadOnlyList<NodeDefinition> Nodes, IReadOnlyList<EdgeDefinition> Edges, WorkflowSettings Settings, JsonElement Trigger);
