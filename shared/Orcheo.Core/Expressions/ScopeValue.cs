using System.Text.Json;
using Jint.Native;
using Orcheo.Core.Json;

namespace Orcheo.Core.Expressions;

/// <summary>What a <see cref="ScopeValue"/> holds.</summary>
internal enum ScopeValueKind
{
    /// <summary>JavaScript's undefined.</summary>
    Undefined,

    /// <summary>Null.</summary>
    Null,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An object or an array.</summary>
    Json,
}

/// <summary>A JavaScript value outside the script engine.</summary>
internal readonly struct ScopeValue
{
    private readonly JsonElement _element;
    private readonly string? _text;
    private readonly double _number;

    private ScopeValue(ScopeValueKind kind, JsonElement element = default, string? text = null, double number = 0)
    {
        Kind = kind;
        _element = element;
        _text = text;
        _number = number;
    }

    public static ScopeValue Undefined => default;

    public static ScopeValue Null => new(ScopeValueKind.Null);

    public ScopeValueKind Kind { get; }

    public JsonElement Element => _element;

    public string Text => _text ?? _element.GetString()!;

    public double Number => _number;

    public bool Boolean => _number != 0;

    public bool IsNullish => Kind is ScopeValueKind.Undefined or ScopeValueKind.Null;

    public bool IsTruthy => Kind switch
    {
        ScopeValueKind.Boolean => Boolean,
        ScopeValueKind.Number => _number != 0 && !double.IsNaN(_number),
        ScopeValueKind.Text => Text.Length > 0,
        ScopeValueKind.Json => true,
        _ => false,
    };

    public static ScopeValue Of(bool value) => new(ScopeValueKind.Boolean, number: value ? 1 : 0);

    public static ScopeValue Of(double value) => new(ScopeValueKind.Number, number: value);

    public static ScopeValue Of(string value) => new(ScopeValueKind.Text, text: value);

    public static ScopeValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => new ScopeValue(ScopeValueKind.Json, element),
        JsonValueKind.String => new ScopeValue(ScopeValueKind.Text, element),
        JsonValueKind.Number => new ScopeValue(ScopeValueKind.Number, element, number: element.GetDouble()),
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Null => Null,
        _ => Undefined,
    };

    /// <summary>The value as it leaves an expression.</summary>
    /// <remarks>What came from the scope leaves as it came, so that a path hands over even a number that a double cannot hold.</remarks>
    public JsonElement ToElement()
    {
        if (_element.ValueKind != JsonValueKind.Undefined)
        {
            return _element;
        }

        return Kind switch
        {
            ScopeValueKind.Boolean => Boolean ? JsonText.True : JsonText.False,
            ScopeValueKind.Number => JsonText.Number(_number),
            ScopeValueKind.Text => JsonText.String(_text!),
            _ => OrcheoJson.Null,
        };
    }

    /// <summary>The value inside the script engine, except for objects and arrays.</summary>
    public JsValue ToScalar() => Kind switch
    {
        ScopeValueKind.Null => JsValue.Null,
        ScopeValueKind.Boolean => Boolean ? JsBoolean.True : JsBoolean.False,
        ScopeValueKind.Number => JsNumber.Create(_number),
        ScopeValueKind.Text => JsString.Create(Text),
        _ => JsValue.Undefined,
    };
}
