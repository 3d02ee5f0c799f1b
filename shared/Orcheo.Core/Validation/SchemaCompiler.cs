using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orcheo.Core.Validation;

/// <summary>Turns a JSON Schema into rules, once; refuses what the rules cannot express.</summary>
internal sealed class SchemaCompiler(JsonElement root, bool lenient = false)
{
    private readonly Dictionary<string, SchemaRule> _references = new(StringComparer.Ordinal);

    /// <summary>Compiles the root.</summary>
    /// <exception cref="ArgumentException">The schema is not valid, or uses a keyword that is not understood.</exception>
    public SchemaRule Compile()
    {
        try
        {
            return Resolve("#");
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new ArgumentException($"The JSON Schema cannot be used: {exception.Message}", exception);
        }
    }

    private SchemaRule Resolve(string reference)
    {
        if (_references.TryGetValue(reference, out var known))
        {
            return known;
        }

        // Known before it is filled, so that a schema may refer to itself.
        var rule = _references[reference] = new SchemaRule();
        Fill(rule, Find(reference));
        return rule;
    }

    private JsonElement Find(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw Invalid($"$ref '{reference}' leads outside the schema");
        }

        var found = root;
        foreach (var part in Uri.UnescapeDataString(reference[1..]).Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found.ValueKind switch
            {
                JsonValueKind.Object when found.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when int.TryParse(name, out var index) && index < found.GetArrayLength() => found[index],
                _ => throw Invalid($"$ref '{reference}' leads nowhere"),
            };
        }

        return found;
    }

    private SchemaRule Compile(JsonElement schema)
    {
        var rule = new SchemaRule();
        Fill(rule, schema);
        return rule;
    }

    private void Fill(SchemaRule rule, JsonElement schema)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                rule.Never = true;
                break;
            case JsonValueKind.Object:
                foreach (var keyword in schema.EnumerateObject())
                {
                    if (!IsAnnotation(keyword.Name)
                        && !FillValue(rule, keyword.Name, keyword.Value)
                        && !FillStructure(rule, keyword.Name, keyword.Value)
                        && !lenient)
                    {
                        throw Invalid($"the keyword '{keyword.Name}' is not understood");
                    }
                }

                break;
            default:
                throw Invalid("a schema must be an object, true or false");
        }
    }

    private static bool IsAnnotation(string keyword) => keyword is "$schema" or "$id" or "$defs" or "definitions" or "$comment" or "title"
        or "description" or "default" or "examples" or "deprecated" or "readOnly" or "writeOnly" or "contentMediaType" or "contentEncoding"
        || keyword.StartsWith("x-", StringComparison.Ordinal);

    private static bool FillValue(SchemaRule rule, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "type":
                rule.Types = value.ValueKind == JsonValueKind.Array
                    ? value.EnumerateArray().Aggregate(SchemaTypes.None, (types, type) => types | TypeOf(type))
                    : TypeOf(value);
                return true;
            case "enum":
                rule.Values = [.. value.EnumerateArray()];
                return true;
            case "const":
                rule.Values = [value];
                return true;
            case "minimum":
                rule.Minimum = value.GetDouble();
                return true;
            case "exclusiveMinimum":
                rule.ExclusiveMinimum = value.GetDouble();
                return true;
            case "maximum":
                rule.Maximum = value.GetDouble();
                return true;
            case "exclusiveMaximum":
                rule.ExclusiveMaximum = value.GetDouble();
                return true;
            case "minLength":
                rule.MinLength = value.GetInt32();
                return true;
            case "maxLength":
                rule.MaxLength = value.GetInt32();
                return true;
            case "pattern":
                // Non-backtracking: linear in the length of a value that may come from outside.
                rule.Pattern = new Regex(value.GetString()!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                return true;
            case "format":
                rule.Format = value.GetString();
                return true;
            default:
                return false;
        }
    }

    private bool FillStructure(SchemaRule rule, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "$ref":
                rule.Reference = Resolve(value.GetString()!);
                return true;
            case "properties":
                rule.Properties = value.EnumerateObject().ToFrozenDictionary(member => member.Name, member => Compile(member.Value), StringComparer.Ordinal);
                return true;
            case "required":
                rule.Required = [.. value.EnumerateArray().Select(name => name.GetString()!)];
                return true;
            case "additionalProperties":
                rule.AdditionalProperties = Compile(value);
                return true;
            case "propertyNames":
                rule.PropertyNames = Compile(value);
                return true;
            case "minProperties":
                rule.MinProperties = value.GetInt32();
                return true;
            case "maxProperties":
                rule.MaxProperties = value.GetInt32();
                return true;
            case "items":
                rule.Items = Compile(value);
                return true;
            case "minItems":
                rule.MinItems = value.GetInt32();
                return true;
            case "maxItems":
                rule.MaxItems = value.GetInt32();
                return true;
            case "uniqueItems":
                rule.UniqueItems = value.GetBoolean();
                return true;
            case "allOf":
                rule.AllOf = [.. value.EnumerateArray().Select(Compile)];
                return true;
            case "anyOf":
                rule.AnyOf = [.. value.EnumerateArray().Select(Compile)];
                return true;
            case "oneOf":
                rule.OneOf = [.. value.EnumerateArray().Select(Compile)];
                return true;
            case "not":
                rule.Not = Compile(value);
                return true;
            default:
                return false;
        }
    }

    private static SchemaTypes TypeOf(JsonElement name) => name.GetString() switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number | SchemaTypes.Integer,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        var other => throw Invalid($"there is no type '{other}'"),
    };

    private static ArgumentException Invalid(string reason) => new($"The JSON Schema cannot be used: {reason}.");
}
