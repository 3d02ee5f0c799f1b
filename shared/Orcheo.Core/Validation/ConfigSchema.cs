using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Core.Validation;

/// <summary>The JSON Schema of a node type's config, compiled. Immutable and thread-safe.</summary>
/// <remarks>
/// Understands the subset of JSON Schema 2020-12 that node types need (docs/adr/0005-graph-plan.md); a schema that uses another
/// keyword is refused when it is compiled, so that no rule is silently left out. A check takes about a microsecond, which is why
/// the rendered config of every attempt can be checked.
/// </remarks>
public sealed class ConfigSchema
{
    private static readonly ConditionalWeakTable<NodeDescriptor, ConfigSchema> ByDescriptor = [];

    private readonly SchemaRule _rule;
    private readonly FrozenSet<string> _expressionMembers;
    private readonly FrozenSet<string> _literalMembers;

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The JSON Schema; it must outlive this object.</param>
    /// <param name="expressionMembers">Top-level members that hold a bare expression: its source before rendering, its value after.</param>
    /// <param name="lenient">Whether keywords that are not understood are passed over: for schemas that others write.</param>
    /// <param name="literalMembers">Top-level members that hold no templates.</param>
    /// <exception cref="ArgumentException">The schema is not valid, or uses a keyword that is not understood.</exception>
    public ConfigSchema(
        JsonElement schema,
        IReadOnlyCollection<string>? expressionMembers = null,
        bool lenient = false,
        IReadOnlyCollection<string>? literalMembers = null)
    {
        _rule = new SchemaCompiler(schema, lenient).Compile();
        _expressionMembers = (expressionMembers ?? []).ToFrozenSet(StringComparer.Ordinal);
        _literalMembers = (literalMembers ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The compiled config schema of a node type; compiled once.</summary>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static ConfigSchema For(NodeDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return ByDescriptor.GetValue(descriptor, static key => new ConfigSchema(key.ConfigSchema, key.ExpressionMembers, literalMembers: key.LiteralMembers));
    }

    /// <summary>
    /// Checks a config as its author wrote it. A string that is exactly one template is accepted wherever the schema wants something
    /// else; a string that holds templates is a string whose content is not known yet.
    /// </summary>
    /// <returns>Every fault, in document order; empty when there is none.</returns>
    public IReadOnlyList<SchemaFault> Validate(JsonElement config) => Walk(config, templates: true);

    /// <summary>Checks a config whose templates have been rendered.</summary>
    /// <returns>Every fault, in document order; empty when there is none.</returns>
    public IReadOnlyList<SchemaFault> ValidateRendered(JsonElement config) => Walk(config, templates: false);

    private IReadOnlyList<SchemaFault> Walk(JsonElement config, bool templates)
    {
        var walker = new SchemaWalker(templates, _expressionMembers, _literalMembers);
        walker.Check(_rule, config);
        return walker.Faults;
    }
}
