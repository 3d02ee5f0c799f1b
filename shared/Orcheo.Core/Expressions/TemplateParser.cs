using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>Finds the templates of a JSON value.</summary>
internal sealed class TemplateParser(
    IReadOnlyCollection<string> expressionMembers, IReadOnlyCollection<string> literalPlaces, IList<TemplateError>? errors)
{
    private readonly List<ValueReferences> _references = [];

    /// <summary>What the templates refer to.</summary>
    public IEnumerable<ValueReferences> References => _references;

    /// <summary>Parses the whole value; null when there is no template in it.</summary>
    public TemplateNode? Parse(JsonElement value) => Node(value, "", isTop: true);

    private TemplateNode? Node(JsonElement value, string pointer, bool isTop) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value, pointer),
        JsonValueKind.Array => Array(value, pointer),
        JsonValueKind.Object => Object(value, pointer, isTop),
        _ => null,
    };

    private TemplateArray? Array(JsonElement value, string pointer)
    {
        var items = new List<TemplateNode>();
        var isTemplate = false;
        foreach (var item in value.EnumerateArray())
        {
            var node = Node(item, $"{pointer}/{items.Count}", isTop: false);
            isTemplate |= node is not null;
            items.Add(node ?? new TemplateConstant(item));
        }

        return isTemplate ? new TemplateArray(items) : null;
    }

    private TemplateObject? Object(JsonElement value, string pointer, bool isTop)
    {
        var members = new List<(string, TemplateNode)>();
        var isTemplate = false;
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
            var node = Member(member, $"{pointer}/{name}", isTop);
            isTemplate |= node is not null;
            members.Add((member.Name, node ?? new TemplateConstant(member.Value)));
        }

        return isTemplate ? new TemplateObject(members) : null;
    }

    private TemplateNode? Member(JsonProperty member, string pointer, bool isTop)
    {
        if (literalPlaces.Contains(pointer))
        {
            return null;
        }

        return isTop && member.Value.ValueKind == JsonValueKind.String && expressionMembers.Contains(member.Name)
            ? Bare(member.Value.GetString()!, pointer)
            : Node(member.Value, pointer, isTop: false);
    }

    private TemplateNode? Text(JsonElement value, string pointer)
    {
        var text = value.GetString()!;
        return text.Contains("{{", StringComparison.Ordinal) ? Guarded(text, pointer, Parts) : null;
    }

    private TemplateNode? Bare(string text, string pointer) => Guarded(text, pointer, (source, at) =>
    {
        // {{ can begin no expression: an object literal's first member is a name.
        if (source.TrimStart().StartsWith("{{", StringComparison.Ordinal))
        {
            return Parts(source, at) is TemplateValue single
                ? single
                : throw new ExpressionException(
                    ErrorCodes.TemplateSyntax, "This takes one expression, with or without {{ }} around it; join texts inside it.", source, 1, 1);
        }

        var expression = Expression.Parse(source);
        Refer(expression, source, 0, at);
        return new TemplateValue(expression);
    });

    private TemplateNode Parts(string text, string pointer)
    {
        var parts = TemplateScanner.Scan(text);
        foreach (var part in parts)
        {
            if (part.Expression is not null)
            {
                Refer(part.Expression, text, part.Offset, pointer);
            }
        }

        var visible = parts.Where(part => part.Expression is not null || part.Text.Trim().Length > 0).ToList();
        return visible is [{ Expression: { } single }] ? new TemplateValue(single) : new TemplateText(parts);
    }

    private void Refer(Expression expression, string text, int offset, string pointer)
    {
        var start = SourcePosition.Of(text, offset);
        var references = expression.References;
        _references.Add(references with
        {
            NodeReferences =
            [
                .. references.NodeReferences.Select(reference =>
                {
                    var at = new SourcePosition(reference.Line, reference.Column).Within(start);
                    return reference with { Line = at.Line, Column = at.Column, Pointer = pointer };
                }),
            ],
        });
    }

    private TemplateNode? Guarded(string text, string pointer, Func<string, string, TemplateNode> parse)
    {
        try
        {
            return parse(text, pointer);
        }
        catch (ExpressionException error) when (errors is not null)
        {
            errors.Add(new TemplateError(error.Code, error.Message, pointer, error.Line, error.Column));
            return null;
        }
    }
}
