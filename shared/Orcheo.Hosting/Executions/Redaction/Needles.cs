using System.Buffers;
using System.Collections.Frozen;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>Finds any of many strings in a text. Immutable, thread-safe.</summary>
internal sealed class Needles
{
    /// <summary>A cut escape sequence may stand at the end of a cut text, behind the beginning of a secret.</summary>
    private const int CutSequence = 6;

    private readonly string[] _all;
    private readonly SearchValues<string> _any;
    private readonly FrozenDictionary<char, string[]> _byFirst;

    public Needles(IEnumerable<string> needles)
    {
        _all = [.. needles.Distinct(StringComparer.Ordinal).OrderByDescending(needle => needle.Length)];
        _any = SearchValues.Create(_all, StringComparison.Ordinal);
        _byFirst = _all.GroupBy(needle => needle[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    public bool IsEmpty => _all.Length == 0;

    /// <summary>Whether a plus sign may stand for part of a needle.</summary>
    public bool HaveSpaces => _all.Any(needle => needle.Contains(' ', StringComparison.Ordinal));

    public bool AreIn(ReadOnlySpan<char> text) => text.ContainsAny(_any);

    /// <summary>Adds every place where a needle stands; those that overlap too, so that nothing of the longer one is left.</summary>
    public void Find(ReadOnlySpan<char> text, List<TextRange> found)
    {
        for (var from = 0; from < text.Length;)
        {
            var index = text[from..].IndexOfAny(_any);
            if (index < 0)
            {
                return;
            }

            var start = from + index;
            found.Add(new TextRange(start, start + LongestAt(text[start..])));
            from = start + 1;
        }
    }

    /// <summary>Adds the end of a cut text where it may be the beginning of a needle.</summary>
    public void FindCut(ReadOnlySpan<char> text, List<TextRange> found)
    {
        for (var behind = 0; behind <= Math.Min(CutSequence, text.Length); behind++)
        {
            var head = text[..^behind];
            foreach (var needle in _all)
            {
                if (LongestBeginning(head, needle) is > 0 and var length)
                {
                    found.Add(new TextRange(head.Length - length, text.Length));
                }
            }
        }
    }

    private int LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var needle in _byFirst[text[0]])
        {
            if (text.StartsWith(needle, StringComparison.Ordinal))
            {
                return needle.Length;
            }
        }

        return 1;
    }

    /// <summary>How much of the needle's beginning the text ends with; 0 for too little to matter.</summary>
    private static int LongestBeginning(ReadOnlySpan<char> text, string needle)
    {
        for (var length = Math.Min(needle.Length - 1, text.Length); length >= SecretForms.MinLength; length--)
        {
            if (text.EndsWith(needle.AsSpan(0, length), StringComparison.Ordinal))
            {
                return length;
            }
        }

        return 0;
    }
}
