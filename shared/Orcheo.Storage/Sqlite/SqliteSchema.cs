using System.Globalization;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>What the database file holds: one rowid table per logical table, with a unique index over partition and row key.</summary>
/// <remarks>
/// Rowid tables because rows arrive under scattered keys: new values append to the table's end and only the small index is written
/// in random places, which measured twice as fast as a table ordered by its key.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>The version this code reads and writes; a database with a higher one is refused.</summary>
    public const int Version = 1;

    /// <summary>Marks the file as ours in SQLite's header ("Orch").</summary>
    private const int ApplicationId = 0x4F726368;

    public static string TableName(string table) => $"\"t_{table}\"";

    /// <summary>Opens the database for writing, makes file and tables where missing.</summary>
    public static void Prepare(SqliteTableStoreOptions options, IEnumerable<string> tables)
    {
        MakeFolder(options.Path);
        using var database = OpenWriter(options);
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute("BEGIN IMMEDIATE");
        CheckVersion(database);
        database.Execute("CREATE TABLE IF NOT EXISTS orcheo_versions (id INTEGER PRIMARY KEY CHECK (id = 1), reserved INTEGER NOT NULL)");
        database.Execute("INSERT OR IGNORE INTO orcheo_versions (id, reserved) VALUES (1, 0)");
        foreach (var table in tables)
        {
            var name = TableName(table);
            database.Execute(
                $"CREATE TABLE IF NOT EXISTS {name} "
                + "(id INTEGER PRIMARY KEY, p TEXT NOT NULL, r TEXT NOT NULL, v INTEGER NOT NULL, b BLOB NOT NULL)");
            database.Execute($"CREATE UNIQUE INDEX IF NOT EXISTS \"k_{table}\" ON {name} (p, r)");
        }

        database.Execute("COMMIT");
    }

    public static SqliteDatabase OpenWriter(SqliteTableStoreOptions options)
    {
        var database = SqliteDatabase.Open(options.Path, writable: true, options.BusyTimeout);
        try
        {
            database.Execute("PRAGMA synchronous=FULL");
            database.Execute("PRAGMA wal_autocheckpoint=0");
            database.Execute("PRAGMA cache_size=-32768");
            database.Execute("PRAGMA temp_store=MEMORY");
            if (options.MaxBytes is { } bytes)
            {
                var pages = Math.Max(1, bytes / database.Execute("PRAGMA page_size"));
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={pages}"));
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void MakeFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The folder '{folder}' for the database could not be made: {e.Message} Point to a folder that this process may write.", e);
        }
    }

    private static void CheckVersion(SqliteDatabase database)
    {
        var application = database.Execute("PRAGMA application_id");
        var version = database.Execute("PRAGMA user_version");
        if (application == 0 && version == 0 && database.Execute("SELECT count(*) FROM sqlite_master") == 0)
        {
            database.Execute($"PRAGMA application_id={ApplicationId}");
            database.Execute($"PRAGMA user_version={Version}");
            return;
        }

        if (application != ApplicationId)
        {
            throw new StorageException($"The database '{database.Path}' belongs to another program. Point to another file.");
        }

        if (version > Version)
        {
            throw new StorageException(
                $"The database '{database.Path}' was written by a newer version of Orcheo (schema {version}; this one knows {Version}). "
                + "Run the newer version, or restore a backup made before the upgrade.");
        }
    }
}
