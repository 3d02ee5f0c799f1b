using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http.Connections;
using Orcheo.Hosting.Live;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>What the hub owes a client that has just connected, and one that does not keep up.</summary>
public sealed class HubTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Nothing_is_lost_between_the_answer_to_the_handshake_and_the_servers_part_of_connecting(HttpTransportType transport)
    {
        var gate = new HubHost.Gate();
        await using var host = await HubHost.StartAsync(new LiveLimits(), gate: gate);
        await using var client = await HubClient.ConnectAsync(host.Address, host.Token, transport: transport);

        // The client believes that it is connected, and would read what is stored now. The server is not through with it yet.
        await gate.Reached.Task.WaitAsync(Cancel);
        host.Publish();
        host.Publish();
        gate.Open.SetResult();
        host.Publish();

        for (var seq = 1; seq <= 3; seq++)
        {
            Assert.Equal(seq, (await client.NextAsync())!.Value.Number("seq"));
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_the_others_do_not_notice()
    {
        await using var host = await HubHost.StartAsync(new LiveLimits(Events: 256), new LiveOptions { WriteLimit = TimeSpan.FromSeconds(1) });
        using var stuck = await ConnectWithoutReadingAsync(host);
        await using var quick = await HubClient.ConnectAsync(host.Address, host.Token, messagePack: true);
        await Eventually.Becomes(() => Task.FromResult(host.Live.Watched), watched => watched == 1, "the subscription");

        // More than the buffers of both ends and of the system between them hold.
        for (var round = 0; round < 400; round++)
        {
            var seq = host.Publish(bytes: 60 * 1024);
            Assert.Equal(seq, (await quick.NextAsync())!.Value.Number("seq"));
        }

        await quick.DisposeAsync();
        await Eventually.Becomes(() => Task.FromResult(host.Live.Watched), watched => watched == 0, "the end of the slow client's connection");
    }

    [Fact]
    public async Task A_client_that_falls_behind_is_dropped_rather_than_sent_a_gap()
    {
        var gate = new HubHost.Gate();
        await using var host = await HubHost.StartAsync(new LiveLimits(Events: 4), gate: gate);
        await using var client = await HubClient.ConnectAsync(host.Address, host.Token);
        await gate.Reached.Task.WaitAsync(Cancel);
        for (var seq = 1; seq <= 6; seq++)
        {
            host.Publish();
        }

        gate.Open.SetResult();
        var seen = new List<int>();
        while (await client.NextAsync() is { } next)
        {
            seen.Add(next.Number("seq"));
        }

        Assert.True(seen.Count <= 4 && seen.SequenceEqual(Enumerable.Range(1, seen.Count)), string.Join(",", seen));
    }

    /// <summary>Speaks the handshake and then leaves everything unread that comes.</summary>
    private static async Task<ClientWebSocket> ConnectWithoutReadingAsync(HubHost host)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {host.Token}");
        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws" }.Uri, Cancel);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, Cancel);
        return socket;
    }
}
