using System.Buffers;
using System.Text;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// URL encoding (RFC 3986, section 2.1) of UTF-8; bytes that are none are taken as Latin-1. In forms and most queries a plus sign is
/// a space.
/// </summary>
internal sealed class PercentEscaping(bool plusIsSpace) : Escaping(SearchValues.Create(plusIsSpace ? "%+" : "%"))
{
    private const int SequenceLength = 3;
    private const int MaxUtf8Bytes = 4;

    protected override int Step(ReadOnlySpan<char> text, Span<char> unit, out int length)
    {
        length = 1;
        if (text[0] == '+')
        {
            unit[0] = ' ';
            return 1;
        }

        Span<byte> bytes = stackalloc byte[MaxUtf8Bytes];
        var count = 0;
        while (count < MaxUtf8Bytes && text.Length >= (count + 1) * SequenceLength && text[count * SequenceLength] == '%'
            && Hex(text[((count * SequenceLength) + 1)..], 2) is >= 0 and var value)
        {
            bytes[count++] = (byte)value;
        }

        if (count == 0)
        {
            unit[0] = '%';
            return 1;
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var consumed) == OperationStatus.Done)
        {
            length = rune.EncodeToUtf16(unit);
            return consumed * SequenceLength;
        }

        unit[0] = (char)bytes[0];
        return SequenceLength;
    }
}
