using Orcheo.Core.Plans;

namespace Orcheo.Nodes.Running;

/// <summary>How long a policy waits.</summary>
internal static class RetryWaits
{
    /// <summary>
    /// The longest <c>Retry-After</c> that is honoured: the policy's longest wait, but at least a minute. Whoever asks for more is not
    /// asked again, since an activity would be held up for it.
    /// </summary>
    public static TimeSpan LongestRetryAfter(this NodeRetry policy) => TimeSpan.FromSeconds(Math.Max(60, policy.MaxIntervalSeconds));

    /// <summary>The wait after an attempt, before any <c>Retry-After</c>; with jitter, between half of the policy's wait and all of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan DelayAfter(this NodeRetry policy, int attempt, double random)
    {
        var wait = policy.DelayAfter(attempt);
        return policy.Jitter ? wait * (0.5 + (random / 2)) : wait;
    }
}
