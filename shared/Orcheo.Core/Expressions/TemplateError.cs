namespace Orcheo.Core.Expressions;

/// <summary>A fault in one of the strings of a template.</summary>
/// <param name="Code">The code: <c>ORC2006</c>, <c>ORC2007</c>, <c>ORC2008</c>, <c>ORC2016</c> or <c>ORC2018</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Pointer">RFC 6901 pointer to the string, from the value that was parsed.</param>
/// <param name="Line">The 1-based line in that string.</param>
/// <param name="Column">The 1-based column in that line, in UTF-16 units.</param>
public sealed record TemplateError(string Code, string Message, string Pointer, int Line, int Column);
