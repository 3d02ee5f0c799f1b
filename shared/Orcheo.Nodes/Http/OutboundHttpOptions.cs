namespace Orcheo.Nodes.Http;

/// <summary>How nodes call other servers; configuration section <c>Orcheo:Http</c>.</summary>
public sealed record OutboundHttpOptions
{
    /// <summary>
    /// Whether loopback, private, link-local and other special addresses may be called. Default false: the SSRF guard refuses them.
    /// Environment: <c>Orcheo__Http__AllowPrivateNetworks</c>.
    /// </summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>
    /// Networks that may be called although they are special, as addresses or in CIDR notation, e.g. <c>10.1.0.0/16</c>. Default none.
    /// Environment: <c>Orcheo__Http__AllowedAddresses__0</c> and so on.
    /// </summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>How long making a connection may take; default 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After what time a connection is made anew, so that changes in DNS are seen; default 5 minutes.</summary>
    public TimeSpan PooledConnectionLifetime { get; init; } = TimeSpan.FromMinutes(5);
}
