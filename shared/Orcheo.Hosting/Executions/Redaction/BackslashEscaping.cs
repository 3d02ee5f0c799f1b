using System.Buffers;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>Backslashes: JSON (RFC 8259, section 7), and what other languages make of strings: <c>\x41</c>, and any other character for itself.</summary>
internal sealed class BackslashEscaping() : Escaping(SearchValues.Create("\\"))
{
    protected override int Step(ReadOnlySpan<char> text, Span<char> unit, out int length)
    {
        length = 1;
        if (text.Length == 1)
        {
            unit[0] = '\\';
            return 1;
        }

        var digits = text[1] switch { 'u' => 4, 'x' => 2, _ => 0 };
        if (digits > 0 && Hex(text[2..], digits) is >= 0 and var code)
        {
            unit[0] = (char)code;
            return 2 + digits;
        }

        unit[0] = text[1] switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            var other => other,
        };
        return 2;
    }
}
