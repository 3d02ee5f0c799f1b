using System.Text;
using System.Text.Encodings.Web;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// The texts to look for when a secret must not show. Escape sequences are undone before texts are searched (<see cref="Escaping"/>),
/// so what is listed here are the forms that are not made of them.
/// </summary>
internal static class SecretForms
{
    /// <summary>Shorter values are not looked for: they would be found everywhere, and are no secrets to speak of.</summary>
    public const int MinLength = 4;

    /// <summary>Every form of one secret that is looked for.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        // Header fields lose the white space around them on their way.
        var trimmed = secret.Trim();
        var value = trimmed.Length >= MinLength ? trimmed : secret;
        if (value.Length < MinLength)
        {
            return [];
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        return new[] { value, Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes) }
            .Concat(Written(value).SelectMany(written => Base64(Encoding.UTF8.GetBytes(written))))
            .Where(form => form.Length >= MinLength)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>How a secret stands in a text that may as a whole be in Base64.</summary>
    private static IEnumerable<string> Written(string value) => new[]
    {
        value,
        Uri.EscapeDataString(value),
        UrlEncoder.Default.Encode(value),
        System.Net.WebUtility.UrlEncode(value),
        JavaScriptEncoder.Default.Encode(value),
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
    }.Distinct(StringComparer.Ordinal);

    /// <summary>
    /// What is always the same in the Base64 of any text that holds these bytes, by their place modulo 3, in both alphabets: the
    /// characters at the ends depend on the neighbours and are left out.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var placed = new byte[before + bytes.Length];
            bytes.CopyTo(placed, before);
            var text = Convert.ToBase64String(placed);
            var first = ((8 * before) + 5) / 6;
            var core = text[first..(8 * placed.Length / 6)];
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }
}
