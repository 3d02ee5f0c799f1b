namespace Orcheo.Hosting.Credentials;

/// <summary>A key that wraps the data keys of secrets. It exists in memory only, besides where <see cref="IMasterKeys"/> keeps it.</summary>
/// <param name="Id">Names the key in what it wraps.</param>
/// <param name="Bytes">32 bytes.</param>
public sealed record MasterKey(string Id, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The length of a key, in bytes (AES-256).</summary>
    public const int Length = 32;

    /// <summary>The id, without the key.</summary>
    public override string ToString() => Id;
}
