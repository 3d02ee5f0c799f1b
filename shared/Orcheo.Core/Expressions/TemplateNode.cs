using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>A part of a template's JSON value. A part without any template is a <see cref="TemplateConstant"/>.</summary>
internal abstract record TemplateNode
{
    /// <summary>Writes the rendered part.</summary>
    public abstract void Write(Utf8JsonWriter writer, JsonElement scope);
}

/// <summary>What is written as it is.</summary>
internal sealed record TemplateConstant(JsonElement Value) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, JsonElement scope) => Value.WriteTo(writer);
}

/// <summary>A string that is exactly one template, or an expression member.</summary>
internal sealed record TemplateValue(Expression Expression) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, JsonElement scope) => Expression.Evaluate(scope).WriteTo(writer);
}

/// <summary>A string that holds templates among text.</summary>
internal sealed record TemplateText(IReadOnlyList<TemplatePart> Parts) : TemplateNode
{
    private static readonly JsonSerializerOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write(Utf8JsonWriter writer, JsonElement scope)
    {
        var builder = new StringBuilder();
        foreach (var part in Parts)
        {
            builder.Append(part.Expression is null ? part.Text : Show(part.Expression.Evaluate(scope)));
            if (builder.Length > Limits.TextLength)
            {
                var source = part.Expression?.Source ?? part.Text;
                throw new ExpressionException(
                    ErrorCodes.ExpressionLimit, $"The template makes a text of more than {Limits.TextLength} characters.", source, 1, 1);
            }
        }

        writer.WriteStringValue(builder.ToString());
    }

    /// <summary>A value among text: null and undefined are nothing, objects and lists are compact JSON, numbers are written as JavaScript does.</summary>
    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => JsonText.Format(value.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => JsonSerializer.Serialize(value, _compact),
    };

}

/// <summary>An array with templates in it.</summary>
internal sealed record TemplateArray(IReadOnlyList<TemplateNode> Items) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, JsonElement scope)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.Write(writer, scope);
        }

        writer.WriteEndArray();
    }
}

/// <summary>An object with templates in it; names are never templates.</summary>
internal sealed record TemplateObject(IReadOnlyList<(string Name, TemplateNode Value)> Members) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, JsonElement scope)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Members)
        {
            writer.WritePropertyName(name);
            value.Write(writer, scope);
        }

        writer.WriteEndObject();
    }
}
