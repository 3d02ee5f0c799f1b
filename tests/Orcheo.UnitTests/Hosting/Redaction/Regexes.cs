using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Orcheo.UnitTests.Hosting.Redaction;

/// <summary>Readings of texts by regular expressions, so that tests do not share the product's own way of reading.</summary>
internal static partial class Regexes
{
    public static string LowerHex(string text) => PercentSequence().Replace(text, match => match.Value.ToLowerInvariant());

    public static string Unescape(string text) => BackslashSequence().Replace(text, match => match.Value[1] switch
    {
        'u' when match.Length == 6 => ((char)int.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'b' => "\b",
        'f' => "\f",
        var other => other.ToString(),
    });

    /// <summary>What runs of Base64 and hexadecimal digits stand for, beginning at each of their first four characters.</summary>
    public static IEnumerable<string> Base64Runs(string text)
    {
        foreach (Match match in Base64Run().Matches(text))
        {
            for (var skip = 0; skip < 4 && match.Length - skip >= 4; skip++)
            {
                var run = match.Value[skip..].Replace('-', '+').Replace('_', '/');
                run = run[..(run.Length % 4 == 1 ? run.Length - 1 : run.Length)];
                yield return Encoding.UTF8.GetString(Convert.FromBase64String(run.PadRight((run.Length + 3) / 4 * 4, '=')));
            }
        }

        foreach (Match match in HexRun().Matches(text))
        {
            yield return Encoding.UTF8.GetString(Convert.FromHexString(match.Value[..(match.Length / 2 * 2)]));
        }
    }

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex PercentSequence();

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|[\s\S])")]
    private static partial Regex BackslashSequence();

    [GeneratedRegex("[A-Za-z0-9+/_-]{4,}")]
    private static partial Regex Base64Run();

    [GeneratedRegex("[0-9A-Fa-f]{8,}")]
    private static partial Regex HexRun();
}
