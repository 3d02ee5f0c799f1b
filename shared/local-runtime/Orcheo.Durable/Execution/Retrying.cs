using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>Tries a task again as its options say. Delays are durable timers, so they survive a restart.</summary>
internal static class Retrying
{
    public static Task<T> Run<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt) => retry switch
    {
        { Policy: { } policy } => RunWithPolicy(context, policy, attempt),
        { Handler: { } handler } => RunWithHandler(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> RunWithPolicy<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        DateTime began = context.CurrentUtcDateTime;
        for (int failures = 0; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed)
            {
                if (failures + 1 >= policy.MaxNumberOfAttempts || !IsRetriable(failed, policy) || !InTime(context, policy, began))
                {
                    throw;
                }
            }

            await context.CreateTimer(Delay(policy, failures), CancellationToken.None);
        }
    }

    private static async Task<T> RunWithHandler<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        DateTime began = context.CurrentUtcDateTime;
        for (int number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed) when (!IsMissing(failed))
            {
                TimeSpan passed = context.CurrentUtcDateTime - began;
                if (!await handler(new(context, number, failed.FailureDetails, passed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsRetriable(TaskFailedException failed, RetryPolicy policy) => !IsMissing(failed) && policy.Handle(failed);

    // A task that is not registered will not appear by waiting.
    private static bool IsMissing(TaskFailedException failed)
        => failed.FailureDetails.ErrorType is "ActivityTaskNotFound" or "OrchestratorTaskNotFound";

    private static bool InTime(TaskOrchestrationContext context, RetryPolicy policy, DateTime began)
        => policy.RetryTimeout == Timeout.InfiniteTimeSpan || policy.RetryTimeout == TimeSpan.MaxValue
            || context.CurrentUtcDateTime < began.Add(policy.RetryTimeout);

    private static TimeSpan Delay(RetryPolicy policy, int failures)
    {
        double wanted = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, failures);
        double most = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.FromDays(3650).TotalMilliseconds
            : policy.MaxRetryInterval.TotalMilliseconds;
        return TimeSpan.FromMilliseconds(Math.Min(wanted, most));
    }
}
