using System.Globalization;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Core.Triggers;

/// <summary>
/// Stores cron triggers. Table <c>cron</c>, one partition per tenant, so that a trigger and the row that says when it is due change in
/// one atomic batch: <c>t|</c> triggers newest first, <c>d|</c> due rows by time. A trigger with a next time has exactly one due row.
/// </summary>
public sealed class CronTriggerStore(ITableStore store)
{
    private const string Table = "cron";
    private const string ClockRow = "c|clock";
    private const string DuePrefix = "d|";
    private const string TriggerPrefix = "t|";
    private const string TriggerEnd = "t}";

    /// <summary>The tables that cron triggers need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Table];

    /// <summary>Stores a new trigger.</summary>
    public async Task<Versioned<CronTrigger>> CreateAsync(string tenant, CronTrigger trigger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        List<TableWrite> writes = [TableWrite.Insert(TriggerRow(trigger.Id), StoredJson.Write(trigger))];
        if (DueRow(trigger) is { } due)
        {
            writes.Add(TableWrite.Insert(due, DueValue(trigger)));
        }

        var result = await store.WriteAsync(Table, tenant, writes, cancellationToken);
        return result.Applied
            ? new Versioned<CronTrigger>(trigger, result.ETags![0])
            : throw new StorageException($"The trigger '{trigger.Id}' is stored already.");
    }

    /// <summary>Reads a trigger; null when there is none.</summary>
    public async Task<Versioned<CronTrigger>?> GetAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(Table, tenant, TriggerRow(id), cancellationToken);
        return row is null ? null : new Versioned<CronTrigger>(StoredJson.Read<CronTrigger>(row.Value), row.ETag);
    }

    /// <summary>Replaces a trigger, and its due row where the next time has changed.</summary>
    /// <returns>The trigger as it now is; null when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<Versioned<CronTrigger>?> ReplaceAsync(
        string tenant, Versioned<CronTrigger> current, CronTrigger next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        List<TableWrite> writes = [TableWrite.Replace(TriggerRow(next.Id), StoredJson.Write(next), current.ETag)];
        var (before, after) = (DueRow(current.Value), DueRow(next));
        if (before != after)
        {
            if (before is not null)
            {
                writes.Add(TableWrite.Delete(before));
            }

            if (after is not null)
            {
                writes.Add(TableWrite.Upsert(after, DueValue(next)));
            }
        }

        var result = await store.WriteAsync(Table, tenant, writes, cancellationToken);
        return result.Applied ? new Versioned<CronTrigger>(next, result.ETags![0]) : null;
    }

    /// <summary>Removes a trigger. Its executions stay.</summary>
    /// <returns>False when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<bool> DeleteAsync(string tenant, Versioned<CronTrigger> current, CancellationToken cancellationToken)
    {
        List<TableWrite> writes = [TableWrite.Delete(TriggerRow(current.Value.Id), current.ETag)];
        if (DueRow(current.Value) is { } due)
        {
            writes.Add(TableWrite.Delete(due));
        }

        return (await store.WriteAsync(Table, tenant, writes, cancellationToken)).Applied;
    }

    /// <summary>Lists triggers newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">Only those of this workflow; null for all.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ListPage<CronTrigger>> ListAsync(
        string tenant, string? workflowId, ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var skip = request.Cursor is null ? (request.Page - 1) * request.Limit : 0;
        var items = new List<CronTrigger>(request.Limit);
        var query = new TableQuery { From = First(request.Cursor), To = TriggerEnd, Limit = Math.Min(request.Limit + 1, TableLimits.PageRows) };
        do
        {
            var page = await store.QueryAsync(Table, tenant, query, cancellationToken);
            foreach (var row in page.Rows)
            {
                var trigger = StoredJson.Read<CronTrigger>(row.Value);
                if ((workflowId is not null && trigger.WorkflowId != workflowId) || skip-- > 0)
                {
                    continue;
                }

                if (items.Count == request.Limit)
                {
                    return new ListPage<CronTrigger>(items, row.RowKey);
                }

                items.Add(trigger);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return new ListPage<CronTrigger>(items, null);
    }

    /// <summary>Reads what is due: one range, which finds nothing when nothing is due, however many triggers there are.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="now">Everything up to this time is due.</param>
    /// <param name="continuation">Where the previous page ended; null for the first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<DuePage> ListDueAsync(string tenant, DateTimeOffset now, string? continuation, CancellationToken cancellationToken)
    {
        var query = new TableQuery
        {
            From = DuePrefix,
            To = DuePrefix + Milliseconds(now.AddMilliseconds(1)),
            Limit = TableLimits.PageRows,
            Continuation = continuation,
        };
        var page = await store.QueryAsync(Table, tenant, query, cancellationToken);
        return new DuePage([.. page.Rows.Select(row => new DueTrigger(StoredJson.Read<string>(row.Value), row.RowKey, row.ETag))], page.Continuation);
    }

    /// <summary>Whether the trigger is due as the row says: a row that it no longer has is not to be acted on.</summary>
    public static bool IsDue(CronTrigger trigger, DueTrigger due)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(due);
        return DueRow(trigger) == due.RowKey;
    }

    /// <summary>Removes a due row that belongs to no trigger, unless it was written again since it was read.</summary>
    public Task RemoveDueAsync(string tenant, DueTrigger due, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        return store.WriteAsync(Table, tenant, [TableWrite.Delete(due.RowKey, due.ETag)], cancellationToken);
    }

    /// <summary>The latest time at which triggers were seen to fire, about to the minute; null when none ever has.</summary>
    public async Task<DateTimeOffset?> GetClockAsync(string tenant, CancellationToken cancellationToken) =>
        await store.GetAsync(Table, tenant, ClockRow, cancellationToken) is { } row ? StoredJson.Read<DateTimeOffset>(row.Value) : null;

    /// <summary>Records the time at which triggers fired.</summary>
    public Task SetClockAsync(string tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.WriteAsync(Table, tenant, [TableWrite.Upsert(ClockRow, StoredJson.Write(now))], cancellationToken);

    private static string First(string? cursor) =>
        cursor is null || string.CompareOrdinal(cursor, TriggerPrefix) < 0 ? TriggerPrefix : cursor;

    private static string TriggerRow(string id) => TriggerPrefix + OrcheoId.NewestFirstKey(id);

    private static string? DueRow(CronTrigger trigger) => trigger.NextFireAt is { } next ? $"{DuePrefix}{Milliseconds(next)}|{trigger.Id}" : null;

    private static ReadOnlyMemory<byte> DueValue(CronTrigger trigger) => StoredJson.Write(trigger.Id);

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture);
}

/// <summary>A due row.</summary>
/// <param name="TriggerId">The trigger that is due.</param>
/// <param name="RowKey">The row.</param>
/// <param name="ETag">The row's ETag.</param>
public sealed record DueTrigger(string TriggerId, string RowKey, string ETag);

/// <summary>A page of what is due, earliest first.</summary>
/// <param name="Items">The due rows.</param>
/// <param name="Continuation">Opaque; null when this is the last page.</param>
public sealed record DuePage(IReadOnlyList<DueTrigger> Items, string? Continuation);
