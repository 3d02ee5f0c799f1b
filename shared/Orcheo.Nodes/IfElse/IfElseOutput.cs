using System.ComponentModel;

namespace Orcheo.Nodes.IfElse;

/// <summary>Output of <c>if_else</c>.</summary>
/// <param name="Result">Whether the condition held.</param>
internal sealed record IfElseOutput([property: Description("Whether the condition held.")] bool Result);
