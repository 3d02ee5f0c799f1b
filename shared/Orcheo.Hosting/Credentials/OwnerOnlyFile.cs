using System.Runtime.InteropServices;

namespace Orcheo.Hosting.Credentials;

/// <summary>Files that nobody but their owner can read, at any moment.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file whole: after a crash there is the old one or the new one, and after this returns it is the new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";

        // What a crash has left may have another mode, which creating would not change.
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, Options(FileMode.CreateNew, FileShare.None)))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Opens a file that nobody else has open; the lock ends with the process at the latest.</summary>
    /// <exception cref="IOException">Somebody else has it.</exception>
    public static FileStream Lock(string path) => new(path, Options(FileMode.OpenOrCreate, FileShare.None));

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    /// <summary>
    /// Without this, the new name may be lost in a power failure while what was encrypted with the new key is not. .NET opens no folders;
    /// where the system refuses to flush one, the file system keeps the order by itself.
    /// </summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = NativeMethods.Open(folder, 0);
        if (descriptor >= 0)
        {
            _ = NativeMethods.Flush(descriptor);
            _ = NativeMethods.Close(descriptor);
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Flush(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
