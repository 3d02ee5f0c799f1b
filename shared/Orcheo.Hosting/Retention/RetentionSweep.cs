using Microsoft.Extensions.Logging;
using Orcheo.Core.Audit;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Storage.AzureTables;

namespace Orcheo.Hosting.Retention;

/// <summary>
/// Removes what is kept no longer, in bounded batches and for a bounded time. It can be stopped, killed, and run twice at once; what is
/// left is found the next time.
/// </summary>
public sealed class RetentionSweep(
    ExecutionPurge executions,
    AuditStore audit,
    ExpiryIndex expiry,
    ITableStore store,
    RetentionOptions options,
    TimeProvider time,
    ILogger<RetentionSweep> logger)
{
    /// <summary>Under the five minutes that a function may take on the consumption plan.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(4);

    /// <summary>A large value is written before its row; no write takes this long.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(24);

    /// <summary>Removes a tenant's ended executions, their events, old audit entries and expired rows, as far as their time is over.</summary>
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
            HostingLogs.RetentionSwept(logger, report.Executions, report.Records, report.Entries, report.Rows);
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
        await DrainAsync(() => expiry.PurgeAsync(tenant, TableLimits.BatchRows, cancellationToken), settled => report.Rows += settled, cancellationToken);
        await DrainAsync(() => executions.PurgeRecordsAsync(tenant, options.BatchSize, cancellationToken), settled => report.Records += settled, cancellationToken);
        var endedBefore = time.GetUtcNow().AddDays(-options.ExecutionDays);
        string? continuation = null;
        do
        {
            var batch = await executions.PurgeAsync(tenant, endedBefore, continuation, options.BatchSize, cancellationToken);
            report.Executions += batch.Removed;
            continuation = batch.Continuation;
        }
        while (continuation is not null);

        var madeBefore = time.GetUtcNow().AddDays(-options.AuditDays);
        await DrainAsync(() => audit.PurgeAsync(tenant, madeBefore, cancellationToken), removed => report.Entries += removed, cancellationToken);
    }

    /// <summary>Repeats a batch until it finds nothing any more.</summary>
    private static async Task DrainAsync(Func<Task<int>> batch, Action<int> count, CancellationToken cancellationToken)
    {
        int done;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            done = await batch();
            count(done);
        }
        while (done > 0);
    }
}
