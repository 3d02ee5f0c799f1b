namespace Orcheo.Durable;

/// <summary>Why a task hub cannot start or go on.</summary>
internal enum TaskHubFault
{
    /// <summary>Another process, or another hub in this one, owns the files.</summary>
    AlreadyOwned,

    /// <summary>The folder or a file cannot be written.</summary>
    NotWritable,

    /// <summary>The database is damaged or truncated, or is not a task hub.</summary>
    Corrupt,

    /// <summary>The database was written by a newer version.</summary>
    NewerSchema,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>Reading or writing failed.</summary>
    IoError,

    /// <summary>The hub has been stopped.</summary>
    Stopped,
}
