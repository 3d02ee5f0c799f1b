using System.Net;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Security;

/// <summary>The limits that every request passes: that of its address, and that of its key.</summary>
public sealed class RequestLimits(OrcheoOptions options, TimeProvider time) : IDisposable
{
    /// <summary>By the client's network; see <see cref="ClientAddress.Network"/>.</summary>
    public RateLimiter<IPAddress> PerIp { get; } = new(options.RateLimits.PerIp, time);

    /// <summary>By the key's id.</summary>
    public RateLimiter<string> PerKey { get; } = new(options.RateLimits.PerKey, time);

    /// <inheritdoc />
    public void Dispose()
    {
        PerIp.Dispose();
        PerKey.Dispose();
    }
}
