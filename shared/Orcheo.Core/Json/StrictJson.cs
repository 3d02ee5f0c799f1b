using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Json;

/// <summary>Reads the JSON text of a request so that nothing doubtful gets in, and says where the faults are.</summary>
public static class StrictJson
{
    /// <summary>
    /// The deepest nesting of a request, in levels. Less than <see cref="OrcheoJson.MaxDepth"/>: what is read here is wrapped when it
    /// is stored or passed on, and must still be readable then.
    /// </summary>
    public const int MaxDepth = 48;

    /// <summary>Reads a JSON text (RFC 8259); a byte order mark is ignored.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="faults">
    /// Gets malformed JSON (with line and column), invalid Unicode, nesting that is too deep, members that occur twice and numbers
    /// that no double can hold.
    /// </param>
    /// <returns>The value, also when it has duplicate members (the last one counts); null when it cannot be read.</returns>
    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8, JsonFaults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8.Span[3..] : utf8.Span;
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            faults.Add(ErrorCodes.MalformedJson, "The body is empty; a JSON value is expected.", string.Empty);
            return null;
        }

        return new StrictJsonScanner(faults).Scan(text)
            ? JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth })
            : null;
    }

    /// <summary>Where a byte is, for people: <c>line 3, column 14</c>, both from 1.</summary>
    internal static string Place(ReadOnlySpan<byte> text, long offset)
    {
        var before = text[..(int)Math.Clamp(offset, 0, text.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return $"line {before.Count((byte)'\n') + 1}, column {Encoding.UTF8.GetCharCount(before[lineStart..]) + 1}";
    }
}
