namespace Orcheo.Hosting.Sandbox;

/// <summary>How the sandbox for Python code is.</summary>
/// <param name="Status"><c>ok</c>, <c>starting</c>, <c>stopped</c> (until it is needed) or <c>unavailable</c>.</param>
/// <param name="Provider"><c>child</c>, <c>remote</c> or <c>none</c>.</param>
/// <param name="Layers">Which layers of isolation hold; null while that is not known.</param>
/// <param name="Message">Why it is unavailable; null when it is not.</param>
public sealed record SandboxHealth(
    string Status, string Provider, IReadOnlyDictionary<string, bool>? Layers = null, string? Message = null);
