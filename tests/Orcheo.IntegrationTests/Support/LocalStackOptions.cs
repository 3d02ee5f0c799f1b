namespace Orcheo.IntegrationTests.Support;

/// <summary>How a test wants its stack.</summary>
internal sealed record LocalStackOptions
{
    /// <summary>Whether nodes may call loopback; the tests' targets live there.</summary>
    public bool AllowPrivateNetworks { get; init; } = true;

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
