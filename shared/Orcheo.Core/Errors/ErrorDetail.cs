namespace Orcheo.Core.Errors;

/// <summary>One fault, as it stands in the <c>errors[]</c> of a problem document.</summary>
/// <param name="Code">The stable code, <c>ORC####</c>; see <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences.</param>
/// <param name="Pointer">RFC 6901 JSON Pointer into the request body; empty for the whole document.</param>
/// <param name="NodeId">The node at fault, if it is one.</param>
/// <param name="EdgeId">The edge at fault, if it is one.</param>
public sealed record ErrorDetail(string Code, string Message, string Pointer, string? NodeId = null, string? EdgeId = null);
