using System.Collections.Concurrent;
using Orcheo.Core.Triggers.Webhooks;

namespace Orcheo.Hosting.Triggers;

/// <summary>Counts the deliveries of each trigger that has a limit of its own: a bucket of tokens that refills steadily. Thread-safe.</summary>
public sealed class WebhookRates(TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a delivery, or refuses it.</summary>
    /// <param name="triggerId">The trigger.</param>
    /// <param name="rate">Its limit.</param>
    /// <returns>Zero when it is taken; else after what time the next one will be.</returns>
    public TimeSpan Take(string triggerId, WebhookRate rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        if (_buckets.Count >= MostRemembered)
        {
            // A forgotten bucket is full again: rather that than a memory without bound.
            _buckets.Clear();
        }

        var now = time.GetTimestamp();
        var bucket = _buckets.GetOrAdd(triggerId, static (_, start) => new Bucket(start.rate, start.now), (rate, now));
        lock (bucket)
        {
            if (bucket.Rate != rate)
            {
                bucket.Rate = rate;
                bucket.Tokens = Math.Min(bucket.Tokens, rate.Burst);
            }

            bucket.Tokens = Math.Min(rate.Burst, bucket.Tokens + (Math.Max(0, time.GetElapsedTime(bucket.Seen, now).TotalSeconds) * rate.PerSecond));
            bucket.Seen = now;
            if (bucket.Tokens >= 1)
            {
                bucket.Tokens--;
                return TimeSpan.Zero;
            }

            return TimeSpan.FromSeconds((1 - bucket.Tokens) / rate.PerSecond);
        }
    }

    private sealed class Bucket(WebhookRate rate, long now)
    {
        public WebhookRate Rate { get; set; } = rate;

        public double Tokens { get; set; } = rate.Burst;

        public long Seen { get; set; } = now;
    }
}
