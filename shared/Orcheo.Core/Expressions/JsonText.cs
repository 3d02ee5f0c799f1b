using System.Globalization;
using System.Text;
using System.Text.Json;
using Jint.Native;
using Orcheo.Core.Json;

namespace Orcheo.Core.Expressions;

/// <summary>JSON as JavaScript writes it.</summary>
internal static class JsonText
{
    public static readonly JsonElement True = JsonElement.Parse("true");
    public static readonly JsonElement False = JsonElement.Parse("false");

    /// <summary>A number; NaN and the infinities are null, as JSON has it.</summary>
    public static JsonElement Number(double value) =>
        double.IsFinite(value) ? JsonElement.Parse(Format(value)) : OrcheoJson.Null;

    /// <summary>A string; half of a surrogate pair becomes U+FFFD, because JSON text must be valid Unicode.</summary>
    public static JsonElement String(string value)
    {
        var builder = new StringBuilder(value.Length + 2);
        AppendString(builder, value, wellFormed: true);
        return JsonElement.Parse(builder.ToString());
    }

    /// <summary>A number in JavaScript's own notation.</summary>
    public static string Format(double value) =>
        value == Math.Truncate(value) && Math.Abs(value) < 1e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : JsNumber.Create(value).ToString();

    /// <summary>Appends a string literal.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="value">The string.</param>
    /// <param name="wellFormed">Whether half a surrogate pair becomes U+FFFD; otherwise it is escaped, as <c>JSON.stringify</c> does.</param>
    public static void AppendString(StringBuilder builder, string value, bool wellFormed)
    {
        builder.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                builder.Append(c).Append(value[++i]);
            }
            else if (char.IsSurrogate(c))
            {
                builder.Append(wellFormed ? "\ufffd" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
            }
            else
            {
                AppendCharacter(builder, c);
            }
        }

        builder.Append('"');
    }

    private static void AppendCharacter(StringBuilder builder, char c)
    {
        _ = c switch
        {
            '"' => builder.Append("\\\""),
            '\\' => builder.Append("\\\\"),
            '\n' => builder.Append("\\n"),
            '\r' => builder.Append("\\r"),
            '\t' => builder.Append("\\t"),
            '\b' => builder.Append("\\b"),
            '\f' => builder.Append("\\f"),
            < ' ' => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => builder.Append(c),
        };
    }
}
