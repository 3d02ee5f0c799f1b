using System.Text.Json;

namespace Orcheo.Core.Expressions;

/// <summary>The process-wide side of expressions: what is prepared once and shared.</summary>
public static class ExpressionRuntime
{
    /// <summary>Loads the script engine, so that the first evaluation does not pay for it (about half a second).</summary>
    /// <remarks>May be called from any thread, any number of times; a host calls it while it starts.</remarks>
    public static void WarmUp()
    {
        var expression = Expression.Parse("[1, 2].map(x => x + 1).join(`${input}`)");
        _ = expression.Evaluate(JsonElement.Parse("""{"input":","}"""));
    }
}
