using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>A JSON value whose strings may hold <c>{{ expression }}</c>: a node's config, parsed once and rendered for each run.</summary>
/// <remarks>Immutable and safe to share between threads. A string that is exactly one template keeps the type of its value.</remarks>
public sealed class Template
{
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonElement _value;
    private readonly TemplateNode? _root;

    private Template(JsonElement value, TemplateNode? root, ValueReferences references)
    {
        _value = value;
        _root = root;
        References = references;
    }

    /// <summary>Which values of the scope it may read.</summary>
    public ValueReferences References { get; }

    /// <summary>Parses a JSON value.</summary>
    /// <param name="value">Any JSON value; it must outlive the template (clone what belongs to a disposed document).</param>
    /// <param name="expressionMembers">Top-level members whose string is an expression without braces; exactly one template is accepted there too.</param>
    /// <param name="errors">Collects every fault; when null, the first one is thrown.</param>
    /// <param name="literalPlaces">RFC 6901 pointers to members that hold no templates: they are taken as they are.</param>
    /// <returns>The template; with faults collected, one that renders the faulty strings as they are.</returns>
    /// <exception cref="ExpressionException">A fault, when <paramref name="errors"/> is null.</exception>
    public static Template Parse(
        JsonElement value,
        IReadOnlyCollection<string>? expressionMembers = null,
        IList<TemplateError>? errors = null,
        IReadOnlyCollection<string>? literalPlaces = null)
    {
        var parser = new TemplateParser(expressionMembers ?? [], literalPlaces ?? [], errors);
        var root = parser.Parse(value);
        return new Template(value, root, ValueReferences.Merge(parser.References));
    }

    /// <summary>Whether a string is exactly one template, once the white space around it is removed.</summary>
    /// <param name="text">The string.</param>
    /// <returns>Whether it keeps the type of its value; false too for a template that is at fault.</returns>
    public static bool IsSingleTemplate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (!trimmed.StartsWith("{{", StringComparison.Ordinal) || !trimmed.EndsWith("}}", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return TemplateScanner.Scan(trimmed) is [{ Expression: not null }];
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    /// <summary>Renders the value.</summary>
    /// <param name="scope">As for <see cref="Expression.Evaluate"/>.</param>
    /// <returns>The value with every template replaced; expression members hold the value of their expression.</returns>
    /// <exception cref="ExpressionException">An expression failed (<c>ORC3005</c>) or exceeded a limit (<c>ORC3008</c>).</exception>
    public JsonElement Render(JsonElement scope)
    {
        switch (_root)
        {
            case null: return _value;
            case TemplateValue single: return single.Expression.Evaluate(scope);
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, _writing))
        {
            _root.Write(writer, scope);
        }

        try
        {
            return JsonElement.Parse(buffer.WrittenSpan);
        }
        catch (JsonException error)
        {
            throw new ExpressionException(
                ErrorCodes.ExpressionLimit, $"The rendered value nests deeper than {Limits.ResultDepth} levels.", "", 1, 1, error);
        }
    }
}
