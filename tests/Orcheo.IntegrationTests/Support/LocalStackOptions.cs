namespace Orcheo.IntegrationTests.Support;

/// <summary>How a test wants its stack.</summary>
internal sealed record LocalStackOptions
{
    /// <summary>Whether nodes may call loopback; the tests' targets live there.</summary>
    public bool AllowPrivateNetworks { get; init; } = true;

    /// <summary>Whether the test is about the SQLite file: then its stack has one, whatever the storage of this run is.</summary>
    public bool Sqlite { get; init; }

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
