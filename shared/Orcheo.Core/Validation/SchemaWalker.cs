using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Validation;

/// <summary>One check of one value against compiled rules.</summary>
internal sealed class SchemaWalker(bool templates, FrozenSet<string> expressionMembers, FrozenSet<string> literalMembers)
{
    /// <summary>Several rules may apply at each level of a value; more than this can only be a reference that leads back to itself.</summary>
    private const int MaxDepth = 512;

    private List<SchemaFault>? _faults;
    private readonly List<string> _path = [];
    private int _depth;

    /// <summary>What was found.</summary>
    public IReadOnlyList<SchemaFault> Faults => _faults ?? (IReadOnlyList<SchemaFault>)[];

    /// <summary>Checks a value; faults are added to <see cref="Faults"/>.</summary>
    public void Check(SchemaRule rule, JsonElement value)
    {
        if (++_depth > MaxDepth)
        {
            Add("$ref", "cannot be checked: the schema refers to itself without end");
        }
        else
        {
            CheckValue(rule, value);
        }

        _depth--;
    }

    private bool IsLiteral => literalMembers.Count > 0 && _path.Count > 0 && literalMembers.Contains(_path[0]);

    private void CheckValue(SchemaRule rule, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        var open = templates && text is not null && text.Contains("{{", StringComparison.Ordinal) && !IsLiteral;
        if (open && Template.IsSingleTemplate(text!))
        {
            // Its value has a type of its own, known when it is rendered.
            return;
        }

        if (rule.Never)
        {
            Add("false", "is not allowed");
            return;
        }

        if (!CheckType(rule, value))
        {
            return;
        }

        CheckValues(rule, value, open);
        CheckKind(rule, value, open ? null : text);
        CheckCombinations(rule, value);
    }

    private void CheckKind(SchemaRule rule, JsonElement value, string? text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when text is not null:
                CheckText(rule, text);
                break;
            case JsonValueKind.Number:
                CheckNumber(rule, value.GetDouble());
                break;
            case JsonValueKind.Array:
                CheckArray(rule, value);
                break;
            case JsonValueKind.Object:
                CheckObject(rule, value);
                break;
        }
    }

    private bool CheckType(SchemaRule rule, JsonElement value)
    {
        if (rule.Types == SchemaTypes.None || (rule.Types & TypesOf(value)) != 0)
        {
            return true;
        }

        Add("type", $"must be {SchemaWords.Types(rule.Types)}, not {StrictObject.Describe(value)}");
        return false;
    }

    private static SchemaTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => SchemaTypes.Object,
        JsonValueKind.Array => SchemaTypes.Array,
        JsonValueKind.String => SchemaTypes.String,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.Number when double.IsInteger(value.GetDouble()) => SchemaTypes.Integer,
        JsonValueKind.Number => SchemaTypes.Number,
        _ => SchemaTypes.Null,
    };

    private void CheckValues(SchemaRule rule, JsonElement value, bool open)
    {
        if (rule.Values is null || open)
        {
            return;
        }

        foreach (var allowed in rule.Values)
        {
            if (JsonElement.DeepEquals(allowed, value))
            {
                return;
            }
        }

        Add("enum", SchemaWords.NotOneOf(rule.Values, value));
    }

    private void CheckText(SchemaRule rule, string text)
    {
        if (!StrictObject.IsWithin(text, rule.MinLength ?? 0, rule.MaxLength ?? int.MaxValue))
        {
            Add("length", SchemaWords.Range("character", rule.MinLength, rule.MaxLength));
        }

        if (rule.Pattern is not null && !rule.Pattern.IsMatch(text))
        {
            Add("pattern", $"must match the pattern {rule.Pattern}");
        }

        if (rule.Format is not null && !SchemaWords.HasFormat(rule.Format, text))
        {
            Add("format", $"must be {SchemaWords.Format(rule.Format)}");
        }
    }

    private void CheckNumber(SchemaRule rule, double number)
    {
        Check(rule.Minimum, number < rule.Minimum, "minimum", "≥");
        Check(rule.ExclusiveMinimum, number <= rule.ExclusiveMinimum, "exclusiveMinimum", ">");
        Check(rule.Maximum, number > rule.Maximum, "maximum", "≤");
        Check(rule.ExclusiveMaximum, number >= rule.ExclusiveMaximum, "exclusiveMaximum", "<");

        void Check(double? limit, bool broken, string keyword, string sign)
        {
            if (broken)
            {
                Add(keyword, string.Create(CultureInfo.InvariantCulture, $"must be a number {sign} {limit}"));
            }
        }
    }

    private void CheckArray(SchemaRule rule, JsonElement array)
    {
        var count = array.GetArrayLength();
        if (count < rule.MinItems || count > rule.MaxItems)
        {
            Add("items", SchemaWords.Range("item", rule.MinItems, rule.MaxItems));
        }

        if (rule.UniqueItems && !SchemaWords.AreUnique(array))
        {
            Add("uniqueItems", "must not hold the same item twice");
        }

        if (rule.Items is not null)
        {
            var index = 0;
            foreach (var item in array.EnumerateArray())
            {
                _path.Add((index++).ToString(CultureInfo.InvariantCulture));
                Check(rule.Items, item);
                _path.RemoveAt(_path.Count - 1);
            }
        }
    }

    private void CheckObject(SchemaRule rule, JsonElement value)
    {
        foreach (var name in rule.Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                AddAt(name, "required", "is missing");
            }
        }

        var count = 0;
        foreach (var member in value.EnumerateObject())
        {
            count++;
            CheckMember(rule, member.Name, member.Value);
        }

        if (count < rule.MinProperties || count > rule.MaxProperties)
        {
            Add("properties", SchemaWords.Range("member", rule.MinProperties, rule.MaxProperties));
        }
    }

    private void CheckMember(SchemaRule rule, string name, JsonElement value)
    {
        if (rule.PropertyNames is not null && !Matches(rule.PropertyNames, JsonSerializer.SerializeToElement(name, OrcheoJson.Options)))
        {
            AddAt(name, "propertyNames", "is not a name that is allowed here");
        }

        if (rule.Properties.TryGetValue(name, out var known))
        {
            CheckAt(name, known, value);
        }
        else if (rule.AdditionalProperties is { Never: true })
        {
            AddAt(name, "additionalProperties", $"is an unknown member{DidYouMean.Hint(name, rule.Properties.Keys.Order(StringComparer.Ordinal))}");
        }
        else if (rule.AdditionalProperties is not null)
        {
            CheckAt(name, rule.AdditionalProperties, value);
        }
    }

    private void CheckAt(string name, SchemaRule rule, JsonElement value)
    {
        if (_path.Count == 0 && expressionMembers.Contains(name) && (!templates || value.ValueKind == JsonValueKind.String))
        {
            // The source of an expression, checked by the expression parser; or, once rendered, any value.
            return;
        }

        _path.Add(name);
        Check(rule, value);
        _path.RemoveAt(_path.Count - 1);
    }

    private void CheckCombinations(SchemaRule rule, JsonElement value)
    {
        if (rule.Reference is not null)
        {
            Check(rule.Reference, value);
        }

        foreach (var part in rule.AllOf)
        {
            Check(part, value);
        }

        if (rule.AnyOf.Count > 0)
        {
            CheckAlternatives(rule.AnyOf, value, exactlyOne: false);
        }

        if (rule.OneOf.Count > 0)
        {
            // A template may be what tells the alternatives apart, so that several match until it is rendered.
            CheckAlternatives(rule.OneOf, value, exactlyOne: !templates);
        }

        if (rule.Not is not null && Matches(rule.Not, value))
        {
            Add("not", "has a form that is not allowed");
        }
    }

    private void CheckAlternatives(IReadOnlyList<SchemaRule> alternatives, JsonElement value, bool exactlyOne)
    {
        var failures = new List<IReadOnlyList<SchemaFault>>(alternatives.Count);
        foreach (var alternative in alternatives)
        {
            var faults = FaultsOf(alternative, value);
            if (faults.Count > 0)
            {
                failures.Add(faults);
            }
            else if (!exactlyOne)
            {
                return;
            }
        }

        switch (alternatives.Count - failures.Count)
        {
            case 0:
                (_faults ??= []).AddRange(SchemaWords.Explain(Pointer(), alternatives, failures));
                break;
            case > 1:
                Add("oneOf", SchemaWords.TooMany(alternatives));
                break;
        }
    }

    private bool Matches(SchemaRule rule, JsonElement value) => FaultsOf(rule, value).Count == 0;

    private List<SchemaFault> FaultsOf(SchemaRule rule, JsonElement value)
    {
        var outer = _faults;
        _faults = [];
        Check(rule, value);
        var found = _faults;
        _faults = outer;
        return found;
    }

    private void AddAt(string name, string keyword, string message) =>
        (_faults ??= []).Add(new SchemaFault(JsonPointer.Append(Pointer(), name), message, keyword));

    private void Add(string keyword, string message) => (_faults ??= []).Add(new SchemaFault(Pointer(), message, keyword));

    private string Pointer() => _path.Aggregate(string.Empty, JsonPointer.Append);
}
