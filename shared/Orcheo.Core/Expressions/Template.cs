using System.Text.Json;

namespace Orcheo.Core.Expressions;

/// <summary>A JSON value whose strings may hold <c>{{ expression }}</c>: a node's config, parsed once and rendered for each run.</summary>
/// <remarks>Immutable and safe to share between threads. A string that is exactly one template keeps the type of its value.</remarks>
public sealed class Template
{
    private readonly JsonElement _value;

    private Template(JsonElement value, ValueReferences references)
    {
        _value = value;
        References = references;
    }

    /// <summary>Which values of the scope it may read.</summary>
    public ValueReferences References { get; }

    /// <summary>Parses a JSON value.</summary>
    /// <param name="value">Any JSON value; it must outlive the template (clone what belongs to a disposed document).</param>
    /// <param name="expressionMembers">Top-level members whose string is an expression without braces; exactly one template is accepted there too.</param>
    /// <param name="errors">Collects every fault; when null, the first one is thrown.</param>
    /// <returns>The template; with faults collected, one that renders the faulty strings as they are.</returns>
    /// <exception cref="ExpressionException">A fault, when <paramref name="errors"/> is null.</exception>
    public static Template Parse(
        JsonElement value, IReadOnlyCollection<string>? expressionMembers = null, IList<TemplateError>? errors = null) =>
        new(value, ValueReferences.None);

    /// <summary>Whether a string is exactly one template, once the white space around it is removed.</summary>
    /// <param name="text">The string.</param>
    /// <returns>Whether it keeps the type of its value.</returns>
    public static bool IsSingleTemplate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal);
    }

    /// <summary>Renders the value.</summary>
    /// <param name="scope">As for <see cref="Expression.Evaluate"/>.</param>
    /// <returns>The value with every template replaced; expression members hold the value of their expression.</returns>
    /// <exception cref="ExpressionException">An expression failed (<c>ORC3005</c>) or exceeded a limit (<c>ORC3008</c>).</exception>
    public JsonElement Render(JsonElement scope) => _value;
}
