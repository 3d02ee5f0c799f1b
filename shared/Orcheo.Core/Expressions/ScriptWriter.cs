using System.Globalization;
using System.Text;
using Jint;
using Script = Acornima.Ast.Script;

namespace Orcheo.Core.Expressions;

/// <summary>Collects the guarded script of an expression, with the places that its parts come from.</summary>
internal sealed class ScriptWriter
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Written, int Source)> _map = [];
    private readonly List<ScopePath> _paths = [];
    private int _temporaries;

    /// <summary>Marks that what follows comes from this place.</summary>
    public ScriptWriter Mark(int sourceOffset)
    {
        _map.Add((_text.Length, sourceOffset));
        return this;
    }

    public ScriptWriter Write(string text)
    {
        _text.Append(text);
        return this;
    }

    public ScriptWriter WriteNumber(int value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    public ScriptWriter WriteNumber(double value)
    {
        _ = value switch
        {
            double.NaN => _text.Append("(0/0)"),
            double.PositiveInfinity => _text.Append("(1/0)"),
            double.NegativeInfinity => _text.Append("(-1/0)"),
            _ => _text.Append(CultureInfo.InvariantCulture, $"{value:R}"),
        };
        return this;
    }

    /// <summary>Writes a string literal in ASCII, so that every column of the script is one character.</summary>
    public ScriptWriter WriteText(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            if (c is >= ' ' and <= '~' and not '"' and not '\\')
            {
                _text.Append(c);
            }
            else
            {
                _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        _text.Append('"');
        return this;
    }

    /// <summary>The index of a path; the same path is stored once.</summary>
    public int AddPath(ScopePath path)
    {
        var index = _paths.FindIndex(known => known.Root == path.Root && known.Steps.SequenceEqual(path.Steps));
        if (index < 0)
        {
            index = _paths.Count;
            _paths.Add(path);
        }

        return index;
    }

    /// <summary>A variable for the middle of an optional chain. Its value is used right after it is set.</summary>
    public string NewTemporary() => string.Create(CultureInfo.InvariantCulture, $"t{_temporaries++}");

    public GuardedScript Finish()
    {
        const string Open = "(()=>{let ";
        if (_temporaries == 0)
        {
            return new GuardedScript(Prepare(_text.ToString()), 0, [.. _map], [.. _paths]);
        }

        var names = string.Join(',', Enumerable.Range(0, _temporaries).Select(i => $"t{i}"));
        var head = Open + names + ";return ";
        return new GuardedScript(Prepare(head + _text + "})()"), head.Length, [.. _map], [.. _paths]);
    }

    private static Prepared<Script> Prepare(string script) =>
        Engine.PrepareScript(script, GuardedScript.FileName, strict: true, new ScriptPreparationOptions
        {
            ParsingOptions = new ScriptParsingOptions { CompileRegex = false, RegexTimeout = Limits.RegexTime },
        });
}

/// <summary>The script that the engine runs in place of an expression: every name, call and text operation goes through a guard.</summary>
/// <param name="Script">The prepared script.</param>
/// <param name="HeadLength">How many characters precede what the map describes.</param>
/// <param name="Map">Where the parts of the script stand in the source, in the order of the script.</param>
/// <param name="Paths">The paths into the scope that the script reads by index.</param>
internal sealed record GuardedScript(
    Prepared<Script> Script, int HeadLength, IReadOnlyList<(int Written, int Source)> Map, IReadOnlyList<ScopePath> Paths)
{
    public const string FileName = "expression";

    /// <summary>The place in the source that a column (0-based) of the script comes from.</summary>
    public int SourceOffset(int column)
    {
        var offset = 0;
        foreach (var (written, source) in Map)
        {
            if (written > column - HeadLength)
            {
                break;
            }

            offset = source;
        }

        return offset;
    }
}
