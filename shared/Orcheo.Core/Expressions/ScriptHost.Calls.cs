using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Runtime;

namespace Orcheo.Core.Expressions;

/// <content>Calls of built-in functions and methods: found by the type of the value, charged, then handed to the engine's own implementation.</content>
internal sealed partial class ScriptHost
{
    private void CaptureNatives()
    {
        Capture("String.prototype", Language.StringMethods);
        Capture("Array.prototype", Language.ArrayMethods);
        Capture("Number.prototype", Language.NumberMethods);
        Capture("RegExp.prototype", Language.RegExpMethods);
        Capture("globalThis", Language.GlobalFunctions);
        foreach (var (name, functions) in Language.NamespaceFunctions)
        {
            Capture(name, functions);
        }

        _natives["new Date"] = _engine.Evaluate("(Date => ms => new Date(ms).toISOString())(Date)");
    }

    private void Capture(string owner, IEnumerable<string> names)
    {
        var source = _engine.Evaluate(owner).AsObject();
        foreach (var name in names)
        {
            _natives[owner == "globalThis" ? name : $"{owner}.{name}"] = source.Get(JsString.Create(name));
        }
    }

    private JsValue Native(string name, JsValue self, params JsValue[] arguments) => _engine.Call(_natives[name], self, arguments);

    private Function Reference(string name)
    {
        if (!_references.TryGetValue(name, out var function))
        {
            function = Guard("function", (_, arguments) => Invoke(name, arguments));
            _references.Add(name, function);
        }

        return function;
    }

    private JsValue CallFunction(JsValue[] arguments)
    {
        At(arguments[0]);
        return Invoke(arguments[1].ToString(), arguments[2..]);
    }

    private JsValue Invoke(string name, JsValue[] arguments)
    {
        foreach (var argument in arguments)
        {
            ChargeFor(argument);
        }

        return name switch
        {
            "JSON.stringify" => Stringify(arguments),
            "Object.assign" => Assign(arguments),
            "Object.groupBy" or "Object.fromEntries" => Native(name, JsValue.Undefined, Listed(arguments)),
            "Array.from" => From(arguments),
            "Array.of" => new JsArray(_engine, arguments),
            "Date.toISOString" => Native("new Date", JsValue.Undefined, arguments),
            _ => Native(name, JsValue.Undefined, arguments),
        };
    }

    private JsValue CallMethod(JsValue[] arguments)
    {
        At(arguments[0]);
        var (self, name) = (arguments[1], arguments[2].ToString());
        var rest = arguments[3..];
        ChargeFor(self);
        foreach (var argument in rest)
        {
            ChargeFor(argument);
        }

        var result = self switch
        {
            JsString when Language.StringMethods.Contains(name) => TextMethod(self, name, rest),
            JsArray array when Language.ArrayMethods.Contains(name) => ArrayMethod(array, name, rest),
            JsNumber when Language.NumberMethods.Contains(name) => Native($"Number.prototype.{name}", self, rest),
            JsRegExp when Language.RegExpMethods.Contains(name) => PatternMethod(self, name, rest),
            _ when self.IsUndefined() || self.IsNull() => throw Failed($"cannot call '{name}' on {Describe(self)}"),
            _ when name == "toString" => Text(ToText(self)),
            _ when name == "hasOwnProperty" => Native("Object.hasOwn", JsValue.Undefined, self, rest.Length > 0 ? rest[0] : JsValue.Undefined),
            _ => throw Failed($"{Describe(self)} has no method '{name}'"),
        };
        ChargeFor(result);
        return result;
    }

    private void ChargeFor(JsValue value)
    {
        switch (value)
        {
            case JsString text: _budget.ChargeText(text.Length); break;
            case JsArray array: _budget.Charge(1 + array.Length); break;
            case JsObject members: _budget.Charge(1 + members.GetOwnPropertyKeys(Types.String).Count); break;
            default: _budget.Charge(1); break;
        }
    }

    /// <summary>The text of a value as JavaScript makes it, counted while it grows.</summary>
    private string ToText(JsValue value) => value switch
    {
        JsArray array => Join(array, ",", 0),
        JsRegExp pattern => $"/{pattern.Source}/{pattern.Flags}",
        _ when value.IsObject() => "[object Object]",
        _ => TypeConverter.ToString(value),
    };

    private string Join(JsArray array, string separator, int depth)
    {
        if (depth > Limits.Nesting)
        {
            throw WorkBudget.Exceeded("a list nests too deep");
        }

        var parts = new string[array.Length];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var item = array[i];
            parts[i] = item switch
            {
                JsArray inner => Join(inner, ",", depth + 1),
                _ when item.IsUndefined() || item.IsNull() => "",
                _ => ToText(item),
            };
            length += parts[i].Length + separator.Length;
            _budget.ChargeText(length > Limits.TextLength ? length : parts[i].Length + separator.Length);
        }

        return string.Join(separator, parts);
    }

    // What can be spread: lists and strings, by characters as JavaScript counts them there (code points).
    private JsValue[]? ToItems(JsValue value)
    {
        if (value is JsArray array)
        {
            _budget.Charge(1 + array.Length);
            return [.. Enumerable.Range(0, (int)array.Length).Select(i => array[i])];
        }

        if (value is not JsString)
        {
            return null;
        }

        var text = value.ToString();
        _budget.Charge(1 + text.Length);
        var items = new List<JsValue>();
        for (var i = 0; i < text.Length; i++)
        {
            var size = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
            items.Add(JsString.Create(text.Substring(i, size)));
            i += size - 1;
        }

        return [.. items];
    }

    // The engine would look for an iterator; lists are all there is.
    private JsValue[] Listed(JsValue[] arguments)
    {
        var items = ToItems(arguments.Length > 0 ? arguments[0] : JsValue.Undefined) ?? throw Failed("the first argument is not a list");
        return [new JsArray(_engine, items), .. arguments.Skip(1)];
    }

    private JsValue From(JsValue[] arguments)
    {
        var source = arguments.Length > 0 ? arguments[0] : JsValue.Undefined;
        var items = ToItems(source);
        if (items is null)
        {
            var length = source.IsObject() ? TypeConverter.ToLength(source.AsObject().Get("length")) : 0;
            if (source.IsUndefined() || source.IsNull())
            {
                throw Failed($"{Describe(source)} cannot be made into a list");
            }

            _budget.Charge((long)Math.Min(length, int.MaxValue));
            items = new JsValue[length];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = source.AsObject().Get(i.ToString(CultureInfo.InvariantCulture));
            }
        }

        return Native("Array.from", JsValue.Undefined, [new JsArray(_engine, items), .. arguments.Skip(1)]);
    }

    // Pure, unlike JavaScript's: the first argument stays as it is, because values do not change.
    private JsObject Assign(JsValue[] arguments)
    {
        var result = new JsObject(_engine);
        foreach (var source in arguments.Where(argument => argument.IsObject()))
        {
            foreach (var (key, property) in source.AsObject().GetOwnProperties())
            {
                if (property.Enumerable && key.IsString())
                {
                    result.CreateDataProperty(key, property.Value);
                }
            }
        }

        return result;
    }

    private JsValue Stringify(JsValue[] arguments)
    {
        if (arguments.Length > 1 && !arguments[1].IsNull() && !arguments[1].IsUndefined())
        {
            throw Failed("JSON.stringify takes no replacer");
        }

        var space = arguments.Length > 2 ? arguments[2] : JsValue.Undefined;
        var indent = space switch
        {
            JsNumber => new string(' ', (int)Math.Clamp(space.AsNumber(), 0, 10)),
            JsString => space.ToString()[..Math.Min(10, space.ToString().Length)],
            _ => "",
        };
        var text = _writer.Stringify(arguments.Length > 0 ? arguments[0] : JsValue.Undefined, indent);
        return text is null ? JsValue.Undefined : JsString.Create(text);
    }
}
