using System.Text;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Runtime;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Core.Expressions;

/// <summary>Writes values of the script engine as JSON, counting the work: a value that shares its parts may be far larger as text.</summary>
internal sealed class ValueWriter(WorkBudget budget)
{
    /// <summary>The value as it leaves an expression; undefined is null.</summary>
    public JsonElement ToElement(JsValue value)
    {
        switch (value)
        {
            case JsBoolean: return TypeConverter.ToBoolean(value) ? JsonText.True : JsonText.False;
            case JsNumber: return JsonText.Number(value.AsNumber());
            default:
                var text = Stringify(value, "", wellFormed: true);
                return text is null ? OrcheoJson.Null : JsonElement.Parse(text);
        }
    }

    /// <summary>The text of <c>JSON.stringify</c>; null for undefined.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">What each level is indented by; empty for one line.</param>
    /// <param name="wellFormed">Whether halves of surrogate pairs are replaced.</param>
    public string? Stringify(JsValue value, string indent, bool wellFormed = false)
    {
        if (value.IsUndefined())
        {
            return null;
        }

        var builder = new StringBuilder();
        Append(builder, value, indent, wellFormed, 0);
        budget.ChargeText(builder.Length);
        return builder.ToString();
    }

    private void Append(StringBuilder builder, JsValue value, string indent, bool wellFormed, int depth)
    {
        budget.Charge(1);
        switch (value)
        {
            case JsString:
                var text = value.ToString();
                budget.ChargeText((long)builder.Length + text.Length > Limits.TextLength ? long.MaxValue : text.Length);
                JsonText.AppendString(builder, text, wellFormed);
                break;
            case JsNumber:
                var number = value.AsNumber();
                builder.Append(double.IsFinite(number) ? JsonText.Format(number) : "null");
                break;
            case JsBoolean:
                builder.Append(TypeConverter.ToBoolean(value) ? "true" : "false");
                break;
            case JsArray array:
                AppendArray(builder, array, indent, wellFormed, depth + 1);
                break;
            case Function or JsRegExp or JsSymbol or JsBigInt:
                throw new EvaluationFault(
                    ErrorCodes.ExpressionFailed, value is JsRegExp ? "a regular expression is not a JSON value" : "a function is not a JSON value");
            case JsObject members:
                AppendObject(builder, members, indent, wellFormed, depth + 1);
                break;
            default:
                builder.Append("null");
                break;
        }
    }

    private void AppendArray(StringBuilder builder, JsArray array, string indent, bool wellFormed, int depth)
    {
        CheckDepth(depth);
        builder.Append('[');
        for (uint i = 0; i < array.Length; i++)
        {
            Separate(builder, i == 0, indent, depth);
            Append(builder, array[(int)i], indent, wellFormed, depth);
        }

        Close(builder, ']', array.Length == 0, indent, depth);
    }

    private void AppendObject(StringBuilder builder, JsObject members, string indent, bool wellFormed, int depth)
    {
        CheckDepth(depth);
        builder.Append('{');
        var isFirst = true;
        foreach (var (key, property) in members.GetOwnProperties())
        {
            if (!property.Enumerable || property.Value.IsUndefined() || key.IsSymbol())
            {
                continue;
            }

            Separate(builder, isFirst, indent, depth);
            isFirst = false;
            JsonText.AppendString(builder, key.ToString(), wellFormed);
            builder.Append(indent.Length == 0 ? ":" : ": ");
            Append(builder, property.Value, indent, wellFormed, depth);
        }

        Close(builder, '}', isFirst, indent, depth);
    }

    private static void Separate(StringBuilder builder, bool isFirst, string indent, int depth)
    {
        if (!isFirst)
        {
            builder.Append(',');
        }

        NewLine(builder, indent, depth);
    }

    private void Close(StringBuilder builder, char bracket, bool isEmpty, string indent, int depth)
    {
        if (!isEmpty)
        {
            NewLine(builder, indent, depth - 1);
        }

        builder.Append(bracket);
        if (builder.Length > Limits.TextLength)
        {
            budget.ChargeText(builder.Length);
        }
    }

    private static void NewLine(StringBuilder builder, string indent, int depth)
    {
        if (indent.Length > 0)
        {
            builder.Append('\n').Insert(builder.Length, indent, depth);
        }
    }

    private static void CheckDepth(int depth)
    {
        if (depth > Limits.ResultDepth)
        {
            throw WorkBudget.Exceeded($"its value nests deeper than {Limits.ResultDepth} levels");
        }
    }
}
