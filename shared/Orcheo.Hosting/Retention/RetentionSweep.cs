using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Storage.AzureTables;

namespace Orcheo.Hosting.Retention;

/// <summary>
/// Removes what is kept no longer, in bounded batches and for a bounded time. It can be stopped, killed, and run twice at once; what is
/// left is found the next time.
/// </summary>
public sealed class RetentionSweep(
    ExecutionPurge executions, ExpiryIndex expiry, ITableStore store, RetentionOptions options, TimeProvider time, ILogger<RetentionSweep> logger)
{
    /// <summary>Under the five minutes that a function may take on the consumption plan.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(4);

    /// <summary>A large value is written before its row; no write takes this long.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(24);

    /// <summary>Removes a tenant's ended executions, their events, and expired rows, as far as their time is over.</summary>
    public async Task<RetentionReport> RunAsync(string tenant, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(Budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        var report = new RetentionReport();
        try
        {
            await RunAsync(tenant, report, stop.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            HostingLogs.RetentionCutShort(logger, Budget.TotalMinutes);
        }

        if (report.Any)
        {
            HostingLogs.RetentionSwept(logger, report.Executions, report.Records, report.Rows);
        }

        return report;
    }

    /// <summary>Removes large values that a crash has left without a row; looks at all of them.</summary>
    /// <returns>How many; 0 with a store that has none.</returns>
    public async Task<int> RemoveOrphanedValuesAsync(CancellationToken cancellationToken) => store is AzureTableStore azure
        ? await azure.DeleteOrphanedValuesAsync(time.GetUtcNow() - OrphanAge, cancellationToken)
        : 0;

    private async Task RunAsync(string tenant, RetentionReport report, CancellationToken cancellationToken)
    {
        await DrainAsync(
            TableLimits.BatchRows,
            async limit =>
            {
                var settled = await expiry.PurgeAsync(tenant, limit, cancellationToken);
                report.Rows += settled;
                return settled;
            },
            cancellationToken);
        await DrainAsync(
            options.BatchSize,
            async limit =>
            {
                var settled = await executions.PurgeRecordsAsync(tenant, limit, cancellationToken);
                report.Records += settled;
                return settled;
            },
            cancellationToken);

        var before = time.GetUtcNow().AddDays(-options.ExecutionDays);
        string? continuation = null;
        do
        {
            var batch = await executions.PurgeAsync(tenant, before, continuation, options.BatchSize, cancellationToken);
            report.Executions += batch.Removed;
            continuation = batch.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>Repeats a batch until it was not full.</summary>
    private static async Task DrainAsync(int limit, Func<int, Task<int>> batch, CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (await batch(limit) >= limit);
    }
}
