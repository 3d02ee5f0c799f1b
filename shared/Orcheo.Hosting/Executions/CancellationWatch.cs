using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Stops a running node when its execution is cancelled, has ended or is out of time. It asks the store, so it works whichever process
/// took the cancellation.
/// </summary>
internal static class CancellationWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when the work has ended, which it soon has once it was stopped.</summary>
    public static async Task RunAsync(ExecutionStore executions, RunNodeInput input, Task work, CancellationTokenSource stop, TimeProvider time)
    {
        while (!work.IsCompleted)
        {
            var head = await executions.GetHeadAsync(input.Tenant, input.ExecutionId, CancellationToken.None);
            if (head is null || head.Status == ExecutionStatus.Cancelling || head.Status.HasEnded() || head.Deadline <= time.GetUtcNow())
            {
                await stop.CancelAsync();
                return;
            }

            using var enough = new CancellationTokenSource();
            await Task.WhenAny(work, Task.Delay(Interval, time, enough.Token));
            await enough.CancelAsync();
        }
    }
}
