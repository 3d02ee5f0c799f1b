using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Orcheo.Core.Expressions;

/// <content>The methods whose result may be far larger than what they are given, and those that JavaScript has change their value.</content>
internal sealed partial class ScriptHost
{
    private JsValue TextMethod(JsValue self, string name, JsValue[] arguments)
    {
        var text = self.ToString();
        var first = arguments.Length > 0 ? arguments[0] : JsValue.Undefined;
        switch (name)
        {
            case "repeat":
                ChargeGrowth(text.Length * Math.Max(0, TypeConverter.ToIntegerOrInfinity(first)));
                break;
            case "padStart" or "padEnd":
                ChargeGrowth(TypeConverter.ToIntegerOrInfinity(first));
                break;
            case "concat":
                return Concatenate([(JsNumber)JsNumber.Create(_offset), self, .. arguments]);
            case "split":
                _budget.Charge(text.Length / 4);
                break;
            case "replace" or "replaceAll":
                return Replace(self, name, arguments);
            case "matchAll":
                return new JsArray(_engine, [.. Drain(Native("String.prototype.matchAll", self, arguments))]);
        }

        return Native($"String.prototype.{name}", self, arguments);
    }

    private void ChargeGrowth(double length)
    {
        if (length > 0)
        {
            _budget.ChargeText((long)Math.Min(length, int.MaxValue));
        }
    }

    // Every replacement is made by a function of ours, so that it is counted before it grows the text.
    private JsValue Replace(JsValue self, string name, JsValue[] arguments)
    {
        var pattern = arguments.Length > 0 ? arguments[0] : JsValue.Undefined;
        var replacement = arguments.Length > 1 ? arguments[1] : JsValue.Undefined;
        var template = replacement is Jint.Native.Function.Function ? null : ToText(replacement);
        long total = 0;
        var replacer = Guard("replacer", (_, match) =>
        {
            var text = template is null
                ? ToText(_engine.Call(replacement, JsValue.Undefined, match))
                : Expand(template, match);
            total += text.Length;
            _budget.ChargeText(total > Limits.TextLength ? total : text.Length);
            return JsString.Create(text);
        });
        return Native($"String.prototype.{name}", self, pattern, replacer);
    }

    // GetSubstitution of ECMA-262: $$, $&, $`, $', $n, $nn, $<name>.
    private string Expand(string template, JsValue[] match)
    {
        if (!template.Contains('$', StringComparison.Ordinal))
        {
            return template;
        }

        var groups = match[^1] is JsString ? null : match[^1];
        var captures = match[1..(match.Length - (groups is null ? 2 : 3))];
        var text = match[captures.Length + 2].ToString();
        var position = (int)match[captures.Length + 1].AsNumber();
        var result = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var (piece, length) = template[i] == '$' && i + 1 < template.Length
                ? Substitute(template.AsSpan(i + 1), match[0].ToString(), text, position, captures, groups)
                : (null, 0);
            _budget.ChargeText(result.Length + (piece?.Length ?? 1) > Limits.TextLength ? long.MaxValue : piece?.Length ?? 0);
            result.Append(piece ?? template.Substring(i, 1));
            i += length;
        }

        return result.ToString();
    }

    // What a $ stands for and how many characters after it are used up; null when it stands for itself.
    private (string? Piece, int Length) Substitute(
        ReadOnlySpan<char> after, string matched, string text, int position, JsValue[] captures, JsValue? groups)
    {
        switch (after[0])
        {
            case '$': return ("$", 1);
            case '&': return (matched, 1);
            case '`': return (text[..position], 1);
            case '\'': return (text[Math.Min(text.Length, position + matched.Length)..], 1);
            case '<' when groups is not null && after.IndexOf('>') is > 0 and var end:
                var named = groups.AsObject().Get(after[1..end].ToString());
                return (named.IsUndefined() ? "" : ToText(named), end + 1);
        }

        for (var digits = Math.Min(2, after.Length); digits > 0; digits--)
        {
            if (int.TryParse(after[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= captures.Length)
            {
                var capture = captures[number - 1];
                return (capture.IsUndefined() ? "" : ToText(capture), digits);
            }
        }

        return (null, 0);
    }

    private JsValue ArrayMethod(JsArray self, string name, JsValue[] arguments)
    {
        switch (name)
        {
            case "join":
                return JsString.Create(Join(self, arguments.Length > 0 && !arguments[0].IsUndefined() ? ToText(arguments[0]) : ",", 0));
            case "toString":
                return Text(ToText(self));
            case "flat":
                var depth = arguments.Length > 0 && !arguments[0].IsUndefined() ? TypeConverter.ToIntegerOrInfinity(arguments[0]) : 1;
                var items = new List<JsValue>();
                Flatten(self, depth, items, 0);
                return new JsArray(_engine, [.. items]);
            case "sort" or "toSorted":
                ChargeSort(self);
                return Native("Array.prototype.toSorted", self, arguments);
            case "reverse":
                return Native("Array.prototype.toReversed", self, arguments);
            case "entries" or "keys" or "values":
                return new JsArray(_engine, [.. Enumerable.Range(0, (int)self.Length).Select(i => Entry(self, i, name))]);
            default:
                return Native($"Array.prototype.{name}", self, arguments);
        }
    }

    private JsValue Entry(JsArray array, int index, string kind) => kind switch
    {
        "keys" => JsNumber.Create(index),
        "values" => array[index],
        _ => new JsArray(_engine, [JsNumber.Create(index), array[index]]),
    };

    // The default order compares texts: each of about n log n comparisons reads both.
    private void ChargeSort(JsArray array)
    {
        long characters = 0;
        for (var i = 0; i < array.Length; i++)
        {
            characters += array[i] is JsString text ? text.Length : 1;
        }

        var rounds = Math.ILogB(array.Length + 1) + 1;
        _budget.Charge(rounds * (array.Length + (characters / Limits.CharactersPerUnit)) / 4);
    }

    private void Flatten(JsArray array, double depth, List<JsValue> items, int level)
    {
        if (level > Limits.Nesting)
        {
            throw WorkBudget.Exceeded("a list nests too deep");
        }

        _budget.Charge(1 + array.Length);
        for (var i = 0; i < array.Length; i++)
        {
            if (depth >= 1 && array[i] is JsArray inner)
            {
                Flatten(inner, depth - 1, items, level + 1);
            }
            else
            {
                items.Add(array[i]);
            }
        }
    }

    private JsValue PatternMethod(JsValue self, string name, JsValue[] arguments) => name == "toString"
        ? Text(ToText(self))
        : Native($"RegExp.prototype.{name}", self, arguments);

    // The iterator of matchAll is the only one that the engine hands out; its next() was captured with it.
    private IEnumerable<JsValue> Drain(JsValue iterator)
    {
        while (true)
        {
            _budget.Charge(4);
            var step = _engine.Call(iterator.AsObject().Get("next"), iterator, []).AsObject();
            if (TypeConverter.ToBoolean(step.Get("done")))
            {
                yield break;
            }

            yield return step.Get("value");
        }
    }
}
