using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Orcheo.Benchmarks.Http;

namespace Orcheo.Benchmarks.Live;

/// <summary>Clients that follow an execution to its end and say how late each end of a node has reached them.</summary>
internal static class EventClients
{
    public static async Task OverServerSentEventsAsync(StackProcess stack, string id, ConcurrentBag<Latency> latencies, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Address, $"/api/executions/{id}/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stack.Key);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken));
        var opened = TimeProvider.System.GetUtcNow();
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Note(latencies, JsonElement.Parse(line.AsSpan(6)), opened, isSignalR: false);
            }
        }
    }

    public static async Task OverSignalRAsync(StackProcess stack, string id, ConcurrentBag<Latency> latencies, CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<bool>();
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(stack.Address, $"/api/executions/{id}/stream"), HttpTransportType.WebSockets, options => options.AccessTokenProvider = () => Task.FromResult<string?>(stack.Key))
            .Build();
        var opened = TimeProvider.System.GetUtcNow();
        connection.On<JsonElement>("event", item =>
        {
            if (Note(latencies, item, opened, isSignalR: true))
            {
                events.Writer.TryComplete();
            }
        });
        connection.Closed += _ => Task.FromResult(events.Writer.TryComplete());
        await connection.StartAsync(cancellationToken);
        await events.Reader.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Notes the end of a node that came to pass while it was watched.</summary>
    /// <returns>Whether the execution has ended.</returns>
    private static bool Note(ConcurrentBag<Latency> latencies, JsonElement item, DateTimeOffset opened, bool isSignalR)
    {
        var now = TimeProvider.System.GetUtcNow();
        var at = item.GetProperty("ts").GetDateTimeOffset();
        if (item.GetProperty("type").ValueEquals("node_end") && at > opened)
        {
            latencies.Add(new Latency(at, (now - at).TotalMilliseconds, isSignalR));
        }

        return item.GetProperty("type").ValueEquals("execution_end");
    }
}
