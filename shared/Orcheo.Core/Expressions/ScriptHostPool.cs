using System.Collections.Concurrent;
using System.Text.Json;
using Jint.Native;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>Lends script hosts: making and emptying one costs far more than an evaluation.</summary>
internal static class ScriptHostPool
{
    // Beyond what runs at once hosts are only memory; a host is retired before its engine's inner caches grow old.
    private const int UsesPerHost = 10_000;
    private static readonly int _capacity = Environment.ProcessorCount * 2;
    private static readonly ConcurrentBag<ScriptHost> _idle = [];

    /// <summary>Evaluates an expression on a host of its own for the time.</summary>
    /// <exception cref="ExpressionException">It failed, or exceeded a limit; in that case its host is not used again.</exception>
    public static T Run<T>(CompiledExpression expression, JsonElement scope, Func<ValueWriter, JsValue, T> result)
    {
        var host = _idle.TryTake(out var idle) ? idle : new ScriptHost();
        var isReusable = false;
        try
        {
            var value = host.Evaluate(expression, scope, result);
            isReusable = true;
            return value;
        }
        catch (ExpressionException error)
        {
            isReusable = error.Code == ErrorCodes.ExpressionFailed;
            throw;
        }
        finally
        {
            if (isReusable && host.Uses < UsesPerHost && _idle.Count < _capacity)
            {
                _idle.Add(host);
            }
            else
            {
                host.Dispose();
            }
        }
    }
}
