namespace Orcheo.Core.Expressions;

/// <summary>A 1-based place in a text.</summary>
internal readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>The place of an offset; line ends are LF, CR and CR LF.</summary>
    public static SourcePosition Of(string text, int offset)
    {
        var (line, start) = (1, 0);
        offset = Math.Min(offset, text.Length);
        for (var i = 0; i < offset; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                (line, start) = (line + 1, i + 1);
            }
        }

        return new SourcePosition(line, offset - start + 1);
    }

    /// <summary>The place in the text that holds this one's text from <paramref name="start"/> on.</summary>
    public SourcePosition Within(SourcePosition start) =>
        Line == 1 ? new SourcePosition(start.Line, start.Column + Column - 1) : new SourcePosition(start.Line + Line - 1, Column);
}
