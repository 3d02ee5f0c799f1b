using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Orcheo.Core.Expressions;

/// <summary>One JavaScript expression on the closed subset of docs/expressions.md: parsed, checked, ready to be evaluated.</summary>
/// <remarks>Immutable and safe to share between threads. Deterministic: the same scope gives the same value, so that an orchestrator may evaluate it.</remarks>
public sealed class Expression
{
    /// <summary>The longest source, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private static readonly GenerationCache<string, Expression> _cache = new(capacity: 2048, StringComparer.Ordinal);
    private readonly CompiledExpression _compiled;

    private Expression(CompiledExpression compiled) => _compiled = compiled;

    /// <summary>The source as it was written.</summary>
    public string Source => _compiled.Source;

    /// <summary>Which values of the scope it may read.</summary>
    public ValueReferences References => _compiled.References;

    /// <summary>Parses and checks an expression.</summary>
    /// <param name="source">The source.</param>
    /// <returns>The expression; the same source mostly gives a cached one.</returns>
    /// <exception cref="ExpressionException">It cannot be parsed, uses what is not allowed, refers to an unknown name, or is too long.</exception>
    public static Expression Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _cache.GetOrAdd(source, text => new Expression(ExpressionCompiler.Compile(text)));
    }

    /// <summary>Parses and checks an expression without throwing.</summary>
    /// <param name="source">The source.</param>
    /// <param name="expression">The expression, when it is right.</param>
    /// <param name="error">What is wrong, when it is not.</param>
    /// <returns>Whether it is right.</returns>
    public static bool TryParse(
        string source, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionException? error)
    {
        try
        {
            (expression, error) = (Parse(source), null);
            return true;
        }
        catch (ExpressionException exception)
        {
            (expression, error) = (null, exception);
            return false;
        }
    }

    /// <summary>Evaluates the expression.</summary>
    /// <param name="scope">A JSON object with the members <c>state</c>, <c>input</c>, <c>trigger</c>, <c>nodes</c>, <c>execution</c>, <c>item</c>, <c>args</c>; a missing one is undefined.</param>
    /// <returns>The value; undefined is JSON <c>null</c>.</returns>
    /// <exception cref="ExpressionException">It failed (<c>ORC3005</c>) or exceeded a limit (<c>ORC3008</c>).</exception>
    public JsonElement Evaluate(JsonElement scope) => _compiled.Native?.TryEvaluate(scope, out var value) == true
        ? value.ToElement()
        : EvaluateScript(scope);

    /// <summary>Evaluates the expression as a condition.</summary>
    /// <param name="scope">As for <see cref="Evaluate"/>.</param>
    /// <returns>Whether the value is truthy as JavaScript has it: not <c>false</c>, <c>0</c>, <c>NaN</c>, <c>""</c>, <c>null</c> or undefined.</returns>
    /// <exception cref="ExpressionException">It failed (<c>ORC3005</c>) or exceeded a limit (<c>ORC3008</c>).</exception>
    public bool EvaluateCondition(JsonElement scope) => _compiled.Native?.TryEvaluate(scope, out var value) == true
        ? value.IsTruthy
        : ScriptHostPool.Run(_compiled, scope, static (_, result) => Jint.Runtime.TypeConverter.ToBoolean(result));

    /// <summary>Evaluates by the script engine alone, for the test that both ways agree.</summary>
    internal JsonElement EvaluateScript(JsonElement scope) =>
        ScriptHostPool.Run(_compiled, scope, static (writer, result) => writer.ToElement(result));
}
