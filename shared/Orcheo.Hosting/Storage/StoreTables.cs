namespace Orcheo.Hosting.Storage;

/// <summary>Tables that a part of Orcheo keeps its rows in; registered by that part, made before anything is served.</summary>
/// <param name="Names">The names.</param>
public sealed record StoreTables(IReadOnlyList<string> Names);
