using System.Globalization;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>Applies batches inside the writer's open transaction: each wholly, or not at all when it conflicts.</summary>
/// <remarks>
/// Every row of a batch is looked up before any is touched. As all rows of a batch differ and only the writer writes, nothing can
/// conflict afterwards, and no savepoint is needed.
/// </remarks>
internal sealed class BatchApplier(SqliteDatabase database) : IDisposable
{
    private readonly Dictionary<string, WriterTable> _tables = new(StringComparer.Ordinal);
    private readonly long[] _ids = new long[TableLimits.BatchRows];
    private readonly VersionCounter _versions = new(database);

    public TableWriteResult Apply(WriteRequest request)
    {
        var table = Table(request.Table);
        var writes = request.Writes;
        for (var i = 0; i < writes.Length; i++)
        {
            var (id, version) = table.Find(request.PartitionKey, writes[i].RowKey);
            if (Conflict(writes[i], id, version) is { } kind)
            {
                return new TableWriteResult(null, new TableConflict(i, kind));
            }

            _ids[i] = id;
        }

        var etags = new string[writes.Length];
        for (var i = 0; i < writes.Length; i++)
        {
            etags[i] = Apply(table, request.PartitionKey, writes[i], _ids[i]);
        }

        return new TableWriteResult(etags, null);
    }

    /// <summary>Call after the transaction: what it reserved is only kept when it was committed.</summary>
    public void End(bool committed) => _versions.End(committed);

    public void Dispose()
    {
        foreach (var table in _tables.Values)
        {
            table.Dispose();
        }
    }

    private static TableConflictKind? Conflict(in TableWrite write, long id, long version) => write switch
    {
        { Kind: TableWriteKind.Insert } => id == 0 ? null : TableConflictKind.RowExists,
        { ETag: null } => null,
        _ when id == 0 => TableConflictKind.RowMissing,
        _ => SqliteETag.Matches(write.ETag, version) ? null : TableConflictKind.ETagMismatch,
    };

    private string Apply(WriterTable table, string partitionKey, in TableWrite write, long id)
    {
        if (write.Kind == TableWriteKind.Delete)
        {
            if (id != 0)
            {
                table.Delete(id);
            }

            return "";
        }

        var version = _versions.Next();
        if (id == 0)
        {
            table.Insert(partitionKey, write, version);
        }
        else
        {
            table.Update(id, write, version);
        }

        return SqliteETag.Format(version);
    }

    private WriterTable Table(string name)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            table = new WriterTable(database, name);
            _tables.Add(name, table);
        }

        return table;
    }
}

/// <summary>The ETag of a row is the number of the write that made it.</summary>
internal static class SqliteETag
{
    public static string Format(long version) => version.ToString(CultureInfo.InvariantCulture);

    public static bool Matches(string etag, long version) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed == version;
}
