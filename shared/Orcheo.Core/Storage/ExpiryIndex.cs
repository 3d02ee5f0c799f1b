using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Storage;

/// <summary>
/// Finds rows whose time is over, at a cost that does not grow with those that still have time. Such a row is a JSON object with
/// <c>expires_at</c>; whoever writes one writes <see cref="Entry"/> beside it, again when its time changes. The row itself decides:
/// an entry whose row has been given more time, or is gone, is dropped.
/// </summary>
public sealed class ExpiryIndex(ITableStore store, TimeProvider time)
{
    private const string Table = "expiry";

    /// <summary>The tables that this index needs.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Table];

    /// <summary>The batch that enters a row; to be written together with it.</summary>
    public static TableBatch Entry(string tenant, DateTimeOffset expiresAt, string table, string partition, string row)
    {
        var target = StoredJson.Write(new Target(table, partition, row));
        var hash = Convert.ToHexStringLower(SHA256.HashData(target.Span).AsSpan(0, 16));
        return new TableBatch(Table, tenant, [TableWrite.Upsert($"{Due(expiresAt)}|{hash}", target)]);
    }

    /// <summary>Deletes rows whose time is over, those that have been due the longest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">At most this many entries are looked at, 1 to <see cref="TableLimits.BatchRows"/>.</param>
    /// <param name="cancellationToken">Stops between two steps; what is left is found the next time.</param>
    /// <returns>How many entries were settled; 0 when nothing is due that can be settled now.</returns>
    public async Task<int> PurgeAsync(string tenant, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var query = new TableQuery { To = Due(now.AddMilliseconds(1)), Limit = Math.Clamp(limit, 1, TableLimits.BatchRows) };
        var due = await store.QueryAsync(Table, tenant, query, cancellationToken);
        if (due.Rows.Count == 0)
        {
            return 0;
        }

        var deletions = await Task.WhenAll(due.Rows.Select(entry => DeletionAsync(StoredJson.Read<Target>(entry.Value), now, cancellationToken)));
        var results = await store.WriteAllAsync([.. deletions.OfType<TableBatch>()], cancellationToken);
        var settled = Settled(due.Rows, deletions, results);
        if (settled.Count > 0)
        {
            await store.WriteAsync(Table, tenant, settled, cancellationToken);
        }

        return settled.Count;
    }

    /// <summary>The deletion of an entry's row as it now is; null where there is nothing to delete.</summary>
    private async Task<TableBatch?> DeletionAsync(Target target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(target.Table, target.Partition, target.Row, cancellationToken);
        return row is not null && StoredJson.Read<JsonElement>(row.Value).GetProperty("expires_at").GetDateTimeOffset() <= now
            ? new TableBatch(target.Table, target.Partition, [TableWrite.Delete(target.Row, row.ETag)])
            : null;
    }

    /// <summary>The entries to delete: all but those whose row was changed meanwhile, which are looked at again.</summary>
    private static List<TableWrite> Settled(IReadOnlyList<TableRow> entries, TableBatch?[] deletions, IReadOnlyList<TableWriteResult> results)
    {
        var settled = new List<TableWrite>(entries.Count);
        var next = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (deletions[i] is null || results[next++].Conflict is null or { Kind: TableConflictKind.RowMissing })
            {
                settled.Add(TableWrite.Delete(entries[i].RowKey));
            }
        }

        return settled;
    }

    private static string Due(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("D14", CultureInfo.InvariantCulture);

    private sealed record Target(string Table, string Partition, string Row);
}
