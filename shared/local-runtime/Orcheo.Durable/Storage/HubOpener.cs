using System.Globalization;

namespace Orcheo.Durable;

/// <summary>Opens the database of a hub, makes it when there is none, and refuses one that it must not touch.</summary>
internal static class HubOpener
{
    // Reads about 1 GB/s from a warm cache: below this size a full check does not show in the start-up time.
    private const long FullCheckLimit = 64L << 20;

    public static SqliteDatabase Open(string path, TaskHubOptions options)
    {
        try
        {
            return OpenChecked(path, options);
        }
        catch (SqliteFault fault)
        {
            throw new TaskHubException(fault.Fault, $"The task hub '{path}' cannot be opened: {fault.Message}. {Advice(fault.Fault)}", fault);
        }
    }

    public static string Advice(TaskHubFault fault) => fault switch
    {
        TaskHubFault.Corrupt => "Restore the file from a backup, or move it away to begin with an empty hub.",
        TaskHubFault.DiskFull => "Free space on the disk and start again; nothing that was acknowledged is lost.",
        TaskHubFault.NotWritable => "Make the folder and its files writable for this user.",
        TaskHubFault.AlreadyOwned => "Stop the other process that has the file open.",
        _ => "See the cause for the error of the operating system.",
    };

    private static SqliteDatabase OpenChecked(string path, TaskHubOptions options)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }
        else if (new FileInfo(path).Length == 0)
        {
            throw Corrupt(path, "it is empty");
        }

        SqliteDatabase database = new(path, readOnly: false);
        try
        {
            CheckVersion(database, path);
            Configure(database, options);
            CheckIntegrity(database, path);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Configure(SqliteDatabase database, TaskHubOptions options)
    {
        if (database.ScalarText("PRAGMA journal_mode=WAL") is not "wal")
        {
            throw new TaskHubException(TaskHubFault.NotWritable, "The file system of the task hub does not support write-ahead logging.");
        }

        database.Execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;");
        if (options.MaxDatabasePages is { } pages)
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={pages}"));
        }
    }

    // Made under another name and then renamed: a file of the right name is always a whole database.
    private static void Create(string path)
    {
        string draft = path + ".new";
        File.Delete(draft);
        using (SqliteDatabase database = new(draft, readOnly: false))
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; {Schema.Create} PRAGMA application_id={Schema.ApplicationId}; PRAGMA user_version={Schema.Version}; COMMIT;"));
        }

        File.Move(draft, path);
    }

    private static void CheckVersion(SqliteDatabase database, string path)
    {
        long version = database.ScalarInt64("PRAGMA user_version");
        if (database.ScalarInt64("PRAGMA application_id") != Schema.ApplicationId || version < 1)
        {
            throw Corrupt(path, "it is not a task hub");
        }

        if (version > Schema.Version)
        {
            throw new TaskHubException(
                TaskHubFault.NewerSchema,
                $"The task hub '{path}' has schema version {version}, but this program knows versions up to {Schema.Version}. "
                + "Run the newer program, or restore the backup that was made before it.");
        }
    }

    private static void CheckIntegrity(SqliteDatabase database, string path)
    {
        database.ScalarInt64("PRAGMA wal_checkpoint(TRUNCATE)");
        long expected = database.ScalarInt64("PRAGMA page_count") * database.ScalarInt64("PRAGMA page_size");
        long actual = new FileInfo(path).Length;
        if (actual < expected)
        {
            throw Corrupt(path, $"it is truncated: {actual} of {expected} bytes are left");
        }

        if (actual <= FullCheckLimit && database.ScalarText("PRAGMA quick_check(1)") is { } result and not "ok")
        {
            throw Corrupt(path, result);
        }
    }

    private static TaskHubException Corrupt(string path, string reason)
        => new(TaskHubFault.Corrupt, $"The task hub '{path}' cannot be used: {reason}. {Advice(TaskHubFault.Corrupt)}");
}
