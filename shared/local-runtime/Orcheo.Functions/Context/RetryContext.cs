namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often the host has retried an invocation.</summary>
public abstract class RetryContext
{
    /// <summary>The retries so far.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The retries allowed; -1 means no limit.</summary>
    public abstract int MaxRetryCount { get; }
}
