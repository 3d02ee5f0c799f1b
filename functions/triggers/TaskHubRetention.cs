using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Security;

namespace Orcheo.Triggers;

/// <summary>
/// Removes orchestrations that ended some days ago from the task hub. One that completed has recorded the end of its execution before;
/// one that failed or was terminated may not have, and stays until the reconciler has ended its execution: were it gone, the execution
/// would be taken for one that never started.
/// </summary>
public sealed class TaskHubRetention(ExecutionStore executions, RetentionOptions options, TimeProvider time)
{
    /// <summary>How long one clearing may take. On Azure it is one call to the host, which host.json must grant more time than this.</summary>
    internal static readonly TimeSpan Budget = TimeSpan.FromMinutes(4);

    /// <summary>Removes what is due: at the start, and then every hour.</summary>
    [Function(nameof(PurgeTaskHub))]
    public async Task PurgeTaskHub(
        [TimerTrigger("0 40 * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var before = time.GetUtcNow().AddDays(-options.HubDays);
        var completed = new PurgeInstancesFilter(null, before, [OrchestrationRuntimeStatus.Completed]) { Timeout = Budget };
        await client.PurgeAllInstancesAsync(completed, cancellationToken);
        var others = new OrchestrationQuery(
            CreatedTo: before, Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated], PageSize: options.BatchSize);
        await foreach (var instance in client.GetAllInstancesAsync(others).WithCancellation(cancellationToken))
        {
            if (await IsSettledAsync(instance.InstanceId, cancellationToken))
            {
                await client.PurgeInstanceAsync(instance.InstanceId, cancellationToken);
            }
        }
    }

    /// <summary>Whether an instance is no execution's, or of one that has ended or is gone.</summary>
    private async Task<bool> IsSettledAsync(string instanceId, CancellationToken cancellationToken) =>
        !OrcheoId.IsValid(OrcheoId.Execution, instanceId)
        || await executions.GetHeadAsync(Caller.DefaultTenant, instanceId, cancellationToken) is not { } head
        || head.Status.HasEnded();
}
