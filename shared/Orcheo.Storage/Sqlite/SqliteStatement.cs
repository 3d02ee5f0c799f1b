using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Orcheo.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1 and columns from 0, as in SQLite.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private const int KeyBytes = 1024;

    public SqliteStatement Bind(int index, string key)
    {
        // Keys and bounds are ASCII: a byte a character.
        Span<byte> bytes = key.Length <= KeyBytes ? stackalloc byte[KeyBytes] : new byte[key.Length];
        var length = Encoding.ASCII.GetBytes(key, bytes);
        database.Check(sqlite3_bind_text(handle, index, bytes[..length]), "bind a key");
        return this;
    }

    public SqliteStatement Bind(int index, long value)
    {
        database.Check(sqlite3_bind_int64(handle, index, value), "bind a number");
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        var code = value.IsEmpty ? sqlite3_bind_zeroblob(handle, index, 0) : sqlite3_bind_blob(handle, index, value);
        database.Check(code, "bind a value");
        return this;
    }

    /// <summary>Goes to the next row; false at the end, where the statement is reset and ready for its next run.</summary>
    public bool Step()
    {
        var code = sqlite3_step(handle);
        if (code == SQLITE_ROW)
        {
            return true;
        }

        if (code != SQLITE_DONE)
        {
            try
            {
                database.Check(code, "read or write");
            }
            finally
            {
                Reset();
            }
        }

        Reset();
        return false;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Step())
        {
            // Rows of a RETURNING clause or a pragma are of no interest here.
        }
    }

    /// <summary>Runs a statement that gives no rows; false when another process holds the lock that it needs.</summary>
    public bool TryRun()
    {
        var code = sqlite3_step(handle);
        Reset();
        if ((code & 0xFF) == SQLITE_BUSY)
        {
            return false;
        }

        database.Check(code, "read or write");
        return true;
    }

    /// <summary>Ends the run, and with it the read transaction that it may hold open.</summary>
    public void Reset() => sqlite3_reset(handle);

    public long Integer(int column) => sqlite3_column_int64(handle, column);

    public string Text(int column) => sqlite3_column_text(handle, column).utf8_to_string();

    public int BlobLength(int column) => sqlite3_column_bytes(handle, column);

    public byte[] Blob(int column) => sqlite3_column_blob(handle, column).ToArray();

    public void Dispose() => handle.Dispose();
}
