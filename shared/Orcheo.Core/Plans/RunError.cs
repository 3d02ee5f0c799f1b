using System.Text.Json;

namespace Orcheo.Core.Plans;

/// <summary>Why a node or a run failed.</summary>
/// <param name="Code">The stable code, <c>ORC####</c>.</param>
/// <param name="Message">What went wrong and what to do.</param>
/// <param name="NodeId">The node at fault, if it is one.</param>
/// <param name="EdgeId">The edge at fault, if it is one.</param>
/// <param name="Details">Further values, if any.</param>
public sealed record RunError(string Code, string Message, string? NodeId = null, string? EdgeId = null, JsonElement? Details = null);
