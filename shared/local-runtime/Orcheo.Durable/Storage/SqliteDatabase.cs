using SQLitePCL;

namespace Orcheo.Durable;

/// <summary>One connection to a database. It calls SQLite directly: no boxed parameters and no reader objects on the way of a commit.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase()
    {
        Batteries_V2.Init();
    }

    public SqliteDatabase(string path, bool readOnly)
    {
        int flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        int code = raw.sqlite3_open_v2(path, out _handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            string message = _handle is null ? "out of memory" : raw.sqlite3_errmsg(_handle).utf8_to_string();
            _handle?.Dispose();
            throw new SqliteFault(code, message);
        }

        raw.sqlite3_busy_timeout(_handle, 2000);
    }

    public void Execute(string sql)
    {
        int code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }
    }

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        int code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement);
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }

        SqliteStatement result = new(this, statement);
        _statements.Add(result);
        return result;
    }

    public long ScalarInt64(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public string? ScalarText(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    public SqliteFault Fault(int code)
        => new(code, $"SQLite error {code}: {raw.sqlite3_errmsg(_handle).utf8_to_string()}");

    public void Forget(SqliteStatement statement) => _statements.Remove(statement);

    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements.ToArray())
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }
}
