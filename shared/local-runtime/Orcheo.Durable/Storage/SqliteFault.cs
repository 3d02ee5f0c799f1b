using SQLitePCL;

namespace Orcheo.Durable;

/// <summary>An error of SQLite, with its primary result code.</summary>
internal sealed class SqliteFault(int code, string message) : Exception(message)
{
    public int Code { get; } = code & 0xFF;

    /// <summary>Gets whether nothing can be written any more, as opposed to one statement that was wrong.</summary>
    public bool IsFatal => Code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_READONLY
        or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERNAL;

    public TaskHubFault Fault => Code switch
    {
        raw.SQLITE_FULL => TaskHubFault.DiskFull,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => TaskHubFault.Corrupt,
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => TaskHubFault.NotWritable,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => TaskHubFault.AlreadyOwned,
        _ => TaskHubFault.IoError,
    };
}
