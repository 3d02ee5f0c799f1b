using System.Security.Cryptography;

namespace Orcheo.Hosting.Security;

/// <summary>The bootstrap key that the local stack makes when none is configured.</summary>
public static class AdminKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key from <c>admin-key</c> in the data directory, or makes it (mode 0600) when there is none.</summary>
    /// <returns>The key, and whether it was made now.</returns>
    public static (string Key, bool Created) ReadOrCreate(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "admin-key");
        if (File.Exists(path))
        {
            var existing = File.ReadAllText(path).Trim();
            return existing.Length >= 24
                ? (existing, false)
                : throw new InvalidOperationException($"The file {path} holds no usable key (at least 24 characters). Delete it to have one made.");
        }

        Directory.CreateDirectory(dataDirectory);
        var key = $"orc_admin_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";
        WriteAtomically(path, key);
        return (key, true);
    }

    /// <summary>A crash leaves the whole file or none; nobody else can read it at any moment.</summary>
    private static void WriteAtomically(string path, string key)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(key + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
