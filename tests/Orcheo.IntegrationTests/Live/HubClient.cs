using System.Text.Json;
using System.Threading.Channels;
using MessagePack;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.IntegrationTests.Live;

/// <summary>A SignalR client of an execution: keeps what the method <c>event</c> brings, as JSON in either protocol.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly HubConnection _connection;

    private HubClient(HubConnection connection)
    {
        _connection = connection;
        connection.On<object>("event", item => _events.Writer.TryWrite(ToJson(item)));
        connection.Closed += exception =>
        {
            _events.Writer.TryComplete(exception);
            return Task.CompletedTask;
        };
    }

    /// <summary>Connects; returns once the handshake is answered.</summary>
    /// <param name="url">The stream of an execution, or the hub.</param>
    /// <param name="token">An API key, or a stream token.</param>
    /// <param name="messagePack">Whether to speak MessagePack.</param>
    /// <param name="transport">How to connect.</param>
    public static async Task<HubClient> ConnectAsync(
        Uri url, string? token, bool messagePack = false, HttpTransportType transport = HttpTransportType.WebSockets)
    {
        var builder = new HubConnectionBuilder().WithUrl(url, transport, options => options.AccessTokenProvider = () => Task.FromResult(token));
        if (messagePack)
        {
            builder.AddMessagePackProtocol();
        }

        var client = new HubClient(builder.Build());
        try
        {
            await client._connection.StartAsync(TestContext.Current.CancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next event; null when the connection was closed.</summary>
    /// <exception cref="TimeoutException">None came: one was lost.</exception>
    public async Task<JsonElement?> NextAsync()
    {
        try
        {
            return await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>Everything up to the event of that type.</summary>
    public async Task<IReadOnlyList<JsonElement>> UntilAsync(string type)
    {
        var events = new List<JsonElement>();
        while (events.Count == 0 || events[^1].GetProperty("type").GetString() != type)
        {
            events.Add(await NextAsync() ?? throw new InvalidOperationException($"The connection was closed before a {type}."));
        }

        return events;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static JsonElement ToJson(object item) =>
        item is JsonElement json ? json : JsonElement.Parse(MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(item)));
}
