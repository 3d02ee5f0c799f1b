using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>
/// What a node that runs as an orchestration keeps in its execution's partition for its steps, so that the orchestration's history
/// holds references only. Written once.
/// </summary>
/// <param name="NodeId">The node.</param>
/// <param name="Value">What it keeps.</param>
public sealed record NodeMemo(string NodeId, JsonElement Value);
