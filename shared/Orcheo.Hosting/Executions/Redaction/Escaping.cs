using System.Buffers;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// A way of writing characters as escape sequences. Any character may be escaped or not, in either case of hexadecimal digits, so
/// texts are read rather than secrets written in every way. What is no valid sequence stands for itself.
/// </summary>
internal abstract class Escaping(SearchValues<char> triggers)
{
    /// <summary>A step writes at most this many characters: a surrogate pair.</summary>
    protected const int MaxUnit = 2;

    /// <summary>Whether the text can hold a sequence at all.</summary>
    public bool MayApply(ReadOnlySpan<char> text) => text.ContainsAny(triggers);

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="view">Gets what was read; as long as the text at least.</param>
    /// <returns>How many characters were read; -1 when no sequence was met, and the view is the text.</returns>
    public int Decode(ReadOnlySpan<char> text, Span<char> view)
    {
        var (read, written, escaped) = (0, 0, false);
        Span<char> unit = stackalloc char[MaxUnit];
        while (read < text.Length)
        {
            var literal = LiteralLength(text[read..]);
            text.Slice(read, literal).CopyTo(view[written..]);
            (read, written) = (read + literal, written + literal);
            if (read == text.Length)
            {
                break;
            }

            var taken = Step(text[read..], unit, out var length);
            escaped |= taken > 1 || unit[0] != text[read];
            unit[..length].CopyTo(view[written..]);
            (read, written) = (read + taken, written + length);
        }

        return escaped ? written : -1;
    }

    /// <summary>Finds the places in the text from which ranges of its view were read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="inView">Ranges of the view, in order and apart.</param>
    /// <param name="inText">Gets the ranges of the text: whole sequences, where a range begins or ends in one.</param>
    public void MapBack(ReadOnlySpan<char> text, List<TextRange> inView, List<TextRange> inText)
    {
        var (read, written, next, start) = (0, 0, 0, -1);
        Span<char> unit = stackalloc char[MaxUnit];
        while (read < text.Length && next < inView.Count)
        {
            var taken = LiteralLength(text[read..]);
            var literal = taken > 0;
            var length = taken;
            if (!literal)
            {
                taken = Step(text[read..], unit, out length);
            }

            for (; next < inView.Count && inView[next].Start < written + length; next++, start = -1)
            {
                start = start >= 0 ? start : literal ? read + (inView[next].Start - written) : read;
                if (inView[next].End > written + length)
                {
                    break;
                }

                inText.Add(new TextRange(start, literal ? read + (inView[next].End - written) : read + taken));
            }

            (read, written) = (read + taken, written + length);
        }
    }

    /// <summary>Reads one sequence, or one character that begins none.</summary>
    /// <returns>How many characters were taken.</returns>
    protected abstract int Step(ReadOnlySpan<char> text, Span<char> unit, out int length);

    /// <summary>The value of hexadecimal digits; -1 when the text does not begin with so many.</summary>
    protected static int Hex(ReadOnlySpan<char> text, int digits)
    {
        if (text.Length < digits)
        {
            return -1;
        }

        var value = 0;
        foreach (var digit in text[..digits])
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return -1;
            }

            value = (value << 4) + (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return value;
    }

    private int LiteralLength(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAny(triggers);
        return first < 0 ? text.Length : first;
    }
}
