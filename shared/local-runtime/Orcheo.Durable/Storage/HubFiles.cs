namespace Orcheo.Durable;

/// <summary>The files of a hub, and the lock that says who owns them. The lock ends with the process, however it ends.</summary>
internal sealed class HubFiles : IDisposable
{
    private readonly FileStream _lock;

    private HubFiles(string database, FileStream lockFile)
    {
        Database = database;
        _lock = lockFile;
    }

    public string Database { get; }

    public static HubFiles Acquire(TaskHubOptions options)
    {
        string path = Path.Combine(Path.GetFullPath(options.DataDirectory), options.HubName + ".db");
        string lockPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            return new(path, Open(lockPath));
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            throw new TaskHubException(
                TaskHubFault.AlreadyOwned,
                $"The task hub '{path}' is in use by another process (lock file '{lockPath}'). One process owns a hub at a time: "
                + "stop the other one, or give this one a data directory of its own.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TaskHubException(
                TaskHubFault.NotWritable,
                $"The data directory '{options.DataDirectory}' of the task hub cannot be written: {exception.Message}",
                exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Open(string lockPath)
    {
        FileStream stream = new(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        // Says who owns it, for whoever finds the file; the lock itself is the operating system's.
        stream.SetLength(0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        stream.Flush();
        return stream;
    }

    // FileShare.None fails with EWOULDBLOCK (11 on Linux, 35 on macOS) or ERROR_SHARING_VIOLATION.
    private static bool IsSharingViolation(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
