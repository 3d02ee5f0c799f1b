using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orcheo.Core.Validation;

/// <summary>The JSON types that a schema may name.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary>A compiled schema or subschema. Filled by <see cref="SchemaCompiler"/> only: a reference may lead back to a rule that is still being filled.</summary>
internal sealed class SchemaRule
{
    /// <summary>The schema <c>false</c>: nothing matches.</summary>
    public bool Never { get; set; }

    /// <summary>Where <c>$ref</c> leads.</summary>
    public SchemaRule? Reference { get; set; }

    public SchemaTypes Types { get; set; }

    public FrozenDictionary<string, SchemaRule> Properties { get; set; } = FrozenDictionary<string, SchemaRule>.Empty;

    public IReadOnlyList<string> Required { get; set; } = [];

    public SchemaRule? AdditionalProperties { get; set; }

    public SchemaRule? PropertyNames { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    public SchemaRule? Items { get; set; }

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    /// <summary>The allowed values, of <c>enum</c> or <c>const</c>.</summary>
    public IReadOnlyList<JsonElement>? Values { get; set; }

    public double? Minimum { get; set; }

    public double? ExclusiveMinimum { get; set; }

    public double? Maximum { get; set; }

    public double? ExclusiveMaximum { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public Regex? Pattern { get; set; }

    public string? Format { get; set; }

    public IReadOnlyList<SchemaRule> AllOf { get; set; } = [];

    public IReadOnlyList<SchemaRule> AnyOf { get; set; } = [];

    public IReadOnlyList<SchemaRule> OneOf { get; set; } = [];

    public SchemaRule? Not { get; set; }
}
