using System.ComponentModel;

namespace Microsoft.DurableTask;

/// <summary>A declarative rule for retrying a failed task. The delays between attempts are durable timers.</summary>
public class RetryPolicy
{
    /// <summary>Creates a policy.</summary>
    /// <param name="maxNumberOfAttempts">How often the task is tried in all, the first time included; at least 1.</param>
    /// <param name="firstRetryInterval">The delay before the second attempt; more than zero.</param>
    /// <param name="backoffCoefficient">By what each delay is multiplied to give the next; at least 1.</param>
    /// <param name="maxRetryInterval">The longest delay; one hour when not given.</param>
    /// <param name="retryTimeout">How long after the first attempt a retry may still begin; without end when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        Require(maxNumberOfAttempts > 0, nameof(maxNumberOfAttempts), maxNumberOfAttempts, "must be greater than zero");
        Require(firstRetryInterval > TimeSpan.Zero, nameof(firstRetryInterval), firstRetryInterval, "must be greater than zero");
        Require(backoffCoefficient >= 1.0, nameof(backoffCoefficient), backoffCoefficient, "must be at least 1.0");
        Require(IsUnset(maxRetryInterval) || maxRetryInterval >= firstRetryInterval, nameof(maxRetryInterval), maxRetryInterval,
            "must not be less than the first retry interval");
        Require(IsUnset(retryTimeout) || retryTimeout >= firstRetryInterval, nameof(retryTimeout), retryTimeout,
            "must not be less than the first retry interval");

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
        Handle = _ => true;
    }

    /// <summary>Gets how often the task is tried in all.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>Gets the delay before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Gets by what each delay is multiplied to give the next. The default is 1.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>Gets the longest delay. The default is one hour.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>Gets how long after the first attempt a retry may still begin. The default is without end.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Gets the test that an exception must pass to be retried.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<Exception, bool> Handle { get; private init; }

    /// <summary>Sets the test that a failure must pass to be retried. By default every failure is retried.</summary>
    /// <remarks>It runs inside the orchestration and again at every replay, so it must be deterministic.</remarks>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            Handle = exception => exception is TaskFailedException failed
                ? value(failed.FailureDetails)
                : throw new InvalidOperationException($"'{exception.GetType()}' is not the failure of a task.");
        }
    }

    private static bool IsUnset(TimeSpan? value) => value is null || value == Timeout.InfiniteTimeSpan;

    private static void Require(bool condition, string name, object? value, string rule)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(name, value, $"The value for {name} {rule}.");
        }
    }
}
