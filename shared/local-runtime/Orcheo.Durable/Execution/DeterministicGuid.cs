using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Durable;

/// <summary>Name-based GUIDs, version 5 of RFC 9562 (SHA-1; not a security measure).</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 prescribes SHA-1 for version 5; the result is an identity, not a secret.")]
    public static Guid Create(string instanceId, int generation, DateTime at, int counter)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{generation}_{at:o}_{counter}");
        int size = Encoding.UTF8.GetByteCount(name);
        byte[] data = new byte[16 + size];
        Namespace.TryWriteBytes(data, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, data.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(data, hash);
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(hash[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((version & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
