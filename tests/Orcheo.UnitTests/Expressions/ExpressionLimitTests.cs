using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

public sealed class ExpressionLimitTests
{
    private const string Doubling = "[...'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']";

    [Theory]
    [InlineData("'a'.repeat(1e9)")]
    [InlineData("'a'.repeat(2 ** 53)")]
    [InlineData("'a'.padStart(1e9)")]
    [InlineData("'a'.padEnd(1e9, 'ab')")]
    [InlineData("'a'.repeat(1e6).repeat(1e6)")]
    [InlineData("Array.from({ length: 1e9 })")]
    [InlineData("Array.from({ length: 2 ** 53 }, (_, i) => i)")]
    [InlineData("Array.from({ length: 900000 }).map(x => 1).map(x => 2)")]
    [InlineData("Array.from({ length: 100000 }).join('a'.repeat(100000))")]
    [InlineData("Array.from({ length: 1000 }, () => 'a'.repeat(100000))")]
    [InlineData("'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1e6))")]
    [InlineData("'a'.repeat(1e5).replaceAll('a', '$`')")]
    [InlineData("'a'.repeat(1e5).replace(/a/g, \"$'$'$'\")")]
    [InlineData("'a'.repeat(1e5).replace(/a/g, x => 'b'.repeat(1000))")]
    [InlineData(Doubling + ".reduce(a => a + a, 'ab')")]
    [InlineData(Doubling + ".reduce(a => `${a}${a}`, 'ab')")]
    [InlineData(Doubling + ".reduce(a => a.concat(a), 'ab')")]
    [InlineData(Doubling + ".reduce(a => a.concat(a), [1])")]
    [InlineData(Doubling + ".reduce(a => [...a, ...a], [1])")]
    [InlineData(Doubling + ".reduce(a => [a, a], 1)")]
    [InlineData("'' + " + Doubling + ".reduce(a => [a, a], 1)")]
    [InlineData(Doubling + ".reduce(a => [a, a], 1) == ''")]
    [InlineData("-" + Doubling + ".reduce(a => [a, a], 1)")]
    [InlineData("state[" + Doubling + ".reduce(a => [a, a], 1)]")]
    [InlineData("Number(" + Doubling + ".reduce(a => [a, a], 1))")]
    [InlineData(Doubling + ".reduce(a => [a, a], 1).flat(Infinity)")]
    [InlineData(Doubling + ".reduce(a => [a, a], 1).join()")]
    [InlineData("JSON.stringify(" + Doubling + ".reduce(a => ({ a, b: a }), 1))")]
    [InlineData(Doubling + ".reduce(a => ({ a, b: a }), 1)")]
    [InlineData("Array.from({ length: 70 }).reduce(a => [a], 1)")]
    [InlineData("Array.from({ length: 200 }).reduce(a => [a], 1) + ''")]
    [InlineData("Array.from({ length: 200 }).reduce(a => [a], 1).flat(Infinity)")]
    [InlineData("Array.from({ length: 1000 }).map(() => Array.from({ length: 1000 }).map(() => Array.from({ length: 1000 })))")]
    [InlineData("Array.from({ length: 2000 }).map((x, i, all) => all.map(y => all.length))")]
    [InlineData("Array.from({ length: 1e5 }, (x, i) => i).sort((a, b) => Math.sin(a) - Math.sin(b)).sort((a, b) => a - b)")]
    [InlineData("Array.from({ length: 300 }, (x, i) => 'a'.repeat(40000) + i).sort().sort().sort()")]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("('a'.repeat(40) + 'b').match('^(a|a)*$')")]
    [InlineData("('a'.repeat(5000) + 'b').replace(/(.*)*(.*)*x/, '')")]
    [InlineData("JSON.parse('['.repeat(100000))")]
    [InlineData("encodeURIComponent('ü'.repeat(4e6))")]
    [InlineData("'x'.repeat(3e6).split('').map(x => x)")]
    [InlineData("[...'x'.repeat(3e6)]")]
    [InlineData("({ ...'x'.repeat(3e6) })")]
    [InlineData("Math.max(...Array.from({ length: 600000 }), ...Array.from({ length: 600000 }))")]
    [InlineData("'x'.repeat(3e6).matchAll(/x/g)")]
    [InlineData("`${'x'.repeat(3e6)}${'x'.repeat(3e6)}`")]
    [InlineData("Object.fromEntries(Array.from({ length: 500000 }, (_, i) => ['k' + i, i]))")]
    public void A_bomb_ends_soon_and_small(string source)
    {
        ExpressionRuntime.WarmUp();
        var expression = Expression.Parse(source);
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ExpressionException? error = null;
        try
        {
            // An answer is right too: engines differ in which patterns they are slow at.
            Assert.True(expression.Evaluate(Scopes.Sample).GetRawText().Length < 10_000_000);
        }
        catch (ExpressionException exception)
        {
            error = exception;
        }

        Assert.True(error is null or { Code: ErrorCodes.ExpressionLimit or ErrorCodes.ExpressionFailed }, error?.Message);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "took too long");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_500_000_000, "allocated too much");
    }

    [Theory]
    [InlineData("'a'.repeat(1e9)")]
    [InlineData("[1].map(x => 'a'.repeat(1e9))")]
    [InlineData("Array.from({ length: 2000 }).map((x, i, all) => all.map(y => 1))")]
    [InlineData(Doubling + ".reduce(a => [a, a], 1) == ''")]
    [InlineData(Doubling + ".reduce(a => a + a, 'ab')")]
    [InlineData("Array.from({ length: 70 }).reduce(a => [a], 1)")]
    public void A_limit_has_its_own_code_and_the_same_each_time(string source)
    {
        var messages = Enumerable.Range(0, 3).Select(_ => Scopes.Fails(source)).Select(error => (error.Code, error.Message)).Distinct().ToList();

        var (code, message) = Assert.Single(messages);
        Assert.Equal(ErrorCodes.ExpressionLimit, code);
        Assert.Contains("exceeds its limits at line 1, column", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Array.from({ length: 100000 }, (_, i) => i).filter(i => i % 2).map(i => i * 2).reduce((a, b) => a + b, 0)", "5000000000")]
    [InlineData("Array.from({ length: 20000 }, (_, i) => 20000 - i).sort((a, b) => a - b)[0]", "1")]
    [InlineData("'line\\n'.repeat(20000).split('\\n').length", "20001")]
    [InlineData("'a'.repeat(1000000).length", "1000000")]
    public void Honest_work_fits(string source, string expected) => Assert.Equal(expected, Scopes.Evaluate(source));

    [Fact]
    public void A_large_input_is_read_in_part()
    {
        var items = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $$"""{"id":{{i}},"name":"item {{i}}"}"""));
        var scope = JsonElement.Parse($$"""{"input":{"items":[{{items}}]} }""");

        Assert.Equal(50_000, Expression.Parse("input.items.length").Evaluate(scope).GetInt32());
        Assert.Equal("item 49999", Expression.Parse("input.items.filter(x => x.id > 49998)[0].name").Evaluate(scope).GetString());
    }
}
