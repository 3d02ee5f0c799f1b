using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>A part of a string: text, or the expression between <c>{{</c> and <c>}}</c>.</summary>
/// <param name="Text">The text; empty for an expression.</param>
/// <param name="Expression">The expression; null for text.</param>
/// <param name="Offset">Where the part stands in the string; for an expression, where its source does.</param>
internal readonly record struct TemplatePart(string Text, Expression? Expression, int Offset);

/// <summary>Cuts a string into text and expressions.</summary>
/// <remarks>
/// Where an expression ends is for JavaScript to say, since <c>}}</c> may stand in a string, a pattern or an object literal: it ends at the
/// first <c>}}</c> before which there is a whole expression.
/// </remarks>
internal static class TemplateScanner
{
    // A wrong expression is tried against so many of the following }}, so that a hostile text costs little.
    private const int MaxCandidates = 32;

    /// <summary>Cuts a string.</summary>
    /// <param name="text">The string.</param>
    /// <returns>The parts in order, without empty texts.</returns>
    /// <exception cref="ExpressionException">A fault; its line and column are those of the string.</exception>
    public static IReadOnlyList<TemplatePart> Scan(string text)
    {
        var parts = new List<TemplatePart>();
        var position = 0;
        while (text.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var open)
        {
            if (open > position)
            {
                parts.Add(new TemplatePart(text[position..open], null, position));
            }

            position = ScanExpression(text, open, parts);
        }

        if (position < text.Length)
        {
            parts.Add(new TemplatePart(text[position..], null, position));
        }

        return parts;
    }

    private static int ScanExpression(string text, int open, List<TemplatePart> parts)
    {
        ExpressionException? first = null;
        var start = open + 2;
        var close = start - 1;
        for (var tries = 0; tries < MaxCandidates; tries++)
        {
            close = text.IndexOf("}}", close + 1, StringComparison.Ordinal);
            if (close < 0 || close - start > Expression.MaxLength)
            {
                break;
            }

            var inner = text.AsSpan(start, close - start);
            var source = inner.Trim();
            if (source.Length == 0)
            {
                throw Fault(text, open, "The template is empty", "Write an expression between {{ and }}; for the text {{ write {{ \"{{\" }}.");
            }

            var offset = start + inner.IndexOf(source);
            if (Expression.TryParse(source.ToString(), out var expression, out var error))
            {
                parts.Add(new TemplatePart("", expression, offset));
                return close + 2;
            }

            var located = Locate(text, offset, error);
            if (error.Code != ErrorCodes.ExpressionSyntax)
            {
                throw located;
            }

            first ??= located;
        }

        throw first ?? Fault(text, open, "The template is not closed", "Write }} after the expression; for the text {{ write {{ \"{{\" }}.");
    }

    private static ExpressionException Locate(string text, int offset, ExpressionException error)
    {
        var at = new SourcePosition(error.Line, error.Column).Within(SourcePosition.Of(text, offset));
        var message = error.Message.Replace(
            $"(line {error.Line}, column {error.Column})", $"(line {at.Line}, column {at.Column})", StringComparison.Ordinal);
        return new ExpressionException(error.Code, message, error.Expression, at.Line, at.Column, error);
    }

    private static ExpressionException Fault(string text, int offset, string what, string hint)
    {
        var at = SourcePosition.Of(text, offset);
        return new ExpressionException(
            ErrorCodes.TemplateSyntax, $"{what} (line {at.Line}, column {at.Column}). {hint}", text, at.Line, at.Column);
    }
}
