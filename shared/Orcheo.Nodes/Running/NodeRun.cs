using System.Globalization;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;

namespace Orcheo.Nodes.Running;

/// <summary>What one attempt came to: exactly one of the two is set.</summary>
internal readonly record struct Attempt(NodeResult? Result, NodeException? Error);

/// <summary>The state of one run of a node, over its attempts.</summary>
internal sealed class NodeRun(INode node, NodeContext context, NodeRetry policy, TimeSpan timeout, NodeRetrying? onRetry)
{
    /// <summary>The longest limit that a timer can keep; longer ones are cut to it.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    private int _attempts;

    public INode Node => node;

    public TimeSpan Timeout { get; } = timeout > TimeSpan.Zero && timeout < LongestTimeout ? timeout : LongestTimeout;

    /// <summary>The failure of the first attempt, until the pipeline has taken it over.</summary>
    public NodeException? FirstError { get; set; }

    public NodeContext NextContext()
    {
        _attempts++;
        return context.Attempt == _attempts ? context : context with { Attempt = _attempts };
    }

    public bool MayRetry(NodeException error) => error.Retryable && _attempts < policy.MaxAttempts && !AsksForTooLong(error);

    /// <summary>What the other side asked for, else the backoff. A Retry-After of nothing is no reason to hurry.</summary>
    public TimeSpan DelayAfter(NodeException error, Func<double> random) =>
        error.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : policy.DelayAfter(_attempts, random());

    public ValueTask TellRetryAsync(NodeException error, TimeSpan delay) => onRetry?.Invoke(_attempts, error, delay) ?? ValueTask.CompletedTask;

    public NodeRunResult End(Attempt last) => new(last.Result, last.Error is null ? null : Explained(last.Error), _attempts);

    private bool AsksForTooLong(NodeException error) => error.RetryAfter > policy.LongestRetryAfter();

    /// <summary>Says why no further attempt was made, where attempts were left.</summary>
    private NodeException Explained(NodeException error)
    {
        if (!error.Retryable || _attempts >= policy.MaxAttempts || !AsksForTooLong(error))
        {
            return error;
        }

        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{error.Message} The other side asked to wait {error.RetryAfter!.Value.TotalSeconds:0} s, longer than the {policy.LongestRetryAfter().TotalSeconds:0} s that a retry waits: no further attempt was made.");
        return new NodeException(error.Code, message, error.Retryable, error.RetryAfter, error.Details, error.InnerException) { Usage = error.Usage };
    }
}
