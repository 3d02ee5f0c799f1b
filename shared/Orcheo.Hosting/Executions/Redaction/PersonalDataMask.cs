using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// Masks what looks like personal data in texts: e-mail addresses, phone numbers, payment cards, IBANs, IP addresses, and what the
/// configuration adds. Every expression is linear in the length of the text. Immutable and thread-safe.
/// </summary>
internal sealed partial class PersonalDataMask : IRedactor
{
    private const int MinPhoneDigits = 8;
    private const int MaxPhoneDigits = 15;

    /// <summary>An IBAN of 34 characters in groups of four.</summary>
    private const int LongestGroups = 42;

    private readonly (string Name, Regex Pattern)[] _own;

    /// <param name="own">Further patterns, by what stands in place of what they match.</param>
    public PersonalDataMask(IEnumerable<(string Name, Regex Pattern)> own) => _own = [.. own];

    /// <summary>The text with every find replaced by its kind, e.g. <c>[email]</c>; the same instance when there is none.</summary>
    public string Apply(string text)
    {
        var finds = All(text);
        if (finds.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (range, kind) in finds)
        {
            result.Append(text, from, range.Start - from).Append('[').Append(kind).Append(']');
            from = range.End;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Where the finds are, in order.</summary>
    public IEnumerable<TextRange> Find(string text) => All(text).Select(find => find.Range);

    string IRedactor.Redact(string text, bool cut) => Apply(text);

    /// <summary>The value with its strings masked.</summary>
    public JsonElement Redact(JsonElement value) => JsonRedaction.Rewrite(value, this);

    /// <summary>Kinds earlier in the list win where finds overlap: what is surest comes first.</summary>
    private List<(TextRange Range, string Kind)> All(string text)
    {
        var finds = new List<(TextRange Range, string Kind)>();
        foreach (var (name, pattern) in _own)
        {
            Add(Whole(pattern, text), name, static _ => true);
        }

        Add(Whole(Email(), text), "email", static _ => true);
        Add(Groups(Iban(), text), "iban", IsIban);
        Add(Groups(Card(), text), "card", IsCard);
        Add(Whole(IpV4(), text), "ip", static found => IPAddress.TryParse(found, out _));
        Add(Whole(IpV6(), text), "ip", IsIpV6);
        Add(Whole(Phone(), text).Where(range => !GoesOn(text, range)), "phone", IsPhone);
        finds.Sort(static (a, b) => a.Range.Start.CompareTo(b.Range.Start));
        return finds;

        void Add(IEnumerable<TextRange> candidates, string kind, Func<string, bool> holds)
        {
            foreach (var range in candidates)
            {
                if (range.Start < range.End
                    && Stands(text, range)
                    && !finds.Exists(find => find.Range.Start < range.End && range.Start < find.Range.End)
                    && holds(text[range.Start..range.End]))
                {
                    finds.Add((range, kind));
                }
            }
        }
    }

    private static IEnumerable<TextRange> Whole(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => new TextRange(match.Index, match.Index + match.Length));

    /// <summary>The matches, and what begins and ends with groups of them, long ones first: what follows a card number may be digits too.</summary>
    private static IEnumerable<TextRange> Groups(Regex pattern, string text)
    {
        foreach (Match match in pattern.Matches(text))
        {
            int[] ends = [.. Enumerable.Range(0, match.Length).Where(at => match.Value[at] is ' ' or '-'), match.Length];
            for (var first = -1; first < ends.Length - 1; first++)
            {
                var start = first < 0 ? 0 : ends[first] + 1;
                foreach (var end in ends.Skip(first + 1).TakeWhile(end => end - start <= LongestGroups).Reverse())
                {
                    yield return new TextRange(match.Index + start, match.Index + end);
                }
            }
        }
    }

    /// <summary>Whether it is not part of a longer word or number, such as an id.</summary>
    private static bool Stands(string text, TextRange range) =>
        (range.Start == 0 || !Continues(text[range.Start - 1])) && (range.End == text.Length || !Continues(text[range.End]));

    /// <summary>Whether groups of digits are followed by another group: then the whole is another number than the part would be.</summary>
    private static bool GoesOn(string text, TextRange range) =>
        range.End + 1 < text.Length && char.IsAsciiDigit(text[range.End - 1]) && text[range.End] is ' ' or '-'
        && char.IsAsciiDigit(text[range.End + 1]);

    private static bool Continues(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '@';

    /// <summary>ISO 13616: the rest of the division by 97 is 1.</summary>
    private static bool IsIban(string found)
    {
        var compact = found.Replace(" ", "", StringComparison.Ordinal);
        if (compact.Length is < 15 or > 34 || !char.IsAsciiLetter(compact[0]) || !char.IsAsciiLetter(compact[1]))
        {
            return false;
        }

        var rest = 0;
        foreach (var character in compact[4..] + compact[..4])
        {
            rest = char.IsAsciiDigit(character) ? ((rest * 10) + character - '0') % 97 : ((rest * 100) + character - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    /// <summary>ISO/IEC 7812: the digits satisfy the formula of Luhn.</summary>
    private static bool IsCard(string found)
    {
        // Cards are written in groups of four to six, the last may be shorter; a list of small numbers is none.
        if (found.Split(' ', '-').SkipLast(1).Any(group => group.Length < 4))
        {
            return false;
        }

        int sum = 0, place = 0;
        foreach (var digit in found.Where(char.IsAsciiDigit).Reverse().Select(character => character - '0'))
        {
            var weighted = place++ % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0 && place is >= 13 and <= 19 && found.Any(character => character is > '0' and <= '9');
    }

    private static bool IsIpV6(string found) =>
        found.Count(character => character == ':') >= 2 && found.Any(char.IsAsciiLetterOrDigit) && IPAddress.TryParse(found, out _);

    /// <summary>ITU-T E.164: at most 15 digits. Without a country's prefix, only what is written in groups counts.</summary>
    private static bool IsPhone(string found)
    {
        var digits = found.Count(char.IsAsciiDigit);
        return digits is >= MinPhoneDigits and <= MaxPhoneDigits;
    }

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,}", RegexOptions.NonBacktracking)]
    private static partial Regex Iban();

    [GeneratedRegex("[0-9]([ \\-]?[0-9]){12,}", RegexOptions.NonBacktracking)]
    private static partial Regex Card();

    [GeneratedRegex(@"[0-9]{1,3}(\.[0-9]{1,3}){3}", RegexOptions.NonBacktracking)]
    private static partial Regex IpV4();

    [GeneratedRegex("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*", RegexOptions.NonBacktracking)]
    private static partial Regex IpV6();

    [GeneratedRegex(@"(\+|00)[1-9]([ ./\-()]{0,3}[0-9]){6,14}|\(?0?[0-9]{2,4}\)?[ ./\-][0-9]{3,4}[ .\-][0-9]{3,5}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
