using Orcheo.Core.Definitions;

namespace Orcheo.Nodes.Running;

/// <summary>A retry policy with every member resolved.</summary>
public sealed record NodeRetryPolicy
{
    /// <summary>The longest interval that a policy may ask for.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>The policy of nodes that are not retried.</summary>
    public static NodeRetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>How often the node is tried in all; at least 1, default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; default one second.</summary>
    public TimeSpan InitialInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By what the wait grows each time; at least 1, default 2.</summary>
    public double BackoffCoefficient { get; init; } = 2;

    /// <summary>The longest wait; default 30 seconds.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a wait is chosen at random between half of it and all of it; default true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>
    /// The longest <c>Retry-After</c> that is honoured: <see cref="MaxInterval"/>, but at least a minute. Whoever asks for more is not
    /// asked again, since an activity would be held up for it.
    /// </summary>
    public TimeSpan LongestRetryAfter => MaxInterval > TimeSpan.FromMinutes(1) ? MaxInterval : TimeSpan.FromMinutes(1);

    /// <summary>The policy of a node: its own members, then the workflow's, then the defaults; values out of range are brought into it.</summary>
    /// <param name="node">The node's own policy; null for none.</param>
    /// <param name="workflow">The policy in the workflow's settings; null for none.</param>
    public static NodeRetryPolicy Resolve(RetrySettings? node, RetrySettings? workflow)
    {
        if (node is null && workflow is null)
        {
            return Default;
        }

        return new NodeRetryPolicy
        {
            MaxAttempts = Math.Max(1, node?.MaxAttempts ?? workflow?.MaxAttempts ?? Default.MaxAttempts),
            InitialInterval = Interval(node?.InitialIntervalSeconds ?? workflow?.InitialIntervalSeconds, Default.InitialInterval),
            BackoffCoefficient = Math.Max(1, node?.BackoffCoefficient ?? workflow?.BackoffCoefficient ?? Default.BackoffCoefficient),
            MaxInterval = Interval(node?.MaxIntervalSeconds ?? workflow?.MaxIntervalSeconds, Default.MaxInterval),
            Jitter = node?.Jitter ?? workflow?.Jitter ?? Default.Jitter,
        };
    }

    /// <summary>The policy with every default.</summary>
    public static NodeRetryPolicy Default { get; } = new();

    /// <summary>The wait after an attempt, before any <c>Retry-After</c>.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="random">From 0 up to 1; used with <see cref="Jitter"/>.</param>
    internal TimeSpan DelayAfter(int attempt, double random)
    {
        // The power may overflow to infinity, which Min brings back to the longest wait.
        var seconds = Math.Min(InitialInterval.TotalSeconds * Math.Pow(BackoffCoefficient, attempt - 1), MaxInterval.TotalSeconds);
        return TimeSpan.FromSeconds(Jitter ? seconds * (0.5 + (random / 2)) : seconds);
    }

    private static TimeSpan Interval(double? seconds, TimeSpan fallback) =>
        seconds is { } given ? TimeSpan.FromSeconds(Math.Clamp(given, 0, LongestInterval.TotalSeconds)) : fallback;
}
