using Azure.Core.Pipeline;

namespace Orcheo.Storage.AzureTables;

/// <summary>How an <see cref="AzureTableStore"/> names what it makes, and how patient it is.</summary>
public sealed record AzureTableStoreOptions
{
    /// <summary>Begins the name of every table and of the blob container; default <c>orcheo</c>.</summary>
    /// <remarks>A letter, then up to 30 lower-case letters and digits.</remarks>
    public string Prefix { get; init; } = "orcheo";

    /// <summary>How often a call is repeated after throttling, a server error or a broken connection; default 4.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first repetition, doubled with each further one; default 200 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one attempt may take; default 15 s.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Sends the requests; the SDK's own when null. Tests put faults here.</summary>
    internal HttpPipelineTransport? Transport { get; init; }
}
