using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// Replaces the secrets of a run wherever they show: as they are, escaped for JSON or URLs (also within one another), in Base64 at any
/// place, in hexadecimal digits. One per run of a node; the secrets live no longer than it. Thread-safe.
/// </summary>
/// <remarks>A text is searched as it stands and in every reading of its escape sequences; nothing is allocated when there is no secret.</remarks>
internal sealed class Redactor : IRedactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "[redacted]";

    /// <summary>How often escape sequences are undone in a string: JSON in a string in JSON takes two.</summary>
    private const int Levels = 4;

    /// <summary>Longer texts are read fewer times, so that a hostile one does not hold up a run.</summary>
    private const int LongText = 4 * 1024 * 1024;
    private const int LevelsOfLongText = 2;

    /// <summary>A mask may make a secret together with its neighbours. After so many rounds the text as a whole gives way.</summary>
    private const int Rounds = 3;

    /// <summary>Shorter than any secret that is looked for.</summary>
    private const string LastResort = "***";

    private static readonly Escaping[] Escapings = [new BackslashEscaping(), new PercentEscaping(plusIsSpace: false)];
    private static readonly Escaping[] EscapingsOfSpaces = [.. Escapings, new PercentEscaping(plusIsSpace: true)];

    private readonly Needles _needles;
    private readonly Escaping[] _escapings;

    private Redactor(Needles needles)
    {
        _needles = needles;
        _escapings = needles.HaveSpaces ? EscapingsOfSpaces : Escapings;
    }

    /// <summary>A redactor for the secrets of these credentials.</summary>
    public static IRedactor For(IEnumerable<NodeCredential> credentials)
    {
        var needles = new Needles(credentials.SelectMany(SecretValues.Of).SelectMany(SecretForms.Of));
        return needles.IsEmpty ? NoRedaction.Instance : new Redactor(needles);
    }

    /// <inheritdoc />
    public string Redact(string text, bool cut = false)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (!(cut && round == 0) && !Shows(text, Levels))
            {
                return text;
            }

            var found = new List<TextRange>();
            Find(text, LevelsFor(text.Length, Levels), found, cut && round == 0);
            text = found.Count == 0 ? text : Replace(text, TextRange.Merge(found));
        }

        return Shows(text, Levels) ? LastResort : text;
    }

    /// <inheritdoc />
    public JsonElement Redact(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return value;
        }

        var utf8 = JsonMarshal.GetRawUtf8Value(value);
        var chars = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            // The JSON text itself is one level of escaping above its strings.
            return Shows(chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars)), Levels + 1) ? JsonRedaction.Rewrite(value, this) : value;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private bool Shows(ReadOnlySpan<char> text, int levels) => ShowsWithin(text, LevelsFor(text.Length, levels));

    private bool ShowsWithin(ReadOnlySpan<char> text, int levels)
    {
        if (_needles.AreIn(text))
        {
            return true;
        }

        if (levels == 0)
        {
            return false;
        }

        foreach (var escaping in _escapings)
        {
            if (!escaping.MayApply(text))
            {
                continue;
            }

            var view = ArrayPool<char>.Shared.Rent(text.Length);
            try
            {
                if (escaping.Decode(text, view) is >= 0 and var length && ShowsWithin(view.AsSpan(0, length), levels - 1))
                {
                    return true;
                }
            }
            finally
            {
                ArrayPool<char>.Shared.Return(view);
            }
        }

        return false;
    }

    private void Find(ReadOnlySpan<char> text, int levels, List<TextRange> found, bool cut)
    {
        _needles.Find(text, found);
        if (cut)
        {
            _needles.FindCut(text, found);
        }

        if (levels == 0)
        {
            return;
        }

        foreach (var escaping in _escapings)
        {
            if (!escaping.MayApply(text))
            {
                continue;
            }

            var view = ArrayPool<char>.Shared.Rent(text.Length);
            try
            {
                if (escaping.Decode(text, view) is >= 0 and var length)
                {
                    var inView = new List<TextRange>();
                    Find(view.AsSpan(0, length), levels - 1, inView, cut);
                    escaping.MapBack(text, TextRange.Merge(inView), found);
                }
            }
            finally
            {
                ArrayPool<char>.Shared.Return(view);
            }
        }
    }

    private static int LevelsFor(int length, int levels) => length > LongText ? levels - Levels + LevelsOfLongText : levels;

    private static string Replace(string text, List<TextRange> ranges)
    {
        var result = new StringBuilder(text.Length);
        var from = 0;
        foreach (var range in ranges)
        {
            result.Append(text, from, range.Start - from).Append(Mask);
            from = range.End;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }
}
