namespace Microsoft.DurableTask;

/// <summary>What a retry handler knows.</summary>
/// <param name="OrchestrationContext">The context of the calling orchestration.</param>
/// <param name="LastAttemptNumber">The number of the attempt that failed, from 1.</param>
/// <param name="LastFailure">How it failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt began.</param>
/// <param name="CancellationToken">A token that may be passed on.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
