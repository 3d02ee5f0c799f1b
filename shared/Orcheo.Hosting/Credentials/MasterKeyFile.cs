using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Hosting.Credentials;

/// <summary>What the key file holds. A persisted shape.</summary>
/// <param name="Version">The version of the shape.</param>
/// <param name="Active">The id of the key to encrypt with.</param>
/// <param name="Keys">Every key, the oldest first.</param>
internal sealed record MasterKeyFile(int Version, string Active, IReadOnlyList<MasterKeyEntry> Keys)
{
    public const int CurrentVersion = 1;

    /// <summary>Reads the file's content; null when any of it is not as it was written.</summary>
    public static MasterKeyFile? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var file = JsonSerializer.Deserialize<MasterKeyFile>(utf8, OrcheoJson.Options);
            return file is not null && file.IsSound() ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The content, for people to read too.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Indented);

    public MasterKey ActiveKey() => Find(Active)!;

    public MasterKey? Find(string id) => Keys.FirstOrDefault(entry => entry.Id == id)?.ToKey();

    /// <summary>The same with a new key, which becomes the active one.</summary>
    public static MasterKeyFile WithNewKey(MasterKeyFile? file, DateTimeOffset now)
    {
        var entry = MasterKeyEntry.New(now);
        return new MasterKeyFile(CurrentVersion, entry.Id, [.. file?.Keys ?? [], entry]);
    }

    private static readonly JsonSerializerOptions Indented = new(OrcheoJson.Options) { WriteIndented = true };

    private bool IsSound() =>
        Version == CurrentVersion
        && Keys.All(entry => entry is not null && entry.IsSound())
        && Keys.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count() == Keys.Count
        && Find(Active) is not null;
}

/// <summary>A key of the key file.</summary>
/// <param name="Id">Derived from the key, so that a key that was damaged or mistyped is noticed before it is used.</param>
/// <param name="Key">Base64 of 32 bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record MasterKeyEntry(string Id, string Key, DateTimeOffset CreatedAt)
{
    private const int IdBytes = 8;

    public static MasterKeyEntry New(DateTimeOffset now)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Length);
        return new MasterKeyEntry(IdOf(key), Convert.ToBase64String(key), now);
    }

    public bool IsSound() => Bytes() is { } bytes && IdOf(bytes) == Id;

    public MasterKey ToKey() => new(Id, Bytes());

    /// <summary>The id and the time, without the key.</summary>
    public override string ToString() => $"{Id} of {CreatedAt:O}";

    private byte[]? Bytes()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) && length == MasterKey.Length ? bytes[..length] : null;
    }

    private static string IdOf(ReadOnlySpan<byte> key) =>
        "mk_" + Convert.ToHexStringLower(SHA256.HashData([.. "orcheo master key"u8, .. key]).AsSpan(0, IdBytes));
}
