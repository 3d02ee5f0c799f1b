using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>What makes an execution a test run; kept in its head.</summary>
/// <param name="Pinned">The nodes that are not run, because their result was given.</param>
/// <param name="OnlyNodeId">The node that was to be run: nothing behind it is part of the run. Null when all of the workflow is.</param>
public sealed record TestRun(IReadOnlyList<string> Pinned, string? OnlyNodeId = null);

/// <summary>A result that was given for a node of a test run.</summary>
/// <param name="Output">Its output.</param>
/// <param name="Handle">The handle that a node with this output takes; null for the ordinary one.</param>
/// <param name="Patch">What a node with this output sets in <c>state</c>; null for nothing.</param>
public sealed record PinnedResult(JsonElement Output, string? Handle = null, JsonElement? Patch = null);
