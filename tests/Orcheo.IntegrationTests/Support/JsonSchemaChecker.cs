using System.Collections.Concurrent;
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
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    private static readonly HashSet<string> Annotations =
        ["description", "default", "title", "$schema", "$id", "example", "examples", "then", "required", "additionalProperties", "properties"];

    /// <summary>Every fault of the value; empty when it is valid.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="closed">
    /// Whether a member that no part of the schema names is a fault, too. Answers are documented as open, so that members can be added;
    /// those of this version must all be in the document.
    /// </param>
    /// <param name="seen">Told the place in the document of every member that the value has.</param>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value, bool closed = false, Action<string>? seen = null)
    {
        var walk = new Walk([], closed, seen);
        Visit(schema, value, new Place("", "#"), walk, closed);
        return walk.Faults;
    }

    /// <summary>What a <c>$ref</c> inside the document names; the element itself when it is none.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = Find(reference.GetString()!);
        }

        return element;
    }

    /// <summary>The place in the document of every member that a value of the schema can have.</summary>
    public IReadOnlySet<string> MembersOf(JsonElement schema)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Collect(schema, "#", found);
        return found;
    }

    private void Collect(JsonElement schema, string at, HashSet<string> found)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            (schema, at) = (Resolve(schema), reference.GetString()!);
        }

        foreach (var member in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [])
        {
            if (found.Add($"{at}/{member.Name}"))
            {
                Collect(member.Value, $"{at}/{member.Name}", found);
            }
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Collect(items, at + "/items", found);
        }

        foreach (var part in Parts(schema))
        {
            Collect(part, at, found);
        }
    }

    /// <summary>The schemas that speak of the same value as the schema that they are in.</summary>
    private static IEnumerable<JsonElement> Parts(JsonElement schema)
    {
        foreach (var keyword in (string[])["allOf", "anyOf", "oneOf"])
        {
            foreach (var part in schema.TryGetProperty(keyword, out var parts) ? parts.EnumerateArray().ToList() : [])
            {
                yield return part;
            }
        }

        if (schema.TryGetProperty("then", out var then))
        {
            yield return then;
        }
    }

    private JsonElement Find(string reference) => reference[2..].Split('/').Aggregate(
        document,
        (current, token) => current.Member(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));

    private void Visit(JsonElement schema, JsonElement value, Place place, Walk walk, bool closed)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            place = place with { Schema = reference.GetString()! };
        }

        schema = Resolve(schema);
        foreach (var keyword in schema.EnumerateObject())
        {
            Apply(schema, keyword, value, place, walk);
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(schema, value, place, walk);
            if (closed)
            {
                CheckClosed(schema, value, place, walk);
            }
        }
    }

    private void Apply(JsonElement schema, JsonProperty keyword, JsonElement value, Place place, Walk walk)
    {
        var rule = keyword.Value;
        var holds = keyword.Name switch
        {
            "type" => HasType(rule, value),
            "enum" => rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)),
            "const" => JsonElement.DeepEquals(rule, value),
            "pattern" => value.ValueKind != JsonValueKind.String || Patterns.GetOrAdd(rule.GetString()!, NewPattern).IsMatch(value.GetString()!),
            "format" => HasFormat(rule.GetString()!, value),
            "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= rule.GetInt32(),
            "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= rule.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
            "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() > rule.GetDouble(),
            "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
            "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(),
            "minProperties" => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() >= rule.GetInt32(),
            "anyOf" => rule.EnumerateArray().Any(option => IsValid(option, value, place, walk)),
            "oneOf" => rule.EnumerateArray().Count(option => IsValid(option, value, place, walk)) == 1,
            "items" => Items(rule, value, place, walk),
            "allOf" => All(rule, value, place, walk),
            "if" => If(schema, rule, value, place, walk),
            _ => Annotations.Contains(keyword.Name) ? true : throw new NotSupportedException($"The checker does not know the keyword '{keyword.Name}'."),
        };
        if (!holds)
        {
            walk.Faults.Add($"{(place.Value.Length == 0 ? "/" : place.Value)}: {Shorten(value)} breaks {keyword.Name} {Shorten(rule)}");
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, Place place, Walk walk)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            {
                walk.Faults.Add($"{place.Value}/{name.GetString()}: is required and missing");
            }
        }

        var known = schema.TryGetProperty("properties", out var properties);
        var rest = schema.TryGetProperty("additionalProperties", out var additional) ? additional : (JsonElement?)null;
        foreach (var member in value.EnumerateObject())
        {
            var inside = place.At(member.Name);
            if (known && properties.TryGetProperty(member.Name, out var inner))
            {
                walk.Seen?.Invoke(inside.Schema);
                Visit(inner, member.Value, inside, walk, walk.Closed);
            }
            else if (rest is { ValueKind: JsonValueKind.False })
            {
                walk.Faults.Add($"{inside.Value}: is not a member that the schema knows");
            }
            else if (rest is { ValueKind: JsonValueKind.Object } others)
            {
                Visit(others, member.Value, inside, walk, walk.Closed);
            }
        }
    }

    /// <summary>A schema that names members is closed, unless it says that there are others; one that names none takes any.</summary>
    private void CheckClosed(JsonElement schema, JsonElement value, Place place, Walk walk)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!IsOpen(schema, names) && names.Count > 0)
        {
            foreach (var member in value.EnumerateObject().Where(member => !names.Contains(member.Name)))
            {
                walk.Faults.Add($"{place.At(member.Name).Value}: is not documented");
            }
        }
    }

    private bool IsOpen(JsonElement schema, HashSet<string> names)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("properties", out var properties))
        {
            names.UnionWith(properties.EnumerateObject().Select(member => member.Name));
        }

        var open = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False;
        return Parts(schema).Aggregate(open, (found, part) => IsOpen(part, names) || found);
    }

    private bool IsValid(JsonElement schema, JsonElement value, Place place, Walk walk)
    {
        var attempt = walk with { Faults = [] };
        Visit(schema, value, place, attempt, closed: false);
        return attempt.Faults.Count == 0;
    }

    private bool Items(JsonElement rule, JsonElement value, Place place, Walk walk)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Visit(rule, item, new Place($"{place.Value}/{index.ToString(CultureInfo.InvariantCulture)}", place.Schema + "/items"), walk, walk.Closed);
            }
        }

        return true;
    }

    private bool All(JsonElement rule, JsonElement value, Place place, Walk walk)
    {
        foreach (var part in rule.EnumerateArray())
        {
            Visit(part, value, place, walk, closed: false);
        }

        return true;
    }

    private bool If(JsonElement schema, JsonElement rule, JsonElement value, Place place, Walk walk)
    {
        if (IsValid(rule, value, place, walk with { Seen = null }))
        {
            Visit(schema.Member("then"), value, place, walk, closed: false);
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

    /// <summary>In JSON Schema <c>$</c> is the end; in .NET it may be before a last line feed.</summary>
    private static Regex NewPattern(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Where the walk is.</summary>
    /// <param name="Value">JSON Pointer into the value.</param>
    /// <param name="Schema">The place in the document: the last reference, and the members from there.</param>
    private readonly record struct Place(string Value, string Schema)
    {
        public Place At(string name) => new($"{Value}/{name}", $"{Schema}/{name}");
    }

    private sealed record Walk(List<string> Faults, bool Closed, Action<string>? Seen);
}
