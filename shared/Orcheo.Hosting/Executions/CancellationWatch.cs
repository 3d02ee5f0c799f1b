using Orcheo.Core.Executions;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Stops a running node when its execution is cancelled, has ended or is out of time. It asks the store, so it works whichever process
/// took the cancellation. The nodes of an execution that run here side by side share their looks, so that a wide workflow of slow nodes
/// asks no more often than a narrow one.
/// </summary>
internal sealed class CancellationWatch(ExecutionStore executions, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often there is something else to do, and how old another node's look may be to serve here too.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, string ExecutionId), (long At, Task<ExecutionHead?> Head)> _looks = [];

    /// <summary>Returns when the work has ended, which it soon has once it was stopped.</summary>
    public async Task RunAsync(RunNodeInput input, Task work, CancellationTokenSource stop, Func<Task>? meanwhile = null)
    {
        try
        {
            await WatchAsync(input, work, stop, meanwhile);
        }
        finally
        {
            // Others that still watch look again by themselves.
            lock (_lock)
            {
                _looks.Remove((input.Tenant, input.ExecutionId));
            }
        }
    }

    private async Task WatchAsync(RunNodeInput input, Task work, CancellationTokenSource stop, Func<Task>? meanwhile)
    {
        var looked = (long?)null;
        while (!work.IsCompleted)
        {
            if (looked is null || time.GetElapsedTime(looked.Value) >= Interval)
            {
                looked = time.GetTimestamp();
                if (await MustStopAsync(input))
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

    private async Task<bool> MustStopAsync(RunNodeInput input)
    {
        try
        {
            var head = await LookAsync(input.Tenant, input.ExecutionId);
            return head is null || head.Status == ExecutionStatus.Cancelling || head.Status.HasEnded() || head.Deadline <= time.GetUtcNow();
        }
        catch (StorageException)
        {
            // Asked again soon. To give the node up for it would mean to run it a second time.
            return false;
        }
    }

    private Task<ExecutionHead?> LookAsync(string tenant, string executionId)
    {
        lock (_lock)
        {
            if (_looks.TryGetValue((tenant, executionId), out var last) && time.GetElapsedTime(last.At) < Tick)
            {
                return last.Head;
            }

            var head = executions.GetHeadAsync(tenant, executionId, CancellationToken.None);
            _looks[(tenant, executionId)] = (time.GetTimestamp(), head);
            return head;
        }
    }
}
