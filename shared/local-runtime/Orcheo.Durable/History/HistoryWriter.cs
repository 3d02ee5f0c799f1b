using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orcheo.Durable;

/// <summary>Writes the binary form of history: variable-length integers and UTF-8 strings, in a rented buffer.</summary>
internal ref struct HistoryWriter
{
    private byte[] _buffer;
    private int _length;

    public HistoryWriter(int capacity)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Number(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Writes a string; null is length 0, anything else its length plus one.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        int size = Encoding.UTF8.GetByteCount(value);
        Number((ulong)size + 1);
        Reserve(size);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    public byte[] ToArrayWithChecksum()
    {
        uint checksum = Checksum.Compute(Written);
        byte[] result = new byte[_length + sizeof(uint)];
        Written.CopyTo(result);
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(_length), checksum);
        return result;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
