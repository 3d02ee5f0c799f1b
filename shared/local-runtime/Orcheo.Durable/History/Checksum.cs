using System.Buffers.Binary;
using System.Numerics;

namespace Orcheo.Durable;

/// <summary>CRC-32C (Castagnoli) of stored turns: SQLite itself does not notice a flipped bit in a value.</summary>
internal static class Checksum
{
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
