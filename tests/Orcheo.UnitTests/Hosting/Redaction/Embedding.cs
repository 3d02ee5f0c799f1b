using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orcheo.UnitTests.Hosting.Redaction;

/// <summary>Ways in which a text that holds a secret is written into another text.</summary>
internal static class Embedding
{
    public static readonly IReadOnlyDictionary<string, Func<string, string>> Escaping = new Dictionary<string, Func<string, string>>
    {
        ["as it is"] = text => text,
        ["JSON"] = text => JsonSerializer.Serialize(text)[1..^1],
        ["relaxed JSON"] = text => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
        ["JSON in JSON"] = text => JsonSerializer.Serialize(JsonSerializer.Serialize(new { text })),
        ["every character as \\u"] = text => string.Concat(text.Select(character => $"\\u{(int)character:X4}")),
        ["URL"] = Uri.EscapeDataString,
        ["URL, lower-case digits"] = text => Regexes.LowerHex(Uri.EscapeDataString(text)),
        ["form"] = text => WebUtility.UrlEncode(text),
        ["every byte as %"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"%{value:x2}")),
        ["URL in URL"] = text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        ["URL in JSON"] = text => JsonSerializer.Serialize(new { query = "q=" + Uri.EscapeDataString(text) }),
        ["JSON in URL"] = text => "q=" + Uri.EscapeDataString(JsonSerializer.Serialize(new { text })),
    };

    public static readonly IReadOnlyDictionary<string, Func<string, string>> Encoding64 = new Dictionary<string, Func<string, string>>
    {
        ["Base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["Base64, URL alphabet"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        ["hexadecimal"] = text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ["upper-case hexadecimal"] = text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
    };

    /// <summary>Every way by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, string>> All = Escaping.Concat(Encoding64).ToDictionary();

    /// <summary>Whether a text shows the secret in any of the ways, found by other means than the redactor's: undone, not looked up.</summary>
    public static bool Shows(string text, string secret) => Readings(text, 6).Any(reading => reading.Contains(secret, StringComparison.Ordinal));

    private static IEnumerable<string> Readings(string text, int depth)
    {
        yield return text;
        if (depth == 0)
        {
            yield break;
        }

        foreach (var next in Undone(text).Where(next => next != text).Distinct())
        {
            foreach (var reading in Readings(next, depth - 1))
            {
                yield return reading;
            }
        }
    }

    private static IEnumerable<string> Undone(string text)
    {
        if (text.Contains('%', StringComparison.Ordinal))
        {
            yield return Uri.UnescapeDataString(text);
        }

        if (text.Contains('+', StringComparison.Ordinal) && text.Contains('%', StringComparison.Ordinal))
        {
            yield return WebUtility.UrlDecode(text);
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            yield return Regexes.Unescape(text);
        }

        foreach (var run in Regexes.Base64Runs(text))
        {
            yield return run;
        }
    }
}
