using Orcheo.Core.Storage;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Orcheo.Storage.Sqlite;

/// <summary>One connection to the database file, used by one thread at a time.</summary>
/// <remarks>
/// Straight on SQLite's C interface: on this path ADO.NET costs several times what SQLite itself does (parameters, readers and
/// commands are objects), and the rate of writes is what bounds the product.
/// </remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => sqlite3_get_autocommit(_handle) == 0;

    public static SqliteDatabase Open(string path, bool writable, TimeSpan busyTimeout)
    {
        var flags = SQLITE_OPEN_NOMUTEX | (writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
        var code = sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle, path);
        try
        {
            database.Check(code, "open");
            sqlite3_extended_result_codes(handle, 1);
            database.WaitForLock(busyTimeout);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Sets how long to wait for a lock that another process holds.</summary>
    public void WaitForLock(TimeSpan limit) => sqlite3_busy_timeout(_handle, (int)limit.TotalMilliseconds);

    public SqliteStatement Prepare(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out var statement), "prepare a statement");
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs one statement; returns the first column of its first row, 0 when it has none.</summary>
    public long Execute(string sql)
    {
        using var statement = Prepare(sql);
        if (!statement.Step())
        {
            return 0;
        }

        var value = statement.Integer(0);
        while (statement.Step())
        {
            // A statement takes effect only when it is stepped to its end.
        }

        return value;
    }

    /// <summary>Copies what it can from the write-ahead log into the database; returns whether that was all.</summary>
    /// <remarks>Waits for nobody.</remarks>
    public bool TryCheckpoint()
    {
        var code = sqlite3_wal_checkpoint_v2(_handle, null, SQLITE_CHECKPOINT_PASSIVE, out var frames, out var copied);
        return code == SQLITE_OK && frames == copied;
    }

    /// <summary>How many pages this connection has written since the count was last set back.</summary>
    public int PagesWritten(bool reset = false)
    {
        _ = sqlite3_db_status(_handle, SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, reset ? 1 : 0);
        return written;
    }

    /// <summary>Throws unless <paramref name="code"/> means success.</summary>
    public void Check(int code, string action)
    {
        if (code is not (SQLITE_OK or SQLITE_ROW or SQLITE_DONE))
        {
            throw Failure(code, action);
        }
    }

    public void Dispose() => sqlite3_close_v2(_handle);

    private StorageException Failure(int code, string action)
    {
        var why = (code & 0xFF) switch
        {
            SQLITE_FULL => "the disk is full or the database has reached its size limit. Free space or raise the limit",
            SQLITE_READONLY or SQLITE_PERM => "it cannot be written. Give this process the right to write the file and its folder",
            SQLITE_CANTOPEN => "the file cannot be opened or made. Check that the folder exists and that this process may write it",
            SQLITE_NOTADB => "the file is not a SQLite database, or is damaged. Point to another file or restore a backup",
            SQLITE_CORRUPT => "the file is damaged. Restore a backup",
            SQLITE_BUSY or SQLITE_LOCKED => "another process holds its lock. Stop the other process",
            SQLITE_IOERR => "the disk reported an error. Check the disk and the system log",
            _ => "SQLite refused",
        };
        var detail = _handle.IsInvalid ? sqlite3_errstr(code).utf8_to_string() : sqlite3_errmsg(_handle).utf8_to_string();
        return new StorageException($"The database '{Path}' could not {action}: {why} (SQLite {code}: {detail}).");
    }
}
