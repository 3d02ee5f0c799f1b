using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>An expression or template that cannot be parsed, or that failed while it was evaluated.</summary>
/// <remarks>
/// Codes when parsed: <c>ORC2006</c> syntax, <c>ORC2007</c> construct, <c>ORC2008</c> unknown name, <c>ORC2016</c> template,
/// <c>ORC2018</c> too long. When evaluated: <c>ORC3005</c> failed, <c>ORC3008</c> limit. An evaluation that failed fails again
/// for the same scope: retrying does not help.
/// </remarks>
public class ExpressionException : OrcheoException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="message">What went wrong, with the place.</param>
    /// <param name="expression">The source of the expression.</param>
    /// <param name="line">The 1-based line.</param>
    /// <param name="column">The 1-based column.</param>
    /// <param name="innerException">What caused it.</param>
    public ExpressionException(
        string code, string message, string expression, int line, int column, Exception? innerException = null)
        : base(code, message, null, innerException)
    {
        Expression = expression;
        Line = line;
        Column = column;
    }

    /// <summary>The source of the expression; for a template's own fault, the string that holds it.</summary>
    public string Expression { get; }

    /// <summary>The 1-based line: in the expression, or in the string that holds it when a template was parsed.</summary>
    public int Line { get; }

    /// <summary>The 1-based column in that line, in UTF-16 units.</summary>
    public int Column { get; }
}
