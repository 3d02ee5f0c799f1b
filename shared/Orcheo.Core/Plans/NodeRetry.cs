using Orcheo.Core.Definitions;

namespace Orcheo.Core.Plans;

/// <summary>The retry policy that applies to a node: its own, completed by the workflow's and by the defaults.</summary>
/// <param name="MaxAttempts">How often the node is tried in all.</param>
/// <param name="InitialIntervalSeconds">The wait before the second attempt, in seconds.</param>
/// <param name="BackoffCoefficient">By what the wait grows each time.</param>
/// <param name="MaxIntervalSeconds">The longest wait, in seconds.</param>
/// <param name="Jitter">Whether waits are spread at random.</param>
public sealed record NodeRetry(int MaxAttempts, double InitialIntervalSeconds, double BackoffCoefficient, double MaxIntervalSeconds, bool Jitter)
{
    /// <summary>What applies where neither node nor workflow say anything.</summary>
    public static NodeRetry Default { get; } = new(3, 1, 2, 30, true);

    /// <summary>The policy of nodes that are not retried.</summary>
    public static NodeRetry None { get; } = Default with { MaxAttempts = 1 };

    /// <summary>The policy with the members that <paramref name="overrides"/> gives.</summary>
    /// <param name="overrides">The settings of a workflow or node; null changes nothing.</param>
    public NodeRetry With(RetrySettings? overrides) => overrides is null
        ? this
        : new NodeRetry(
            overrides.MaxAttempts ?? MaxAttempts,
            overrides.InitialIntervalSeconds ?? InitialIntervalSeconds,
            overrides.BackoffCoefficient ?? BackoffCoefficient,
            overrides.MaxIntervalSeconds ?? MaxIntervalSeconds,
            overrides.Jitter ?? Jitter);

    /// <summary>How long to wait after the given attempt has failed, before any jitter.</summary>
    /// <param name="attempt">1 for the first attempt.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var seconds = InitialIntervalSeconds * Math.Pow(BackoffCoefficient, attempt - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, MaxIntervalSeconds));
    }
}
