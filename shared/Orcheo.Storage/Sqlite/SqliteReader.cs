using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>A read-only connection with its prepared statements, used by one reader at a time.</summary>
internal sealed class SqliteReader(SqliteTableStoreOptions options) : IDisposable
{
    /// <summary>A page ends early when its values reach this many bytes, so that large rows do not fill the memory.</summary>
    private const int PageBytes = 8 * 1024 * 1024;

    /// <summary>Above every key, which is printable ASCII.</summary>
    private const string AfterAllKeys = "\u007f";

    private readonly SqliteDatabase _database = SqliteDatabase.Open(options.Path, writable: false, options.BusyTimeout);
    private readonly Dictionary<string, (SqliteStatement Get, SqliteStatement Query)> _tables = new(StringComparer.Ordinal);

    public TableRow? Get(string table, string partitionKey, string rowKey)
    {
        var get = Statements(table).Get.Bind(1, partitionKey).Bind(2, rowKey);
        if (!get.Step())
        {
            return null;
        }

        var row = new TableRow(rowKey, get.Blob(1), SqliteETag.Format(get.Integer(0)));
        get.Reset();
        return row;
    }

    public TablePage Query(string table, string partitionKey, TableQuery query)
    {
        // The continuation is the first key of the next page: one row more than asked for tells whether there is any.
        var from = string.CompareOrdinal(query.Continuation, query.From) > 0 ? query.Continuation : query.From;
        var statement = Statements(table).Query
            .Bind(1, partitionKey).Bind(2, from ?? "").Bind(3, query.To ?? AfterAllKeys).Bind(4, query.Limit + 1);
        var rows = new List<TableRow>();
        var bytes = 0L;
        while (statement.Step())
        {
            var key = statement.Text(0);
            bytes += statement.BlobLength(2);
            if (rows.Count == query.Limit || (rows.Count > 0 && bytes > PageBytes))
            {
                statement.Reset();
                return new TablePage(rows, key);
            }

            rows.Add(new TableRow(key, statement.Blob(2), SqliteETag.Format(statement.Integer(1))));
        }

        return new TablePage(rows, null);
    }

    public void Dispose()
    {
        foreach (var (get, query) in _tables.Values)
        {
            get.Dispose();
            query.Dispose();
        }

        _database.Dispose();
    }

    private (SqliteStatement Get, SqliteStatement Query) Statements(string table)
    {
        if (!_tables.TryGetValue(table, out var statements))
        {
            var name = SqliteSchema.TableName(table);
            statements = (
                _database.Prepare($"SELECT v, b FROM {name} WHERE p = ?1 AND r = ?2"),
                _database.Prepare($"SELECT r, v, b FROM {name} WHERE p = ?1 AND r >= ?2 AND r < ?3 ORDER BY r LIMIT ?4"));
            _tables.Add(table, statements);
        }

        return statements;
    }
}
