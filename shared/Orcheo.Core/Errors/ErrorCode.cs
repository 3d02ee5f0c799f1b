namespace Orcheo.Core.Errors;

/// <summary>An entry of the error catalogue.</summary>
/// <param name="Code">The stable code, <c>ORC####</c>.</param>
/// <param name="Title">A short title; the same for every occurrence (RFC 9457, <c>title</c>).</param>
/// <param name="HttpStatus">The HTTP status when it is the answer to a request; null for failures inside a run.</param>
public sealed record ErrorCode(string Code, string Title, int? HttpStatus);
