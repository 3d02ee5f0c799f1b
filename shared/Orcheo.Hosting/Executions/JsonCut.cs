using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Orcheo.Hosting.Executions;

/// <summary>Cuts JSON that is too large for where it goes. Cut after redaction: half a secret cannot be found.</summary>
internal static class JsonCut
{
    /// <summary>Whether the value's text takes at most so many bytes.</summary>
    public static bool Fits(JsonElement value, int bytes) => JsonMarshal.GetRawUtf8Value(value).Length <= bytes;

    /// <summary>The beginning of a text, of at most so many bytes in UTF-8.</summary>
    public static string Beginning(string text, int bytes)
    {
        if (text.Length <= bytes / 3)
        {
            return text;
        }

        Utf8.FromUtf16(text, new byte[bytes], out var kept, out _);
        return text[..kept];
    }

    /// <summary>The beginning of the value's text, of at most so many bytes, which it must have.</summary>
    public static string Beginning(JsonElement value, int bytes)
    {
        // Cut at a character's first byte, so that what is left is still UTF-8.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var length = bytes;
        while ((raw[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(raw[..length]);
    }
}
