using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Live;

/// <summary>Follows an execution: what is stored, then what happens, until its end. Every event once, in the order of its seq.</summary>
public sealed class EventFeed(ExecutionStore executions, LiveEvents live, LiveOptions options, DurableRunner runner, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly TimeSpan _look = Min(options.PollFor(runner.IsEmbedded), options.Heartbeat);

    /// <summary>Follows an execution from before its start to its end.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution, which must exist.</param>
    /// <param name="after">The last sequence number that the client has; 0 for none.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>Events as they come, several at once where there are several; an empty list now and then shows that it lives.</returns>
    /// <exception cref="OperationCanceledException">The client has gone, or the host is stopping.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LiveEvent>> FollowAsync(
        string tenant, string executionId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var subscription = live.Subscribe(tenant, executionId);
        var reader = new EventReader(executions, tenant, executionId, subscription, after);
        var waiting = new Waiting(subscription, time);
        var sent = time.GetTimestamp();
        while (!reader.HasEnded)
        {
            var batch = reader.IsBehind ? await reader.ReadStoredAsync(stop.Token) : reader.ReadLive();
            if (batch.Count > 0)
            {
                yield return batch;
                sent = time.GetTimestamp();
            }
            else if (!reader.IsBehind && !reader.HasEnded && !await waiting.ForEventAsync(_look, stop.Token))
            {
                reader.Look();
                if (time.GetElapsedTime(sent) >= options.Heartbeat)
                {
                    yield return [];
                    sent = time.GetTimestamp();
                }
            }
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>Waits for a subscription, for a while at a time.</summary>
    private sealed class Waiting(LiveSubscription subscription, TimeProvider time)
    {
        private Task? _event;

        /// <summary>False when nothing came in that time.</summary>
        public async Task<bool> ForEventAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            _event ??= subscription.WaitAsync(cancellationToken).AsTask();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(_event, Task.Delay(limit, time, enough.Token));
            await enough.CancelAsync();
            if (first != _event)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }

            await _event;
            _event = null;
            return true;
        }
    }
}
