using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Orcheo.Core.Json;

namespace Orcheo.Nodes.Schemas;

/// <summary>
/// Makes the JSON Schema (2020-12) of a config or output record: names and types from the JSON dialect, everything else from the
/// record's attributes and initial values. The record is the one source; the files in shared/schemas/nodes are written from it.
/// </summary>
internal static class SchemaGenerator
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The schema of <typeparamref name="T"/>.</summary>
    public static JsonElement Generate<T>() => Generate(typeof(T));

    /// <summary>The schema of <paramref name="type"/>.</summary>
    public static JsonElement Generate(Type type)
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var schema = (JsonObject)OrcheoJson.Options.GetJsonSchemaAsNode(type, exporter);
        schema.Insert(0, "$schema", Dialect);
        return JsonSerializer.SerializeToElement(schema, OrcheoJson.Options);
    }

    /// <summary>The schema of a value that may be anything.</summary>
    public static JsonElement Any(string description) =>
        JsonSerializer.SerializeToElement(new JsonObject { ["$schema"] = Dialect, ["description"] = description }, OrcheoJson.Options);

    /// <summary>The members of <typeparamref name="T"/> that hold expressions, by their JSON names.</summary>
    public static IReadOnlyList<string> ExpressionMembers<T>() => MembersWith<T, ExpressionAttribute>();

    /// <summary>The members of <typeparamref name="T"/> that hold source code, by their JSON names.</summary>
    public static IReadOnlyList<string> CodeMembers<T>() => MembersWith<T, CodeAttribute>();

    private static IReadOnlyList<string> MembersWith<T, TAttribute>()
        where TAttribute : Attribute =>
    [
        .. OrcheoJson.Options.GetTypeInfo(typeof(T)).Properties
            .Where(property => Attribute<TAttribute>(property.AttributeProvider) is not null)
            .Select(property => property.Name),
    ];

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        // "true" is the exporter's word for "anything".
        var schema = node as JsonObject ?? [];
        var attributes = context.PropertyInfo?.AttributeProvider ?? (context.Path.IsEmpty ? context.TypeInfo.Type : null);
        RemoveNull(schema);
        CloseObject(context, schema);
        if (attributes is null)
        {
            return schema;
        }

        if (Attribute<ExpressionAttribute>(attributes) is not null)
        {
            schema["type"] = "string";
            schema["format"] = ExpressionAttribute.Format;
            schema["minLength"] = 1;
        }

        if (Attribute<CodeAttribute>(attributes) is { } code)
        {
            schema["format"] = CodeAttribute.Format;
            schema["contentMediaType"] = code.MediaType;
        }

        AddRange(attributes, schema);
        AddText(attributes, schema);
        AddDefault(context.PropertyInfo, attributes, schema);
        Merge(attributes, schema);
        if (Attribute<DescriptionAttribute>(attributes) is { } description)
        {
            schema.Remove("description");
            schema.Insert(0, "description", description.Description);
        }

        return schema;
    }

    /// <summary>An optional member is left out rather than null, so the schemas stay plain for editors and type generators.</summary>
    private static void RemoveNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.FirstOrDefault(type => type!.GetValue<string>() == "null") is { } nothing)
        {
            types.Remove(nothing);
            if (types.Count == 1)
            {
                schema["type"] = types[0]!.GetValue<string>();
            }
        }
    }

    private static void CloseObject(JsonSchemaExporterContext context, JsonObject schema)
    {
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        schema["type"] = "object";
        if (!schema.ContainsKey("properties"))
        {
            schema["properties"] = new JsonObject();
        }

        schema["additionalProperties"] = false;
    }

    private static void AddRange(ICustomAttributeProvider attributes, JsonObject schema)
    {
        if (Attribute<RangeAttribute>(attributes) is { } range)
        {
            schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Number(range.Minimum);
            schema["maximum"] = Number(range.Maximum);
        }
    }

    private static void AddText(ICustomAttributeProvider attributes, JsonObject schema)
    {
        if (Attribute<StringLengthAttribute>(attributes) is { } length)
        {
            if (length.MinimumLength > 0)
            {
                schema["minLength"] = length.MinimumLength;
            }

            schema["maxLength"] = length.MaximumLength;
        }

        if (Attribute<AllowedValuesAttribute>(attributes) is { } allowed)
        {
            schema["enum"] = JsonSerializer.SerializeToNode(allowed.Values, OrcheoJson.Options);
        }
    }

    private static void AddDefault(JsonPropertyInfo? property, ICustomAttributeProvider attributes, JsonObject schema)
    {
        if (property is null || property.IsRequired)
        {
            return;
        }

        var value = Attribute<DefaultValueAttribute>(attributes)?.Value ?? InitialValue(property);
        if (value is not null and not JsonElement)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, OrcheoJson.Options);
        }
    }

    /// <summary>What the record's own initialiser gives the member; null where the record cannot be made without arguments.</summary>
    private static object? InitialValue(JsonPropertyInfo property) =>
        property.DeclaringType.GetConstructor(Type.EmptyTypes) is { } constructor ? property.Get?.Invoke(constructor.Invoke(null)) : null;

    private static void Merge(ICustomAttributeProvider attributes, JsonObject schema)
    {
        if (Attribute<SchemaAttribute>(attributes) is not { } addition)
        {
            return;
        }

        foreach (var (name, value) in JsonNode.Parse(addition.Json)!.AsObject())
        {
            schema[name] = value?.DeepClone();
        }
    }

    private static JsonValue Number(object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsInteger(number) ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static TAttribute? Attribute<TAttribute>(ICustomAttributeProvider? provider)
        where TAttribute : Attribute =>
        provider?.GetCustomAttributes(typeof(TAttribute), inherit: false).OfType<TAttribute>().FirstOrDefault();
}
