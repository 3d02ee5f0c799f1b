using System.Text;

namespace Orcheo.Durable;

/// <summary>Reads what <see cref="HistoryWriter"/> wrote. Anything that does not fit is a <see cref="CorruptHistoryException"/>.</summary>
internal ref struct HistoryReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            throw new CorruptHistoryException("The stored turn ends too early.");
        }

        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new CorruptHistoryException("The stored turn has a number without end.");
    }

    public int Count()
    {
        ulong value = Number();
        return value <= int.MaxValue ? (int)value : throw new CorruptHistoryException("The stored turn has an impossible count.");
    }

    public string? Text()
    {
        int size = Count() - 1;
        if (size < 0)
        {
            return null;
        }

        if (size > _rest.Length)
        {
            throw new CorruptHistoryException("The stored turn ends inside a text.");
        }

        string value = Encoding.UTF8.GetString(_rest[..size]);
        _rest = _rest[size..];
        return value;
    }
}
