using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orcheo.Benchmarks.Http;

/// <summary>Two ways to load a server.</summary>
internal static class Load
{
    /// <summary>Closed loop: every connection sends the next request when it has the answer to the last one.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="request">What to send.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="warmUp">How long nothing counts.</param>
    /// <param name="duration">How long it counts after that.</param>
    /// <param name="isRight">Whether an answer is as it should be.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<Samples> ClosedLoopAsync(
        Uri address,
        ReadOnlyMemory<byte> request,
        int connections,
        TimeSpan warmUp,
        TimeSpan duration,
        Func<RawAnswer, bool> isRight,
        CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(RunAsync, cancellationToken)));
        return new Samples(results.SelectMany(result => result.Latencies), results.Sum(result => result.Failures), duration);

        async Task<(List<double> Latencies, int Failures)> RunAsync()
        {
            var latencies = new List<double>(4096);
            var failures = 0;
            using var connection = await RawConnection.OpenAsync(address, cancellationToken);
            while (true)
            {
                var sent = clock.Elapsed;
                var right = isRight(await connection.SendAsync(request, cancellationToken));
                var received = clock.Elapsed;

                // An answer counts when it arrives inside the window: the rate is that of completed work.
                if (received > warmUp + duration)
                {
                    return (latencies, failures);
                }

                if (received < warmUp)
                {
                    continue;
                }

                if (right)
                {
                    latencies.Add((received - sent).TotalMilliseconds);
                }
                else
                {
                    failures++;
                }
            }
        }
    }

    /// <summary>
    /// Open loop: a request is due at fixed intervals, whether or not earlier ones were answered, and its latency counts from when it was
    /// due. A stall of the server therefore shows in every request that it delays.
    /// </summary>
    /// <param name="address">Where to.</param>
    /// <param name="request">What to send.</param>
    /// <param name="perSecond">How many are due per second.</param>
    /// <param name="warmUp">How long nothing counts.</param>
    /// <param name="duration">How long it counts after that.</param>
    /// <param name="isRight">Whether an answer is as it should be.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<Samples> OpenLoopAsync(
        Uri address,
        ReadOnlyMemory<byte> request,
        int perSecond,
        TimeSpan warmUp,
        TimeSpan duration,
        Func<RawAnswer, bool> isRight,
        CancellationToken cancellationToken)
    {
        var idle = new ConcurrentBag<RawConnection>();
        var latencies = new ConcurrentBag<double>();
        var failures = 0;
        var pending = new List<Task>();
        var total = (int)((warmUp + duration).TotalSeconds * perSecond);
        using var ticker = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var clock = Stopwatch.StartNew();
        try
        {
            for (var i = 0; i < total; i++)
            {
                var due = TimeSpan.FromSeconds((double)i / perSecond);
                while (clock.Elapsed < due)
                {
                    await ticker.WaitForNextTickAsync(cancellationToken);
                }

                pending.Add(Task.Run(() => SendAsync(due), cancellationToken));
            }

            await Task.WhenAll(pending);
        }
        finally
        {
            foreach (var connection in idle)
            {
                connection.Dispose();
            }
        }

        return new Samples(latencies, failures, duration);

        async Task SendAsync(TimeSpan due)
        {
            if (!idle.TryTake(out var connection))
            {
                connection = await RawConnection.OpenAsync(address, cancellationToken);
            }

            var right = isRight(await connection.SendAsync(request, cancellationToken));
            var latency = clock.Elapsed - due;
            idle.Add(connection);
            if (due < warmUp)
            {
                return;
            }

            if (right)
            {
                latencies.Add(latency.TotalMilliseconds);
            }
            else
            {
                Interlocked.Increment(ref failures);
            }
        }
    }
}
