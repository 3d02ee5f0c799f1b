using System.Text.Json;

namespace Orcheo.Nodes.AiAgent;

/// <summary>Whether a schema is within what OpenAI's strict mode takes: closed objects, all of whose members are required.</summary>
internal static class StrictSchema
{
    /// <summary>Whether strict mode may be asked for; a server refuses other schemas in it.</summary>
    public static bool Fits(JsonElement schema) => IsObject(schema) && Holds(schema);

    private static bool IsObject(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object");

    private static bool Holds(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (IsObject(schema) && !IsClosed(schema))
        {
            return false;
        }

        return Parts(schema).All(Holds);
    }

    private static bool IsClosed(JsonElement schema)
    {
        var members = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(member => member.Name).ToList()
            : [];
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False && members.TrueForAll(required.Contains);
    }

    private static IEnumerable<JsonElement> Parts(JsonElement schema)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "properties" or "$defs" or "definitions" when keyword.Value.ValueKind == JsonValueKind.Object:
                    foreach (var member in keyword.Value.EnumerateObject())
                    {
                        yield return member.Value;
                    }

                    break;
                case "anyOf" or "oneOf" or "allOf" when keyword.Value.ValueKind == JsonValueKind.Array:
                    foreach (var part in keyword.Value.EnumerateArray())
                    {
                        yield return part;
                    }

                    break;
                case "items":
                    yield return keyword.Value;
                    break;
            }
        }
    }
}
