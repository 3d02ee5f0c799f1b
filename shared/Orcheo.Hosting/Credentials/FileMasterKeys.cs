using System.Collections.Concurrent;
using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>Master keys in a file of the data directory that only its owner can read (mode 0600).</summary>
/// <remarks>
/// The file is replaced as a whole and flushed to disk before a key in it is used; a crash leaves the old one or the new one. Writers, also
/// of other processes, take turns by a lock on a file beside it. Whoever encrypts reads the file anew, so that a rotation by another
/// process counts at once; keys that were read before stay known for decrypting.
/// </remarks>
public sealed class FileMasterKeys(string path, TimeProvider time) : IMasterKeys
{
    /// <summary>The name of the file in the data directory.</summary>
    public const string FileName = "master-key";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, MasterKey> _known = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Place => $"the file {FileName} of the data directory";

    /// <inheritdoc />
    public async Task<MasterKey?> FindCurrentAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken))?.ActiveKey();

    /// <inheritdoc />
    public async Task<MasterKey> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var file = await ReadAsync(cancellationToken)
            ?? throw Unavailable($"{Capital(Place)} is missing. Bring it back from a backup: without it no stored secret can be read.");
        return file.Find(id)
            ?? throw Unavailable($"The master key '{id}' is not in {Place}. Bring back a backup of the file that has it.");
    }

    /// <inheritdoc />
    public Task<MasterKey> CreateFirstAsync(CancellationToken cancellationToken) => ChangeAsync(
        file => file ?? MasterKeyFile.WithNewKey(null, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc />
    public Task<MasterKey> RotateAsync(CancellationToken cancellationToken) => ChangeAsync(
        file => MasterKeyFile.WithNewKey(file ?? throw Unavailable($"{Capital(Place)} is missing: there is nothing to rotate."), time.GetUtcNow()),
        cancellationToken);

    /// <inheritdoc />
    /// <remarks>The key before the active one stays: a secret that is being stored may still be under it.</remarks>
    public async Task<IReadOnlyList<string>> RetireAsync(IReadOnlySet<string> inUse, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> dropped = [];
        await ChangeAsync(
            file =>
            {
                var keys = (file ?? throw Unavailable($"{Capital(Place)} is missing.")).Keys;
                var kept = keys.Where((entry, index) => index >= keys.Count - 2 || entry.Id == file.Active || inUse.Contains(entry.Id)).ToList();
                dropped = [.. keys.Except(kept).Select(entry => entry.Id)];
                return dropped.Count == 0 ? file : file with { Keys = kept };
            },
            cancellationToken);
        return dropped;
    }

    private async Task<MasterKey> ChangeAsync(Func<MasterKeyFile?, MasterKeyFile> change, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var before = await ReadAsync(cancellationToken);
        var after = change(before);
        if (!ReferenceEquals(before, after))
        {
            Guard(() => OwnerOnlyFile.Write(path, after.Write()), "written");
            Learn(after);
        }

        return after.ActiveKey();
    }

    private async Task<MasterKeyFile?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{Capital(Place)} cannot be read: this process needs the right to read it.", exception);
        }

        var file = MasterKeyFile.Parse(content)
            ?? throw Unavailable($"{Capital(Place)} is damaged: it is not as Orcheo wrote it. Bring back a backup of it.");
        Learn(file);
        return file;
    }

    private void Learn(MasterKeyFile file)
    {
        foreach (var entry in file.Keys)
        {
            _known.TryAdd(entry.Id, entry.ToKey());
        }
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Guard(() => Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!), "written");
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return OwnerOnlyFile.Lock(path + ".lock");
            }
            catch (UnauthorizedAccessException exception)
            {
                throw Unavailable($"{Capital(Place)} cannot be written: this process needs the right to write in its folder.", exception);
            }
            catch (IOException exception) when (time.GetElapsedTime(start) > LockPatience)
            {
                throw Unavailable($"{Capital(Place)} is being changed by another process for too long. Look for a rotation that hangs.", exception);
            }
            catch (IOException)
            {
                await Task.Delay(LockPause, time, cancellationToken);
            }
        }
    }

    private void Guard(Action write, string what)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{Capital(Place)} cannot be {what}: {exception.Message}", exception);
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static OrcheoException Unavailable(string message, Exception? cause = null) => new(ErrorCodes.MasterKeyUnavailable, message, null, cause);
}
