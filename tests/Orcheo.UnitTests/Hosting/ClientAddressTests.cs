using System.Net;
using Microsoft.AspNetCore.Http;
using Orcheo.Hosting.Security;

namespace Orcheo.UnitTests.Hosting;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", null, 0, "192.0.2.1")]
    [InlineData("192.0.2.1", null, 1, "192.0.2.1")]
    [InlineData("192.0.2.1", "203.0.113.7", 0, "192.0.2.1")]
    [InlineData("192.0.2.1", "203.0.113.7", 1, "203.0.113.7")]
    [InlineData("192.0.2.1", "198.51.100.9, 203.0.113.7", 1, "203.0.113.7")]
    [InlineData("192.0.2.1", "198.51.100.9, 203.0.113.7", 2, "198.51.100.9")]
    [InlineData("192.0.2.1", "198.51.100.9,203.0.113.7", 5, "198.51.100.9")]
    [InlineData("192.0.2.1", "203.0.113.7:4711", 1, "203.0.113.7")]
    [InlineData("192.0.2.1", "[2001:db8::1]:4711", 1, "2001:db8::1")]
    [InlineData("192.0.2.1", "2001:db8::1", 1, "2001:db8::1")]
    [InlineData("192.0.2.1", "nonsense", 1, "192.0.2.1")]
    [InlineData("192.0.2.1", "nonsense, 203.0.113.7", 2, "203.0.113.7")]
    [InlineData("192.0.2.1", "", 1, "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", null, 0, "192.0.2.1")]
    public void Only_what_trusted_proxies_added_is_believed(string connection, string? forwarded, int proxies, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(connection);
        if (forwarded is not null)
        {
            http.Request.Headers["X-Forwarded-For"] = forwarded;
        }

        Assert.Equal(IPAddress.Parse(expected), ClientAddress.Of(http, proxies));
    }

    [Fact]
    public void Several_headers_are_one_list()
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers.Append("X-Forwarded-For", "198.51.100.9");
        http.Request.Headers.Append("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(IPAddress.Parse("198.51.100.9"), ClientAddress.Of(http, 2));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    public void An_IPv6_client_counts_as_its_network(string address, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), ClientAddress.Network(IPAddress.Parse(address)));
}
