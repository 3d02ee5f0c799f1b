using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Security;

/// <summary>
/// Takes as many requests as a limit allows, counted apart for each caller. A caller who has been away for as long as a bucket takes to
/// fill is forgotten: a new bucket is full too.
/// </summary>
/// <typeparam name="TCaller">What callers are told apart by.</typeparam>
public sealed class RateLimiter<TCaller> : IDisposable
    where TCaller : notnull
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TCaller, Bucket> _buckets = new();
    private readonly TokenBucketRateLimiterOptions _bucketOptions;
    private readonly RateLimit _limit;
    private readonly TimeProvider _time;
    private readonly TimeSpan _forgetAfter;
    private readonly ITimer _sweeper;

    /// <summary>Creates it.</summary>
    /// <param name="limit">How many requests each caller may send.</param>
    /// <param name="time">Says when a caller was last seen.</param>
    public RateLimiter(RateLimit limit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentNullException.ThrowIfNull(time);
        _limit = limit;
        _time = time;
        _bucketOptions = new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / limit.PerSecond),
            AutoReplenishment = false,
        };
        _forgetAfter = TimeSpan.FromSeconds(1 + ((double)limit.Burst / limit.PerSecond));
        _sweeper = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>How many callers are remembered.</summary>
    public int Callers => _buckets.Count;

    /// <summary>Takes a request, or refuses it.</summary>
    public RateLimitDecision Take(TCaller caller)
    {
        var bucket = _buckets.GetOrAdd(caller, static (_, options) => new Bucket(options), _bucketOptions);
        bucket.Seen = _time.GetTimestamp();
        bucket.Tokens.TryReplenish();
        using var lease = bucket.Tokens.AttemptAcquire();
        var remaining = bucket.Tokens.GetStatistics()!.CurrentAvailablePermits;
        return new RateLimitDecision(lease.IsAcquired, (int)remaining, Seconds(_limit.Burst - (int)remaining));
    }

    /// <summary>Stops forgetting callers.</summary>
    public void Dispose() => _sweeper.Dispose();

    private void Sweep()
    {
        foreach (var entry in _buckets)
        {
            if (_time.GetElapsedTime(entry.Value.Seen) >= _forgetAfter)
            {
                _buckets.TryRemove(entry);
            }
        }
    }

    /// <summary>Whole seconds, one at least, in which so many tokens come.</summary>
    private int Seconds(int tokens) => Math.Max(1, (tokens + _limit.PerSecond - 1) / _limit.PerSecond);

    // Without automatic replenishment the bucket has no timer and needs no disposal: whoever still holds a forgotten one may use it.
    private sealed class Bucket(TokenBucketRateLimiterOptions options)
    {
        private long _seen;

        public TokenBucketRateLimiter Tokens { get; } = new(options);

        public long Seen
        {
            get => Volatile.Read(ref _seen);
            set => Volatile.Write(ref _seen, value);
        }
    }
}

/// <summary>What became of a request at a limit.</summary>
/// <param name="Taken">Whether it is taken; else it is to be refused.</param>
/// <param name="Remaining">How many more would be taken at once.</param>
/// <param name="ResetSeconds">In how many whole seconds, one at least, the whole burst is there again.</param>
public readonly record struct RateLimitDecision(bool Taken, int Remaining, int ResetSeconds);
