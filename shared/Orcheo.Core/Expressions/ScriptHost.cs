using System.Text.Json;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>A script engine with nothing in it but guards. Used by one thread at a time, for one evaluation after another.</summary>
/// <remarks>
/// Reuse is safe because a guarded script can change nothing: it cannot assign, and the prototypes are empty and frozen.
/// An engine whose evaluation hit a limit is thrown away all the same.
/// </remarks>
internal sealed partial class ScriptHost : IDisposable
{
    private readonly Engine _engine;
    private readonly WorkBudget _budget = new();
    private readonly ValueWriter _writer;
    private readonly Dictionary<string, JsValue> _natives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Function> _references = new(StringComparer.Ordinal);
    private GuardedScript? _script;
    private JsonElement _scope;
    private JsValue?[] _values = [];
    private int _offset;

    public ScriptHost()
    {
        _engine = new Engine(options =>
        {
            options.Strict = true;
            options.LocalTimeZone(TimeZoneInfo.Utc);
            options.Culture = System.Globalization.CultureInfo.InvariantCulture;
            options.DisableStringCompilation();
            options.LimitRecursion(Limits.Nesting * 2);
            options.Constraints.RegexTimeout = Limits.RegexTime;
            options.Constraints.MaxArraySize = (uint)Limits.Work;
            options.Json.MaxParseDepth = Limits.ResultDepth;
            options.Constraint(_budget);
        });
        _writer = new ValueWriter(_budget);
        CaptureNatives();

        // The language turns an object into text by this symbol: the one way left, and a counted one.
        _engine.Evaluate("Object.prototype").AsObject().DefineOwnProperty(
            _engine.Evaluate("Symbol.toPrimitive"), Constant(Guard("toPrimitive", (self, _) => Text(ToText(self)))));
        _engine.Execute(Hardening.Script);
        DefineGuards();
    }

    /// <summary>How many evaluations this host has served.</summary>
    public int Uses { get; private set; }

    /// <summary>What the engine's global object holds, for the test that nothing else is within reach.</summary>
    public IReadOnlyList<string> GlobalNames => [.. _engine.Global.GetOwnPropertyKeys(Types.String).Select(key => key.ToString())];

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>Evaluates an expression.</summary>
    /// <exception cref="ExpressionException">It failed or exceeded a limit.</exception>
    public T Evaluate<T>(CompiledExpression expression, JsonElement scope, Func<ValueWriter, JsValue, T> result)
    {
        Uses++;
        _script = expression.Script;
        _scope = scope;
        _values = expression.Script.Paths.Count == 0 ? [] : new JsValue?[expression.Script.Paths.Count];
        _offset = 0;
        _budget.Start();
        try
        {
            return result(_writer, _engine.Evaluate(expression.Script.Script));
        }
        catch (EvaluationFault fault)
        {
            throw Failure(expression, fault.Code, fault.Message, fault.Offset ?? _offset, fault);
        }
        catch (JavaScriptException error)
        {
            var isHere = error.Location.SourceFile == GuardedScript.FileName && error.Location.Start.Column > 0;
            var offset = isHere ? expression.Script.SourceOffset(error.Location.Start.Column) : _offset;
            throw Failure(expression, ErrorCodes.ExpressionFailed, Clean(error.Message), offset, error);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw Failure(expression, ErrorCodes.ExpressionLimit, "a regular expression takes too long", _offset, error);
        }
        catch (Exception error) when (error is JintException or InsufficientExecutionStackException or OutOfMemoryException)
        {
            throw Failure(expression, ErrorCodes.ExpressionLimit, error.Message.TrimEnd('.'), _offset, error);
        }
        finally
        {
            (_script, _scope, _values) = (null, default, []);
        }
    }

    private static ExpressionException Failure(CompiledExpression expression, string code, string what, int offset, Exception inner)
    {
        var at = SourcePosition.Of(expression.Source, offset);
        var shown = expression.Source.Length <= 200 ? expression.Source : expression.Source[..200] + "…";
        var verb = code == ErrorCodes.ExpressionLimit ? "exceeds its limits" : "failed";
        return new ExpressionException(
            code, $"The expression `{shown}` {verb} at line {at.Line}, column {at.Column}: {what}.", expression.Source, at.Line, at.Column, inner);
    }

    // The engine knows parameters by the names that the script gave them.
    private static string Clean(string message) => ParameterPrefix().Replace(message, "").TrimEnd('.');

    [GeneratedRegex(@"\bp_")]
    private static partial Regex ParameterPrefix();

    private ClrFunction Guard(string name, Func<JsValue, JsValue[], JsValue> body) => new(_engine, name, (self, arguments) => body(self, arguments));

    private void DefineGuards()
    {
        Define("h_tick", (_, _) =>
        {
            _budget.Charge(1);
            return JsValue.Undefined;
        });
        Define("h_path", (_, arguments) => Path((int)((JsNumber)arguments[0]).AsNumber()));
        Define("h_text", (_, arguments) => Concatenate(arguments));
        Define("h_add", (_, arguments) => Add(arguments));
        Define("h_spread", (_, arguments) => Spread(arguments));
        Define("h_members", (_, arguments) => Members(arguments));
        Define("h_function", (_, arguments) => CallFunction(arguments));
        Define("h_method", (_, arguments) => CallMethod(arguments));
        Define("h_reference", (_, arguments) => Reference(arguments[0].ToString()));
    }

    private void Define(string name, Func<JsValue, JsValue[], JsValue> body) =>
        _engine.Global.DefineOwnProperty(name, Constant(Guard(name, body)));

    private static PropertyDescriptor Constant(JsValue value) => new(value, writable: false, enumerable: false, configurable: false);

    private void At(JsValue offset) => _offset = (int)offset.AsNumber();

    private JsValue Path(int index)
    {
        if (_values[index] is { } known)
        {
            return known;
        }

        var path = _script!.Paths[index];
        var failed = path.Resolve(_scope, out var value);
        if (failed >= 0)
        {
            var step = path.Steps[failed];
            var target = failed == 0 ? path.Root : $"{path.Root}.{string.Join('.', path.Steps.Take(failed).Select(s => s.Key))}";
            throw new EvaluationFault(
                ErrorCodes.ExpressionFailed,
                $"cannot read '{step.Key}' of {(value.Kind == ScopeValueKind.Null ? "null" : "undefined")} ({target} has no value)", step.Offset);
        }

        return _values[index] = value.Kind == ScopeValueKind.Json ? ScopeReader.ToObject(_engine, value.Element) : value.ToScalar();
    }

    private JsString Text(string text)
    {
        _budget.ChargeText(text.Length);
        return JsString.Create(text);
    }

    private JsString Concatenate(JsValue[] arguments)
    {
        At(arguments[0]);
        var parts = new string[arguments.Length - 1];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = ToText(arguments[i + 1]);
            length += parts[i].Length;
            _budget.ChargeText(length > Limits.TextLength ? length : parts[i].Length);
        }

        return JsString.Create(string.Concat(parts));
    }

    private JsValue Add(JsValue[] arguments)
    {
        At(arguments[0]);
        var sum = arguments[1];
        for (var i = 2; i < arguments.Length; i++)
        {
            var right = arguments[i];
            if (sum.IsNumber() && right.IsNumber())
            {
                sum = JsNumber.Create(sum.AsNumber() + right.AsNumber());
                continue;
            }

            var (left, other) = (sum.IsObject() ? Text(ToText(sum)) : sum, right.IsObject() ? Text(ToText(right)) : right);
            if (left.IsString() || other.IsString())
            {
                var (head, tail) = (ToText(left), ToText(other));
                _budget.ChargeText((long)head.Length + tail.Length);
                sum = JsString.Create(head + tail);
            }
            else
            {
                sum = JsNumber.Create(TypeConverter.ToNumber(left) + TypeConverter.ToNumber(other));
            }
        }

        return sum;
    }

    private JsArray Spread(JsValue[] arguments)
    {
        At(arguments[0]);
        var items = ToItems(arguments[1]) ?? throw Failed($"{Describe(arguments[1])} cannot be spread into a list");
        return new JsArray(_engine, items);
    }

    private JsValue Members(JsValue[] arguments)
    {
        At(arguments[0]);
        var value = arguments[1];
        _budget.Charge(1 + (value is JsString text ? text.Length : value.IsObject() ? value.AsObject().GetOwnPropertyKeys(Types.String).Count : 0));
        return value;
    }

    private static EvaluationFault Failed(string what) => new(ErrorCodes.ExpressionFailed, what);

    private static string Describe(JsValue value) => value switch
    {
        _ when value.IsUndefined() => "undefined",
        _ when value.IsNull() => "null",
        _ when value.IsArray() => "an array",
        _ when value.IsString() => "a string",
        _ when value.IsNumber() => "a number",
        _ when value.IsBoolean() => "a boolean",
        JsRegExp => "a regular expression",
        _ => "an object",
    };
}
