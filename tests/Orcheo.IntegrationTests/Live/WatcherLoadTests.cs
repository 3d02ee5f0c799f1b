using System.Text.Json;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>Many clients at once, half on SignalR and half on server-sent events, that come and go while executions run.</summary>
public sealed class WatcherLoadTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const int Clients = 100;

    /// <summary>How many executions each client follows, one after the other; 10 make a thousand.</summary>
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("ORCHEO_WATCHER_ROUNDS") ?? "5", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs for a while and has two stretches of events with a pause between, so that clients come and go in the midst of it.</summary>
    private static readonly Flow Busy = Flow.Start()
        .Set("a", new { x = 1 }).Set("b", new { x = 2 }).Node("pause", "delay", new { seconds = 0.2 }).Set("c", new { x = 3 }).Set("d", new { x = 4 })
        .Chain("start", "a", "pause", "c").Edge("start", "b").Edge("b", "d");

    [Fact]
    public async Task Each_client_ends_with_exactly_the_stored_sequence()
    {
        var workflow = await Client.CreateAsync(Busy);
        using var api = new PlainClient(Stack);
        var connections = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => FollowAsync(api, workflow, client)));

        Assert.True(connections.Sum() > Clients * Rounds * 3 / 2, $"The clients have connected {connections.Sum()} times only.");
    }

    private async Task<int> FollowAsync(PlainClient api, string workflow, int client)
    {
        var random = new Random(client);
        var connections = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var id = await api.StartAsync(workflow);
            Watcher watcher = client % 2 == 0
                ? new Watcher.OfServerSentEvents(Stack, api, id, random)
                : new Watcher.OfSignalR(Stack, api, id, random, messagePack: client % 4 == 1);
            var seen = await watcher.RunAsync();
            var stored = await api.EventsAsync(id, after: 0);
            Assert.Equal(stored.Count, seen.Count);
            Assert.All(stored.Zip(seen), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), $"{pair.First} was sent as {pair.Second}"));
            connections += watcher.Connections;
        }

        return connections;
    }
}
