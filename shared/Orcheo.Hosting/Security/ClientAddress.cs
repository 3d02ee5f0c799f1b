using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Orcheo.Hosting.Security;

/// <summary>Where a request comes from.</summary>
public static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const int NetworkBytes = 8;

    /// <summary>
    /// The address of the client: that of the connection, or, behind trusted proxies, the one that the outermost of them has seen. What the
    /// client itself put into <c>X-Forwarded-For</c> is never believed.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="trustedProxies">How many proxies add to the header.</param>
    public static IPAddress Of(HttpContext http, int trustedProxies)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = Plain(http.Connection.RemoteIpAddress ?? IPAddress.None);
        if (trustedProxies == 0 || http.Request.Headers[ForwardedFor] is not { Count: > 0 } header)
        {
            return address;
        }

        // Each proxy adds at the end the address that it was called from: the last entry is what the nearest proxy saw.
        var hops = header.ToString().Split(',', StringSplitOptions.TrimEntries);
        for (var hop = 1; hop <= Math.Min(trustedProxies, hops.Length) && TryParse(hops[^hop]) is { } forwarded; hop++)
        {
            address = forwarded;
        }

        return address;
    }

    /// <summary>What stands for one client when its requests are counted: the address, or for IPv6 its /64 network, all of which one client has.</summary>
    public static IPAddress Network(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }

    /// <summary>An address as proxies write it, some of them with the port.</summary>
    private static IPAddress? TryParse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return Plain(address);
        }

        return IPEndPoint.TryParse(text, out var endpoint) ? Plain(endpoint.Address) : null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
