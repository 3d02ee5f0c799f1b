using CsCheck;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

/// <summary>Ways out that have worked on other sandboxes. Each must be refused, fail, or give plain data.</summary>
public sealed class ExpressionEscapeTests
{
    public static TheoryData<string> Corpus =>
    [
        "constructor.constructor('return 1')()", "this.constructor.constructor('return process')()", "[].constructor.constructor('return 1')()",
        "''.sub.constructor('return 1')()", "(() => {}).constructor('return 1')()", "[].map.constructor('return 1')()",
        "[]['constructor']['constructor']('return 1')()", "[]['con'+'structor']", "[]['cons' + ('tr' + 'uctor')]", "[][`constructor`]", "[][['constructor']]",
        "[][['con', 'structor'].join('')]", "''[String('constructor')]", "(0)['constr'.concat('uctor')]", "state.list[input.text.replace(/.*/, 'constructor')]",
        "[1].map(k => [][k + 'constructor'.slice(1)])", "['constructor'].map(k => ({})[k])", "['constructor'].map(k => /a/[k])",
        "['__proto__'].map(k => ({})[k])", "['__proto__'].map(k => [][k])", "['__proto__'].map(k => ''[k])", "({}).__proto__.polluted", "({ __proto__: [] })",
        "({ ['__proto__']: { polluted: 1 } }).polluted", "JSON.parse('{\"__proto__\":{\"polluted\":1}}').polluted", "Object.assign({}, JSON.parse('{\"__proto__\":{\"polluted\":1}}')).polluted",
        "Object.fromEntries([['__proto__', { polluted: 1 }]]).polluted", "({ ...JSON.parse('{\"__proto__\":{\"polluted\":1}}') }).polluted",
        "['__defineGetter__'].map(k => ({})[k])", "['__lookupGetter__'].map(k => ({})[k])", "['call'].map(k => Math.max[k])", "['toString'].map(k => ({})[k])", "['valueOf'].map(k => (1)[k])",
        "eval('1')", "Function('return 1')()", "new Function('return 1')()", "globalThis", "globalThis.eval('1')", "window", "self", "global", "process", "require('fs')", "import('fs')", "module",
        "System", "importNamespace('System.IO')", "System.IO.File.ReadAllText('/etc/passwd')", "clr", "host", "Reflect.ownKeys(state)", "new Proxy({}, {})", "Proxy", "Symbol.iterator", "Symbol('x')",
        "[][Symbol.iterator]", "WeakRef", "SharedArrayBuffer", "new ArrayBuffer(2e9)", "Atomics", "Uint8Array.from([1])", "Intl.DateTimeFormat()", "Promise.resolve(1)", "setTimeout(1)", "queueMicrotask(1)",
        "Error('x')", "Error.captureStackTrace", "new Error().stack", "async () => 1", "(function () { return this })()", "(() => this)()", "arguments.callee", "[1].map(() => arguments)", "new.target", "super.x",
        "`${{ toString: 1 }}`", "({ toString: 1 }) + ''", "({ valueOf: /a/.exec }) + 1", "({ toString: /a/.exec }) + ''", "[1].map(/a/.exec)", "[].reduce(0, x => x)", "[1].concat(Number)", "({ Number })", "[Number]",
        "[1].reduce(Number, Boolean)", "h_tick()", "h_method(0, [], 'push', 1)", "h_path(0)", "p_x", "[1].map(h_tick => h_tick)", "[1].map(p_x => p_x)", "[1].map(t0 => null?.[t0]?.b)", "t0",
        "[1].map((x = eval) => x)", "[1].map(({ length: constructor }) => constructor)", "Array.from.constructor", "Array.from.call", "Math.constructor", "Math['constructor']", "JSON['constructor']['constructor']",
        "Object.getPrototypeOf([])", "Object.defineProperty(state, 'a', {})", "Object.setPrototypeOf([], null)", "Object.getOwnPropertyNames(state)", "Object['getPrototypeOf']([])", "Array.prototype.map",
        "Array['prototype']", "''.matchAll(/a/g).next", "[].entries().next()", "[].values()['next']", "['next'].map(k => [].values()[k])", "'x'.replace('x', eval)", "'x'.replace(/x/, '$<constructor>')", "'x'.replace(/(?<a>x)/, '$<constructor>')",
        "'x'.match(/(?<a>x)/).groups.constructor", "['constructor'].map(k => 'x'.match(/(?<a>x)/).groups[k])", "['constructor'].map(k => 'x'.match(/x/)[k])", "['lastIndex', 'exec', 'compile'].map(k => typeof /a/[k])",
        "Object.groupBy(['__proto__'], x => x)", "JSON.parse('{}', (k, v) => v)", "JSON.stringify(state, (k, v) => v)", "state.list.sort(eval)", "state.list.map(Function)", "state.list.map(String.raw)",
        "/* */ this /* */", "state\u2028.constructor", "st\\u0061te.const\\u0072uctor", "[]['\\u0063onstructor']", "[]['\\x63onstructor']", "0..constructor", "1..__proto__", "true.constructor", "(void 0).x", "null.x",
        "'a'.at.constructor", "\"\\u{63}onstructor\" in []", "'constructor' in {}", "'__proto__' in []", "Object.keys(Object)", "JSON.stringify(Math)", "{...Math}", "{...globalThis}", "[...Math]", "typeof Function", "typeof process",
        "<!-- x", "1 --> 2", "#!/bin/sh", "a => a", "yield 1", "await 1", "debugger", "throw 1", "with (state) count", "label: 1", "({}).a.b = 1", "[state.a] = [1]", "state.x ??= 1", "(state.x) = 1", "({ a: state.a } = {})",
    ];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void No_way_out(string source) => AssertTame(source);

    [Fact]
    public void Nothing_is_left_in_the_engine()
    {
        using var host = new ScriptHost();

        Assert.Equal(
            [
                "Infinity", "NaN", "h_add", "h_function", "h_members", "h_method", "h_path", "h_reference", "h_spread", "h_text", "h_tick", "undefined",
            ],
            host.GlobalNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_name_leads_from_data_to_the_machinery()
    {
        string[] names =
        [
            .. Language.Methods, .. Language.ForbiddenMembers, .. Language.GlobalFunctions, "name", "next", "return", "throw", "then", "stack", "message", "compile", "apply", "call", "bind",
            "push", "toJSON", "valueOf", "toLocaleString", "isPrototypeOf", "propertyIsEnumerable", "description", "sup", "anchor", "at", "size",
        ];
        var list = string.Join(',', names.Select(name => $"'{name}'"));
        foreach (var value in new[] { "1", "'a'", "true", "[1]", "({})", "'x'.match(/x/)", "Object.groupBy([1], x => 'a')", "JSON.parse('{}')", "state.list", "input" })
        {
            Assert.Equal("[]", Scopes.Evaluate($"[{list}].filter(k => k !== 'length' && typeof {value}[k] !== 'undefined')"));
        }
    }

    [Fact]
    public void Random_programs_from_hostile_pieces_stay_inside()
    {
        string[] atoms = ["state", "[]", "''", "/a/", "({})", "1", "'constructor'", "'__proto__'", "Math", "Object", "this", "eval", "Function", "x", "undefined", "(x => x)", "`a`", "nodes", "globalThis"];
        string[] forms = ["{0}[{1}]", "{0}.constructor", "{0}({1})", "{0} + {1}", "{0}.map(x => {1})", "[{0}, {1}]", "{0}.concat({1})", "({{ [{0}]: {1} }})", "`${{{0}}}`", "{0}?.[{1}]", "Object.assign({0}, {1})", "{0}.replace({1}, x => x)", "{0} in {1}", "{0}.reduce((x, y) => {1}, {0})", "String({0})", "[...{0}]", "({{ ...{0} }})"];
        var gen = Gen.Select(Gen.Int[0, 1000].Array[1, 12], Gen.Int[0, 1000].Array[1, 12]);

        gen.Sample(
            pair =>
            {
                var (picks, shapes) = pair;
                var source = atoms[picks[0] % atoms.Length];
                for (var i = 0; i < shapes.Length; i++)
                {
                    var other = atoms[picks[i % picks.Length] % atoms.Length];
                    source = string.Format(System.Globalization.CultureInfo.InvariantCulture, forms[shapes[i] % forms.Length], source, other);
                }

                if (source.Length < 2000)
                {
                    AssertTame(source);
                }
            },
            iter: 3000, seed: "0000000000000");
    }

    private static void AssertTame(string source)
    {
        string result;
        try
        {
            result = Expression.Parse(source).Evaluate(Scopes.Sample).GetRawText();
        }
        catch (ExpressionException)
        {
            return;
        }

        Assert.DoesNotContain("native code", result, StringComparison.Ordinal);
        Assert.DoesNotContain("=>", result, StringComparison.Ordinal);
        Assert.DoesNotContain("[object global", result, StringComparison.Ordinal);
        if (source.Contains("polluted", StringComparison.Ordinal))
        {
            Assert.Contains(result, new[] { "null", "1" });
            Assert.Equal("null", Scopes.Evaluate("({}).polluted"));
        }
    }
}
