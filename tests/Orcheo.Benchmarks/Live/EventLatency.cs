using System.Collections.Concurrent;
using System.Text.Json;
using Orcheo.Benchmarks.Http;

namespace Orcheo.Benchmarks.Live;

/// <summary>
/// From the end of a node, as its event says, to a client that watches the execution, while 200 other executions a second run. Half of
/// the clients are on server-sent events, half on SignalR.
/// </summary>
internal static class EventLatency
{
    private const int PerSecond = 200;
    private const int WatchedAtOnce = 50;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(15);

    /// <summary>A node ends about every half second, for three seconds.</summary>
    private static readonly string _ticking = Ticking(6);

    /// <param name="folder">Where the data directory is made: on the disk that counts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        await using var stack = await StackProcess.StartAsync(Path.Combine(folder, "events"), cancellationToken);
        var busy = (await stack.CreateAsync("/workflows", Workflows.Chain, cancellationToken)).GetProperty("id").GetString()!;
        var watched = (await stack.CreateAsync("/workflows", _ticking, cancellationToken)).GetProperty("id").GetString()!;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var counts = TimeProvider.System.GetUtcNow() + _warmUp;
        var all = new ConcurrentBag<Latency>();
        var watching = Enumerable.Range(0, WatchedAtOnce).Select(_ => WatchAsync(stack, watched, all, over.Token)).ToList();
        var starts = await Load.OpenLoopAsync(
            stack.Address, RawRequest.Post(stack, "/executions", Workflows.Start(busy)), PerSecond, _warmUp, _duration, answer => answer.Status == 202, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAll(watching);
        var latencies = all.Where(item => item.At >= counts).ToList();
        var bySse = new Samples(latencies.Where(item => !item.IsSignalR).Select(item => item.Milliseconds), 0, _duration);
        var bySignalR = new Samples(latencies.Where(item => item.IsSignalR).Select(item => item.Milliseconds), 0, _duration);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["clients"] = 2 * WatchedAtOnce,
            ["executions_per_second"] = starts.PerSecond,
            ["start_failures"] = starts.Failures,
            ["events_measured"] = latencies.Count,
            ["sse_p50_ms"] = bySse.Percentile(50),
            ["sse_p95_ms"] = bySse.Percentile(95),
            ["signalr_p50_ms"] = bySignalR.Percentile(50),
            ["signalr_p95_ms"] = bySignalR.Percentile(95),
        };
    }

    /// <summary>Starts executions one after the other and watches each twice.</summary>
    private static async Task WatchAsync(StackProcess stack, string workflow, ConcurrentBag<Latency> latencies, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                using var connection = await RawConnection.OpenAsync(stack.Address, cancellationToken);
                var answer = await connection.SendAsync(RawRequest.Post(stack, "/executions", Workflows.Start(workflow)), cancellationToken);
                var id = JsonElement.Parse(answer.Body.Span).GetProperty("id").GetString()!;
                await Task.WhenAll(
                    EventClients.OverServerSentEventsAsync(stack, id, latencies, cancellationToken),
                    EventClients.OverSignalRAsync(stack, id, latencies, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static string Ticking(int ticks) => JsonSerializer.Serialize(new
    {
        name = "bench-ticking",
        nodes = Enumerable.Range(0, ticks).Select(tick => (object)new { id = $"tick{tick}", type = "delay", config = new { seconds = 0.5 } })
            .Prepend(new { id = "start", type = "manual_trigger" }),
        edges = Enumerable.Range(0, ticks).Select(tick => new { id = $"e{tick}", source_node_id = tick == 0 ? "start" : $"tick{tick - 1}", target_node_id = $"tick{tick}" }),
    });
}

/// <summary>How long after its node's end an event was there.</summary>
/// <param name="At">When the node ended, in full milliseconds.</param>
/// <param name="Milliseconds">How much later the client had it.</param>
/// <param name="IsSignalR">By which way it came.</param>
internal readonly record struct Latency(DateTimeOffset At, double Milliseconds, bool IsSignalR);
