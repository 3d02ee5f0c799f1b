using Microsoft.DurableTask.Client;
using Orcheo.Core.Executions;
using Orcheo.Hosting;

namespace Orcheo.Api.Http;

/// <summary>Waits for the end of an execution, for answers that tell what it came to.</summary>
/// <remarks>
/// The embedded engine tells at once that an orchestration has ended. Durable Functions on Azure Storage asks its instances table every two
/// seconds, so there the store is looked at: often at first, later less, so that an answer is late by a quarter of the time it took at most.
/// An execution that may have to wait for its turn has no orchestration until then, and is looked at anywhere.
/// </remarks>
internal sealed class ExecutionEnd(ExecutionStore executions, DurableRunner runner, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Whether the execution ends within that time.</summary>
    /// <exception cref="OperationCanceledException">Who asked has gone.</exception>
    public async Task<bool> ComesWithinAsync(TimeSpan limit, string tenant, ExecutionHead head, DurableTaskClient client, CancellationToken aborted)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        timeout.CancelAfter(limit);
        try
        {
            await (runner.IsEmbedded && head.Ticket is null
                ? client.WaitForInstanceCompletionAsync(head.Id, timeout.Token)
                : LookAsync(tenant, head.Id, timeout.Token));
            return true;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task LookAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        ExecutionHead? head;
        do
        {
            var late = time.GetElapsedTime(began) / 4;
            await Task.Delay(late < Shortest ? Shortest : late > Longest ? Longest : late, time, cancellationToken);
            head = await executions.GetHeadAsync(tenant, id, cancellationToken);
        }
        while (head is not null && !head.Status.HasEnded());
    }
}
