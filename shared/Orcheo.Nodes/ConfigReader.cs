using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes;

/// <summary>Reads a rendered config into its record, as strictly as the schema says.</summary>
internal static class ConfigReader<TConfig>
    where TConfig : class
{
    private static readonly JsonTypeInfo<TConfig> TypeInfo = (JsonTypeInfo<TConfig>)OrcheoJson.Options.GetTypeInfo(typeof(TConfig));
    private static readonly Rule[] Rules = [.. FindRules()];

    /// <summary>Reads the config.</summary>
    /// <param name="nodeType">The node type, for messages.</param>
    /// <param name="config">The rendered config.</param>
    /// <exception cref="NodeException">ORC3007, naming the JSON path at fault.</exception>
    public static TConfig Read(string nodeType, JsonElement config)
    {
        TConfig? read;
        try
        {
            read = config.Deserialize(TypeInfo);
        }
        catch (JsonException exception)
        {
            throw Explain(nodeType, config, exception);
        }

        if (read is null)
        {
            throw ConfigError.At(nodeType, "$", "the config is null, not an object");
        }

        foreach (var rule in Rules)
        {
            if (rule.Get(read) is { } value && !rule.Attribute.IsValid(value))
            {
                throw ConfigError.At(nodeType, $"$.{rule.Name}", rule.Says);
            }
        }

        return read;
    }

    // System.Text.Json's own messages speak of .NET types; the author of a workflow knows JSON only.
    private static NodeException Explain(string nodeType, JsonElement config, JsonException exception)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            return ConfigError.At(nodeType, "$", $"the config is {ConfigError.Describe(config)}, not an object", exception);
        }

        var names = TypeInfo.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var member in config.EnumerateObject())
        {
            if (!names.ContainsKey(member.Name))
            {
                return ConfigError.At(nodeType, $"$.{member.Name}", "no such member", exception);
            }
        }

        if (names.Values.FirstOrDefault(property => property.IsRequired && !config.TryGetProperty(property.Name, out _)) is { } missing)
        {
            return ConfigError.At(nodeType, $"$.{missing.Name}", "required, but missing", exception);
        }

        return ConfigError.At(nodeType, exception.Path ?? "$", "a value of another type is expected", exception);
    }

    private static IEnumerable<Rule> FindRules() =>
        from property in TypeInfo.Properties
        where property.Get is not null && property.AttributeProvider is not null
        from attribute in property.AttributeProvider!.GetCustomAttributes(typeof(ValidationAttribute), inherit: false).Cast<ValidationAttribute>()
        select new Rule(property.Name, property.Get!, attribute, Say(attribute));

    private static string Say(ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute { MinimumIsExclusive: true } range => $"must be above {range.Minimum} and at most {range.Maximum}",
        RangeAttribute range => $"must be from {range.Minimum} to {range.Maximum}",
        AllowedValuesAttribute allowed => $"must be one of {string.Join(", ", allowed.Values)}",
        StringLengthAttribute length => $"must have {length.MinimumLength} to {length.MaximumLength} characters",
        _ => "is not allowed",
    };

    private sealed record Rule(string Name, Func<object, object?> Get, ValidationAttribute Attribute, string Says);
}

/// <summary>Faults in rendered configs.</summary>
internal static class ConfigError
{
    /// <summary>ORC3007 at a place of the config.</summary>
    public static NodeException At(string nodeType, string path, string fault, Exception? cause = null) => new(
        ErrorCodes.RenderedConfigInvalid,
        $"The rendered config of '{nodeType}' does not fit at {path}: {fault}. Correct the config, or what its templates refer to.",
        innerException: cause);

    /// <summary>A JSON value's kind, in words.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "missing",
    };
}
