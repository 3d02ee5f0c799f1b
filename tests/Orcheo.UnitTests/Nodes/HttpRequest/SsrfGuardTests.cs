using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>The guard, as it is by default. No address here is public, and a request to it must not be made.</summary>
public sealed class SsrfGuardTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _guarded = new(new OutboundHttpOptions());
    private LoopbackServer _server = null!;

    private int Port => new Uri(_server.Url).Port;

    public async ValueTask InitializeAsync() => _server = await LoopbackServer.AnsweringAsync(200, null, []);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _guarded.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fd00::1]")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public async Task Addresses_that_are_not_public_are_blocked_however_they_are_written(string host)
    {
        var error = await _guarded.FailAsync(new { url = $"http://{host}:{Port}/?token=hunter2" });

        Assert.Equal(ErrorCodes.AddressBlocked, error.Code);
        Assert.False(error.Retryable);
        Assert.Contains("Orcheo__Http__AllowPrivateNetworks", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Seen);
    }

    [Fact]
    public async Task Https_is_guarded_too() =>
        Assert.Equal(ErrorCodes.AddressBlocked, (await _guarded.FailAsync(new { url = $"https://127.0.0.1:{Port}/" })).Code);

    [Fact]
    public async Task A_network_can_be_allowed_and_a_redirect_out_of_it_is_blocked()
    {
        await using var allowing = new HttpClientUnderTest(new OutboundHttpOptions { AllowedAddresses = ["127.0.0.1/32"] });
        await using var redirecting = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect($"http://127.0.0.2:{Port}/");
            return Task.CompletedTask;
        });

        Assert.Equal(200, (await allowing.SendAsync(new { url = _server.Url })).GetProperty("status").GetInt32());
        Assert.DoesNotContain("x-forwarded-for", _server.Seen[0].Headers.Keys);
        Assert.Equal(ErrorCodes.AddressBlocked, (await allowing.FailAsync(new { url = redirecting.Url })).Code);
        Assert.Single(_server.Seen);
    }

    [Fact]
    public async Task The_guarded_client_tells_failures_as_the_other_does()
    {
        await using var allowing = new HttpClientUnderTest(new OutboundHttpOptions { AllowedAddresses = ["127.0.0.1"] });
        await using var broken = new RawServer("HTTP/1.1 200 OK\r\nContent-Le");
        await using var nonsense = new RawServer("nonsense\r\n\r\n");
        await using var tls = await LoopbackServer.StartAsync(_ => Task.CompletedTask, tls: true);

        Assert.Equal(ErrorCodes.ConnectionFailed, (await allowing.FailAsync(new { url = broken.Url })).Code);
        Assert.Equal(ErrorCodes.InvalidResponse, (await allowing.FailAsync(new { url = nonsense.Url })).Code);
        Assert.Contains("TLS", (await allowing.FailAsync(new { url = tls.Url })).Message, StringComparison.Ordinal);
        Assert.Contains("refused", (await allowing.FailAsync(new { url = "http://127.0.0.1:1/" })).Message, StringComparison.Ordinal);
        Assert.Contains("resolved", (await allowing.FailAsync(new { url = HttpClientUnderTest.UnknownHost })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-a-network")]
    [InlineData("10.0.0.0/99")]
    public void A_network_that_cannot_be_read_stops_the_start(string network)
    {
        using var services = NodeTesting.Services(new OutboundHttpOptions { AllowedAddresses = [network] });

        var error = Assert.Throws<ArgumentException>(() => services.GetRequiredService<NodeCatalog>());

        Assert.Contains("Orcheo__Http__AllowedAddresses", error.Message, StringComparison.Ordinal);
    }
}
