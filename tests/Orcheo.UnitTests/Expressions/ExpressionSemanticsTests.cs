using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

public sealed class ExpressionSemanticsTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1e21 * 1", "1e+21")]
    [InlineData("0x10 - 0", "16")]
    [InlineData("NaN", "null")]
    [InlineData("1 / 0", "null")]
    [InlineData("Infinity", "null")]
    [InlineData("undefined", "null")]
    [InlineData("null", "null")]
    [InlineData("[undefined, , 1]", "[null,null,1]")]
    [InlineData("({ a: undefined, b: 2 })", "{\"b\":2}")]
    [InlineData("{}", "{}")]
    [InlineData("{ z: 1, a: 2 }", "{\"z\":1,\"a\":2}")]
    [InlineData("'it\\'s'", "\"it's\"")]
    [InlineData("'a' + 1 + 2", "\"a12\"")]
    [InlineData("1 + 2 + 'a'", "\"3a\"")]
    [InlineData("'' + [1, [2, 3], null]", "\"1,2,3,\"")]
    [InlineData("'' + {}", "\"[object Object]\"")]
    [InlineData("'' + /a/g", "\"/a/g\"")]
    [InlineData("[] + 1", "\"1\"")]
    [InlineData("null + 1", "1")]
    [InlineData("undefined + 1", "null")]
    [InlineData("true + true", "2")]
    [InlineData("[1] == 1", "true")]
    [InlineData("[2] * [3]", "6")]
    [InlineData("'b' > 'a'", "true")]
    [InlineData("7 % 3 ** 2", "7")]
    [InlineData("~5 & 0xff | 1 ^ 2", "251")]
    [InlineData("1 << 3 >> 1 >>> 1", "2")]
    [InlineData("+'3' - -'4'", "7")]
    [InlineData("typeof state.none", "\"undefined\"")]
    [InlineData("typeof 1n.x === 'x' ? 1 : 2", null)]
    [InlineData("void 0 ?? 'x'", "\"x\"")]
    [InlineData("'count' in state", "true")]
    [InlineData("'map' in state.list", "false")]
    [InlineData("state.count > 2 && state.name === 'Ada' ? 'yes' : 'no'", "\"yes\"")]
    [InlineData("`${state.name} has ${state.list}`", "\"Ada has 3,1,2\"")]
    [InlineData("nodes.fetch.output.items.map(i => i.id * 2)", "[2,4]")]
    [InlineData("nodes.fetch.output.items.map(({ id, tags: [first = 'none', ...rest] }) => ({ id, first, rest }))",
        "[{\"id\":1,\"first\":\"x\",\"rest\":[\"y\"]},{\"id\":2,\"first\":\"none\",\"rest\":[]}]")]
    [InlineData("nodes['my-id'].output", "7")]
    [InlineData("nodes.failed.error?.code", "\"ORC3003\"")]
    [InlineData("nodes.missing?.output.items", "null")]
    [InlineData("state.nothing?.a.b.c", "null")]
    [InlineData("nodes.fetch.output.items.map((...all) => all.length)", "[3,3]")]
    [InlineData("nodes.fetch.output.items.map(({ id, ...others }, index, ...d) => [id, index, d.length])", "[[1,0,1],[2,1,1]]")]
    [InlineData("nodes.missing?.output.map(x => x.id)", "null")]
    [InlineData("nodes.fetch?.output.items[0]?.tags?.map(t => t.toUpperCase())[1]", "\"Y\"")]
    [InlineData("nodes.fetch.output.items.find(i => i.id === 9)?.tags.length", "null")]
    [InlineData("[null, { a: 1 }].map(x => x?.a)", "[null,1]")]
    [InlineData("input.deep.a.b[1].c", "\"found\"")]
    [InlineData("input.deep.a.b[0 + 1]['c']", "\"found\"")]
    [InlineData("input.text.length + input['text'][0]", "\"5a\"")]
    [InlineData("state.list.sort()", "[1,2,3]")]
    [InlineData("[state.list.sort((a, b) => b - a), state.list, state.list.reverse()]", "[[3,2,1],[3,1,2],[2,1,3]]")]
    [InlineData("state.list.reduce((sum, x) => sum + x, 0)", "6")]
    [InlineData("[3, 30, 4].toSorted()", "[3,30,4]")]
    [InlineData("[1, [2, [3, [4]]]].flat(Infinity)", "[1,2,3,4]")]
    [InlineData("[1, [2, [3]]].flat()", "[1,2,[3]]")]
    [InlineData("[1, 2].flatMap(x => [x, x])", "[1,1,2,2]")]
    [InlineData("[1, 2, 3].join('-')", "\"1-2-3\"")]
    [InlineData("[1, 2].entries()", "[[0,1],[1,2]]")]
    [InlineData("[7, 8].keys().concat([7, 8].values())", "[0,1,7,8]")]
    [InlineData("[...'a😀', ...[1]]", "[\"a\",\"😀\",1]")]
    [InlineData("Math.max(...state.list, 9)", "9")]
    [InlineData("Math.round(Math.PI * 100) / 100", "3.14")]
    [InlineData("['1', '2', 'x'].map(Number)", "[1,2,null]")]
    [InlineData("[0, 1, '', 'a', null].filter(Boolean)", "[1,\"a\"]")]
    [InlineData("[1.5, 2.5].map(Math.floor)", "[1,2]")]
    [InlineData("Object.entries({ a: 1, b: 2 })", "[[\"a\",1],[\"b\",2]]")]
    [InlineData("Object.fromEntries([['a', 1], ['b', 2]])", "{\"a\":1,\"b\":2}")]
    [InlineData("Object.keys({ ...state.list, a: 1 })", "[\"0\",\"1\",\"2\",\"a\"]")]
    [InlineData("Object.assign({ a: 1 }, { b: 2 }, null, { a: 3 })", "{\"a\":3,\"b\":2}")]
    [InlineData("Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even')", "{\"odd\":[1,3],\"even\":[2]}")]
    [InlineData("Object.hasOwn(state, 'count') && state.hasOwnProperty('name')", "true")]
    [InlineData("Object.hasOwn(state, 'toString')", "false")]
    [InlineData("Array.from({ length: 3 }, (_, i) => i * i)", "[0,1,4]")]
    [InlineData("Array.from('ab', c => c + c)", "[\"aa\",\"bb\"]")]
    [InlineData("Array.of(1, 2)", "[1,2]")]
    [InlineData("Array.isArray(state.list)", "true")]
    [InlineData("JSON.parse('{\"a\":[1]}').a[0]", "1")]
    [InlineData("JSON.stringify({ a: [1, { b: 'x' }], c: undefined })", "\"{\\\"a\\\":[1,{\\\"b\\\":\\\"x\\\"}]}\"")]
    [InlineData("JSON.stringify([1, {}, []], null, 2)", "\"[\\n  1,\\n  {},\\n  []\\n]\"")]
    [InlineData("JSON.stringify({ a: 1 }, null, '--')", "\"{\\n--\\\"a\\\": 1\\n}\"")]
    [InlineData("JSON.stringify(undefined)", "null")]
    [InlineData("input.text.split('-')", "[\"a\",\"b\",\"c\"]")]
    [InlineData("input.text.replace('-', '+')", "\"a+b-c\"")]
    [InlineData("input.text.replaceAll('-', '$&$&')", "\"a--b--c\"")]
    [InlineData("'John Smith'.replace(/(?<f>\\w+)\\s(?<l>\\w+)/, '$<l>, $1 $$ $3 $`|')", "\"Smith, John $ $3 |\"")]
    [InlineData("'abc'.replace('b', \"[$`$'$9$]\")", "\"a[ac$9$]c\"")]
    [InlineData("'a1b22'.replace(/\\d+/g, d => d * 2)", "\"a2b44\"")]
    [InlineData("'a1b22'.match(/\\d+/g)", "[\"1\",\"22\"]")]
    [InlineData("'a1b22'.matchAll(/([a-z])(\\d+)/g).map(m => m[1] + ':' + m[2])", "[\"a:1\",\"b:22\"]")]
    [InlineData("'x'.match(/y/)", "null")]
    [InlineData("/^a-./.test(input.text)", "true")]
    [InlineData("/(b)/.exec('abc')[1]", "\"b\"")]
    [InlineData("'a,b;c'.split(/[,;]/)", "[\"a\",\"b\",\"c\"]")]
    [InlineData("'abc'.at(-1) + 'abc'.slice(1) + 'abc'.padStart(5, '*') + 'ab'.repeat(2)", "\"cbc**abcabab\"")]
    [InlineData("'ÄÉ'.toLowerCase() + 'ß'.toUpperCase()", "\"äéSS\"")]
    [InlineData("'a'.concat(1, null, [2])", "\"a1null2\"")]
    [InlineData("(255).toString(16) + (1.005).toFixed(1)", "\"ff1.0\"")]
    [InlineData("true.toString() + [1, 2].toString() + ({}).toString() + /x/.toString()", "\"true1,2[object Object]/x/\"")]
    [InlineData("parseInt('12px') + parseFloat('1.5') + Number('') + Number.parseInt('3')", "16.5")]
    [InlineData("String(null) + String([1]) + String(undefined)", "\"null1undefined\"")]
    [InlineData("encodeURIComponent('a b&ü') + decodeURIComponent('%20')", "\"a%20b%26%C3%BC \"")]
    [InlineData("Date.parse('2026-01-31T09:15:00Z')", "1769850900000")]
    [InlineData("Date.parse('2026-01-31T09:15:00')", "1769850900000")]
    [InlineData("Date.toISOString(Date.UTC(2026, 0, 31))", "\"2026-01-31T00:00:00.000Z\"")]
    [InlineData("[1, 2, 3].with(0, 9).toSpliced(1, 1)", "[9,3]")]
    [InlineData("input.emoji.length", "4")]
    [InlineData("'😀'[0]", "\"\uFFFD\"")]
    [InlineData("String.fromCodePoint(0x1F600)", "\"😀\"")]
    [InlineData("state['con' + 'text']", "null")]
    [InlineData("[1, 2].map(state => state + 1)", "[2,3]")]
    [InlineData("[[1, 2]].map(([a, b]) => [b, a])", "[[2,1]]")]
    [InlineData("[1].map((x, i, all) => all.length)", "[1]")]
    [InlineData("[1].map(x => [2].map(y => x + y))", "[[3]]")]
    [InlineData("/* why */ 1 // because", "1")]
    [InlineData("args", "null")]
    [InlineData("({ 'a-b': 1, 2: 3, ['c' + 1]: 4 })", "{\"a-b\":1,\"2\":3,\"c1\":4}")]
    [InlineData("[1, 2, 3].includes(2) && [1].indexOf(1) === 0", "true")]
    [InlineData("Number.MAX_SAFE_INTEGER", "9007199254740991")]
    [InlineData("[Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]", "[null,null,null]")]
    [InlineData("\"a\\u2028b\\u0001\".length", "4")]
    public void Gives_what_JavaScript_gives(string source, string? expected)
    {
        if (expected is null)
        {
            Scopes.Refused(source);
            return;
        }

        Assert.Equal(expected, Scopes.Evaluate(source));
        Assert.Equal(expected, Scopes.EvaluateByScript(source));
    }

    [Fact]
    public void A_path_hands_over_the_value_as_it_came()
    {
        Assert.Equal("12345678901234567890", Scopes.Evaluate("input.big"));
        Assert.Equal("12345678901234567000", Scopes.Evaluate("input.big * 1"));
    }

    [Theory]
    [InlineData("state.missing.deep", "cannot read 'deep' of undefined", 1, 15)]
    [InlineData("1 +\n state.nothing.deep", "cannot read 'deep' of null", 2, 16)]
    [InlineData("nodes.later.output", "cannot read 'output' of undefined", 1, 13)]
    [InlineData("[1].map(x => x.a.b)", "", 1, 18)]
    [InlineData("state.list.map(x => x.name.first)", "", 1, 28)]
    [InlineData("nodes.failed.output.map(x => x)", "cannot call 'map' on null", 1, 21)]
    [InlineData("state.name.map(x => x)", "a string has no method 'map'", 1, 12)]
    [InlineData("state.count.trim()", "a number has no method 'trim'", 1, 13)]
    [InlineData("input.at(0)", "an object has no method 'at'", 1, 7)]
    [InlineData("true.trim()", "a boolean has no method 'trim'", 1, 6)]
    [InlineData("/a/.trim()", "a regular expression has no method", 1, 5)]
    [InlineData("[...state]", "an object cannot be spread", 1, 2)]
    [InlineData("Array.from(null)", "null cannot be made into a list", 1, 1)]
    [InlineData("Object.fromEntries(1)", "not a list", 1, 1)]
    [InlineData("JSON.stringify({}, ['a'])", "no replacer", 1, 1)]
    [InlineData("JSON.parse('{')", "", 1, 1)]
    [InlineData("state.list.map(5)", "", 1, 12)]
    [InlineData("(1).toFixed(101)", "", 1, 5)]
    [InlineData("'a' in 'b'", "", 1, 1)]
    [InlineData("/a/", "a regular expression is not a JSON value", 1, 1)]
    [InlineData("[/a/.exec]", "a function is not a JSON value", 1, 1)]
    [InlineData("Date.toISOString(NaN)", "", 1, 1)]
    [InlineData("[].reduce((a, b) => a)", "", 1, 4)]
    public void A_failure_names_the_place(string source, string reason, int line, int column)
    {
        var error = Scopes.Fails(source);

        Assert.Equal(ErrorCodes.ExpressionFailed, error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(source, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal(source, error.Expression);
    }

    [Theory]
    [InlineData("state.flag", true)]
    [InlineData("state.count", true)]
    [InlineData("state.zero", false)]
    [InlineData("state.empty", false)]
    [InlineData("state.nothing", false)]
    [InlineData("state.missing", false)]
    [InlineData("state.list", true)]
    [InlineData("NaN", false)]
    [InlineData("[].map(x => x)", true)]
    [InlineData("'0'.trim()", true)]
    [InlineData("state.list.length > 2 && nodes.fetch.output.status === 200", true)]
    [InlineData("state.list.some(x => x > 9)", false)]
    public void A_condition_is_truthiness(string source, bool expected) =>
        Assert.Equal(expected, Expression.Parse(source).EvaluateCondition(Scopes.Sample));

    [Theory]
    [InlineData("input")]
    [InlineData("input.a + 'x'")]
    [InlineData("[input.a]")]
    public void A_text_that_is_no_text_fails_or_is_handed_over(string source)
    {
        var scope = System.Text.Json.JsonElement.Parse("""{"input":{"a":"\ud800"}}""");
        if (source == "input")
        {
            Assert.Equal("""{"a":"\ud800"}""", Expression.Parse(source).Evaluate(scope).GetRawText());
            return;
        }

        Assert.Equal(ErrorCodes.ExpressionFailed, Assert.Throws<ExpressionException>(() => Expression.Parse(source).Evaluate(scope)).Code);
    }

    [Fact]
    public void A_scope_may_lack_everything() =>
        Assert.Equal("null", Expression.Parse("state?.a ?? input").Evaluate(System.Text.Json.JsonElement.Parse("{}")).GetRawText());

    [Fact]
    public async Task Threads_share_an_expression()
    {
        ExpressionRuntime.WarmUp();
        var expression = Expression.Parse("state.list.map(x => x * item.id).join('|') + `${input.n}`");
        var tasks = Enumerable.Range(0, 64).Select(i => Task.Run(() =>
        {
            var scope = System.Text.Json.JsonElement.Parse($$"""{ "state": { "list": [1, 2] }, "item": { "id": {{i}} }, "input": { "n": {{i}} } }""");
            Assert.Equal($"{i}|{2 * i}{i}", expression.Evaluate(scope).GetString());
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(tasks);
    }
}
