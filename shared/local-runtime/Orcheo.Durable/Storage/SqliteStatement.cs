using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Orcheo.Durable;

/// <summary>A prepared statement. Parameters and columns are numbered as SQLite does: parameters from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    private const int StackLimit = 512;

    public SqliteStatement Bind(int index, long value) => Check(raw.sqlite3_bind_int64(statement, index, value));

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, byte[]? value)
        => value is null ? BindNull(index) : Check(raw.sqlite3_bind_blob(statement, index, value));

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= StackLimit)
        {
            Span<byte> small = stackalloc byte[StackLimit];
            return BindUtf8(index, small[..Encoding.UTF8.GetBytes(value, small)]);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return BindUtf8(index, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public SqliteStatement BindNull(int index) => Check(raw.sqlite3_bind_null(statement, index));

    /// <summary>Executes a statement that gives no rows.</summary>
    public void Run()
    {
        int code = raw.sqlite3_step(statement);
        if (code != raw.SQLITE_DONE && code != raw.SQLITE_ROW)
        {
            SqliteFault fault = database.Fault(code);
            raw.sqlite3_reset(statement);
            throw fault;
        }

        raw.sqlite3_reset(statement);
    }

    /// <summary>Moves to the next row. At the end, and on an error, the statement is ready to be used again.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        SqliteFault? fault = code == raw.SQLITE_DONE ? null : database.Fault(code);
        raw.sqlite3_reset(statement);
        return fault is null ? false : throw fault;
    }

    public void Reset() => raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(statement, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(statement, column).utf8_to_string();

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose()
    {
        database.Forget(this);
        statement.Dispose();
    }

    // A null pointer would bind NULL; an empty text is not NULL.
    private SqliteStatement BindUtf8(int index, ReadOnlySpan<byte> value)
        => Check(value.IsEmpty ? raw.sqlite3_bind_text(statement, index, string.Empty) : raw.sqlite3_bind_text(statement, index, value));

    private SqliteStatement Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            raw.sqlite3_reset(statement);
            throw database.Fault(code);
        }

        return this;
    }
}
