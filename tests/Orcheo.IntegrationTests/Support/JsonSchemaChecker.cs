using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orcheo.IntegrationTests.Support;

/// <summary>
/// Checks values against the JSON Schema (2020-12) keywords that openapi.json uses. A keyword that it does not know is an
/// error: a schema is never half-checked.
/// </summary>
internal sealed class JsonSchemaChecker(JsonElement document)
{
    private static readonly HashSet<string> Annotations =
        ["description", "default", "title", "$schema", "$id", "example", "examples", "then", "required", "additionalProperties", "properties"];

    /// <summary>Every fault of the value; empty when it is valid.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Visit(schema, value, "", faults);
        return faults;
    }

    /// <summary>What a <c>$ref</c> inside the document names; the element itself when it is none.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            var path = reference.GetString()!;
            element = path[2..].Split('/').Aggregate(
                document,
                (current, token) => current.Member(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
        }

        return element;
    }

    private void Visit(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        schema = Resolve(schema);
        foreach (var keyword in schema.EnumerateObject())
        {
            Apply(schema, keyword, value, at, faults);
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(schema, value, at, faults);
        }
    }

    private void Apply(JsonElement schema, JsonProperty keyword, JsonElement value, string at, List<string> faults)
    {
        var rule = keyword.Value;
        var holds = keyword.Name switch
        {
            "type" => HasType(rule, value),
            "enum" => rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
            "const" => JsonElement.DeepEquals(rule, value),
            "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
            "format" => HasFormat(rule.GetString()!, value),
            "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= rule.GetInt32(),
            "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= rule.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
            "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > rule.GetDouble(),
            "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
            "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
            "anyOf" => rule.EnumerateArray().Any(option => IsValid(option, value)),
            "oneOf" => rule.EnumerateArray().Count(option => IsValid(option, value)) == 1,
            "items" => Items(rule, value, at, faults),
            "allOf" => All(rule, value, at, faults),
            "if" => If(schema, rule, value, at, faults),
            _ => Annotations.Contains(keyword.Name) ? true : throw new NotSupportedException($"The checker does not know the keyword '{keyword.Name}'."),
        };
        if (!holds)
        {
            faults.Add($"{(at.Length == 0 ? "/" : at)}: {Shorten(value)} breaks {keyword.Name} {Shorten(rule)}");
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            {
                faults.Add($"{at}/{name.GetString()}: is required and missing");
            }
        }

        var known = schema.TryGetProperty("properties", out var properties);
        var rest = schema.TryGetProperty("additionalProperties", out var additional) ? additional : (JsonElement?)null;
        foreach (var member in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(member.Name, out var inner))
            {
                Visit(inner, member.Value, $"{at}/{member.Name}", faults);
            }
            else if (rest is { ValueKind: JsonValueKind.False })
            {
                faults.Add($"{at}/{member.Name}: is not a member that the schema knows");
            }
            else if (rest is { ValueKind: JsonValueKind.Object } others)
            {
                Visit(others, member.Value, $"{at}/{member.Name}", faults);
            }
        }
    }

    private bool IsValid(JsonElement schema, JsonElement value) => Check(schema, value).Count == 0;

    private bool Items(JsonElement rule, JsonElement value, string at, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Visit(rule, item, $"{at}/{index.ToString(CultureInfo.InvariantCulture)}", faults);
            }
        }

        return true;
    }

    private bool All(JsonElement rule, JsonElement value, string at, List<string> faults)
    {
        foreach (var part in rule.EnumerateArray())
        {
            Visit(part, value, at, faults);
        }

        return true;
    }

    private bool If(JsonElement schema, JsonElement rule, JsonElement value, string at, List<string> faults)
    {
        if (IsValid(rule, value))
        {
            Visit(schema.Member("then"), value, at, faults);
        }

        return true;
    }

    private static bool HasType(JsonElement rule, JsonElement value) => rule.ValueKind == JsonValueKind.Array
        ? rule.EnumerateArray().Any(type => IsOfType(type.GetString()!, value))
        : IsOfType(rule.GetString()!, value);

    private static bool IsOfType(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Number => type == "number" || (type == "integer" && double.IsInteger(value.GetDouble())),
        _ => type == "null",
    };

    private static bool HasFormat(string format, JsonElement value) => format switch
    {
        "date-time" => value.ValueKind != JsonValueKind.String || value.TryGetDateTimeOffset(out _),
        _ => throw new NotSupportedException($"The checker does not know the format '{format}'."),
    };

    private static string Shorten(JsonElement value)
    {
        var text = value.ToString();
        return text.Length > 200 ? text[..200] + "…" : text;
    }
}
