namespace Orcheo.Core.Expressions;

/// <summary>A place in an expression that names a node, e.g. the <c>nodes.fetch</c> of <c>nodes.fetch.output</c>.</summary>
/// <param name="NodeId">The id that is named.</param>
/// <param name="Line">The 1-based line of the name, in the expression or, for a template, in the string that holds it.</param>
/// <param name="Column">The 1-based column of the name, in UTF-16 units.</param>
/// <param name="Pointer">RFC 6901 pointer to the string, from the value that the template was parsed from; empty for an expression.</param>
public sealed record NodeReference(string NodeId, int Line, int Column, string Pointer = "");
