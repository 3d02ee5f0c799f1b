namespace Microsoft.DurableTask;

/// <summary>How an activity or a sub-orchestration is called.</summary>
public record TaskOptions
{
    /// <summary>Creates options with a retry rule.</summary>
    /// <param name="retry">What to do when the task fails; <c>null</c> means that a failure is final.</param>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="retry">What to do when the task fails; <c>null</c> means that a failure is final.</param>
    /// <param name="tags">Free labels of the task.</param>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The options to copy.</param>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>Gets the retry rule.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Gets the labels.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>Gets the version that is asked for.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Creates options that retry by a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The options.</returns>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Creates options that retry as an asynchronous handler decides.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The options.</returns>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Creates options that retry as a handler decides.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The options.</returns>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>Gives these options for a sub-orchestration with a chosen instance id.</summary>
    /// <param name="instanceId">The instance id of the sub-orchestration.</param>
    /// <returns>The options.</returns>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
