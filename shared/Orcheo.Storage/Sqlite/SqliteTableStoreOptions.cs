namespace Orcheo.Storage.Sqlite;

/// <summary>Where a <see cref="SqliteTableStore"/> keeps its rows, and its limits.</summary>
public sealed record SqliteTableStoreOptions
{
    /// <summary>The database file. Its folder is made when missing; <c>-wal</c> and <c>-shm</c> files appear beside it.</summary>
    public required string Path { get; init; }

    /// <summary>How many batches may wait for the writer before further callers wait, 1 or more; default 4096.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>How many reads run at once, 1 or more; default twice the processors, at least 4. Each may hold a few MiB of cache.</summary>
    public int Readers { get; init; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>How long a write waits for another process that holds the database's write lock; default 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The write-ahead log is copied back into the database after this many 4 KiB pages, 1 or more; default 4096 (16 MiB).</summary>
    public int CheckpointPages { get; init; } = 4096;

    /// <summary>The database refuses to grow beyond this many bytes, as if the disk were full; null (default) for no limit but the disk's.</summary>
    public long? MaxBytes { get; init; }
}
