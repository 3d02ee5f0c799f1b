namespace Orcheo.Nodes.HttpRequest;

/// <summary>The <c>details</c> of errors about a response.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers without cookies; null where they say nothing of the fault.</param>
/// <param name="Body">The beginning of the body; null when it is no text.</param>
internal sealed record HttpErrorDetails(int Status, IReadOnlyDictionary<string, string>? Headers, string? Body);
