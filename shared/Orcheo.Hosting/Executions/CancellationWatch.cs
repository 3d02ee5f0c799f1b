using Orcheo.Core.Executions;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Stops a running node when its execution is cancelled, has ended or is out of time. It asks the store, so it works whichever process
/// took the cancellation.
/// </summary>
internal static class CancellationWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often there is something else to do.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns when the work has ended, which it soon has once it was stopped.</summary>
    public static async Task RunAsync(
        ExecutionStore executions, RunNodeInput input, Task work, CancellationTokenSource stop, TimeProvider time, Func<Task>? meanwhile = null)
    {
        var looked = (long?)null;
        while (!work.IsCompleted)
        {
            if (looked is null || time.GetElapsedTime(looked.Value) >= Interval)
            {
                looked = time.GetTimestamp();
                if (await MustStopAsync(executions, input, time))
                {
                    await stop.CancelAsync();
                    return;
                }
            }

            if (meanwhile is not null)
            {
                await meanwhile();
            }

            using var enough = new CancellationTokenSource();
            await Task.WhenAny(work, Task.Delay(Tick, time, enough.Token));
            await enough.CancelAsync();
        }
    }

    private static async Task<bool> MustStopAsync(ExecutionStore executions, RunNodeInput input, TimeProvider time)
    {
        try
        {
            var head = await executions.GetHeadAsync(input.Tenant, input.ExecutionId, CancellationToken.None);
            return head is null || head.Status == ExecutionStatus.Cancelling || head.Status.HasEnded() || head.Deadline <= time.GetUtcNow();
        }
        catch (StorageException)
        {
            // Asked again soon. To give the node up for it would mean to run it a second time.
            return false;
        }
    }
}
