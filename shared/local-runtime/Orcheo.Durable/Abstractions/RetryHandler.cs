namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again.</summary>
/// <param name="retryContext">What happened so far.</param>
/// <returns><c>true</c> to try again.</returns>
/// <remarks>It runs inside the orchestration and again at every replay, so it must be deterministic.</remarks>
public delegate bool RetryHandler(RetryContext retryContext);
