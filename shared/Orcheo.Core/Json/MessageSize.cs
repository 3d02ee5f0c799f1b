using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Orcheo.Core.Json;

/// <summary>
/// How long JSON becomes in a message of the durable runner, whose serializer escapes whatever is not plain ASCII. Never too short;
/// exact for text without insignificant white space, but for characters of three bytes.
/// </summary>
public static class MessageSize
{
    /// <summary>An escaped character: <c>\u</c> and four digits.</summary>
    private const int Escaped = 6;

    private static readonly SearchValues<byte> _costly = SearchValues.Create(
        [.. "\\<>&'+`\u007f"u8, .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)]);

    private static readonly SearchValues<char> _costlyText = SearchValues.Create("\"\\<>&'+`");

    /// <summary>Whether a value takes at most so many characters.</summary>
    public static bool Fits(JsonElement value, int characters) =>
        value.ValueKind == JsonValueKind.Undefined
        || JsonMarshal.GetRawUtf8Value(value).Length <= characters / Escaped
        || Of(value) <= characters;

    /// <summary>The characters that a value takes.</summary>
    public static int Of(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 4 : Of(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>The characters that a value takes; 0 for none.</summary>
    public static int Of(JsonElement? value) => value is { } given ? Of(given) : 0;

    /// <summary>The characters that a text takes, with its quotes and a comma; 0 for none.</summary>
    public static int Of(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        var isPlain = System.Text.Ascii.IsValid(text) && text.AsSpan().IndexOfAny(_costlyText) < 0;
        return 3 + (isPlain ? text.Length : text.Length * Escaped);
    }

    /// <summary>The characters that a list of texts takes.</summary>
    public static int Of(IReadOnlyList<string>? texts)
    {
        var size = 2;
        for (var index = 0; index < (texts?.Count ?? 0); index++)
        {
            size += Of(texts![index]);
        }

        return size;
    }

    private static int Of(ReadOnlySpan<byte> json)
    {
        var size = json.Length;
        while (json.IndexOfAny(_costly) is var at and >= 0)
        {
            json = json[at..];
            var taken = 1;
            if (json[0] == '\\')
            {
                // \" becomes \u0022; other escapes stay as long as they are, or become shorter.
                size += json[1] == '"' ? Escaped - 2 : 0;
                taken = 2;
            }
            else
            {
                // Two bytes of UTF-8 or more become at most three times as many characters.
                size += json[0] < 0x80 ? Escaped - 1 : 2;
            }

            json = json[taken..];
        }

        return size;
    }
}
