using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

public sealed class ExpressionCheckTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("   ", 1, 4)]
    [InlineData("1 +", 1, 4)]
    [InlineData("a b", 1, 3)]
    [InlineData("1; 2", 1, 2)]
    [InlineData("(1", 1, 3)]
    [InlineData("state.\n  ]", 2, 3)]
    [InlineData("'open", 1, 1)]
    [InlineData("if (1) 2", 1, 1)]
    [InlineData("let x = 1", 1, 5)]
    [InlineData("/(/", 1, 3)]
    [InlineData("x => { return 1 } 2", 1, 19)]
    public void Wrong_syntax_is_told_with_its_place(string source, int line, int column)
    {
        var error = Scopes.Refused(source);

        Assert.Equal(ErrorCodes.ExpressionSyntax, error.Code);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("state.a = 1", "Assignment")]
    [InlineData("state.a += 1", "Assignment")]
    [InlineData("state.a++", "++")]
    [InlineData("delete state.a", "delete")]
    [InlineData("new Date()", "new")]
    [InlineData("this.a", "this")]
    [InlineData("(1, 2)", "comma")]
    [InlineData("function () { return 1 }", "function")]
    [InlineData("x => x", "not a value")]
    [InlineData("[x => x]", "not a value")]
    [InlineData("state.list.map(async x => x)", "Async")]
    [InlineData("state.list.map(x => { return x })", "braces")]
    [InlineData("state.list.map(x => y => x)", "not a value")]
    [InlineData("state.list.at(x => x)", "not a value")]
    [InlineData("(x => x)(1)", "Only built-in")]
    [InlineData("state.f(1)", "'f' is not available")]
    [InlineData("state['map'](x => x)", "Only built-in")]
    [InlineData("state.list.map?.(x => x)", "Optional calls")]
    [InlineData("state.list.push(1)", "[...items, value]")]
    [InlineData("state.list.pop()", "slice")]
    [InlineData("state.list.forEach(x => x)", "map, filter")]
    [InlineData("state.name.localeCompare('a')", "locale")]
    [InlineData("state.name.call('a')", "Call the method")]
    [InlineData("state.name.frobnicate('a')", "docs/expressions.md")]
    [InlineData("state.list.mapp(x => x)", "Did you mean 'map'?")]
    [InlineData("Math.random()", "replayed")]
    [InlineData("Date.now()", "replayed")]
    [InlineData("Math.flor(1)", "Math.floor")]
    [InlineData("Math.zzzzzzzzz(1)", "Math has:")]
    [InlineData("Math.max", "only be called")]
    [InlineData("Math", "not a value")]
    [InlineData("Number", "not a value")]
    [InlineData("10n", "BigInt")]
    [InlineData("String.raw`a`", "Tagged")]
    [InlineData("class {}", "Classes")]
    [InlineData("import('x')", "import")]
    [InlineData("import.meta", "")]
    [InlineData("state instanceof state", "operator")]
    [InlineData("({ a() { return 1 } })", "getters")]
    [InlineData("({ get a() { return 1 } })", "getters")]
    [InlineData("({ __proto__: null })", "__proto__")]
    [InlineData("state.constructor", "constructor")]
    [InlineData("state.list.constructor.name", "constructor")]
    [InlineData("state['constructor']", "constructor")]
    [InlineData("state.list[0]['con' + 'structor']", "constructor")]
    [InlineData("state.list[0][`__proto__`]", "__proto__")]
    [InlineData("Object.prototype", "prototype")]
    [InlineData("state.list.map(({ constructor }) => 1)", "constructor")]
    [InlineData("state.list.map(({ constructor: c }) => c)", "constructor")]
    public void A_construct_outside_the_subset_is_refused(string source, string reason)
    {
        var error = Scopes.Refused(source);

        Assert.True(error.Code is ErrorCodes.ExpressionConstruct or ErrorCodes.ExpressionSyntax, error.Message);
        if (error.Code == ErrorCodes.ExpressionConstruct)
        {
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("stat.count", "Did you mean 'state'?", 1, 1)]
    [InlineData("1 + Input.n", "Did you mean 'input'?", 1, 5)]
    [InlineData("nodes.a.output > 1 &&\n  foo", "Known are", 2, 3)]
    [InlineData("[1].map(value => valu)", "Did you mean 'value'?", 1, 18)]
    [InlineData("fetch('x')", "", 1, 1)]
    [InlineData("eval('1')", "", 1, 1)]
    [InlineData("globalThis", "", 1, 1)]
    [InlineData("[1].map(x => 1) + x", "", 1, 19)]
    [InlineData("arguments", "", 1, 1)]
    public void An_unknown_name_is_told_with_a_suggestion(string source, string hint, int line, int column)
    {
        var error = Scopes.Refused(source);

        Assert.Equal(ErrorCodes.ExpressionRoot, error.Code);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Length_and_nesting_are_bounded()
    {
        Assert.Equal(ErrorCodes.WorkflowTooLarge, Scopes.Refused(new string('1', Expression.MaxLength + 1)).Code);
        foreach (var source in new[]
        {
            Deep("(", "1", ")", 4900), Deep("[", "1", "]", 200), Deep("!", "1", "", 9000), Deep("-(", "1", ")", 150), Deep("{a:", "1", "}", 200),
            Deep("1?", "1", ":1", 300), Deep("`${", "1", "}`", 150), Deep("[1].map(x=>", "1", ")", 150), Deep("1-", "1", "", 4000),
            Deep("state.list.map(([", "x", "]) => 1)", 1).Replace("[x]", Deep("[", "x", "]", 500), StringComparison.Ordinal),
            "state" + Deep("", "", ".trim()", 1000),
        })
        {
            if (Expression.TryParse(source, out var expression, out var error))
            {
                Assert.NotEqual("", expression.Evaluate(Scopes.Sample).GetRawText());
            }
            else
            {
                Assert.Equal(ErrorCodes.ExpressionConstruct, error.Code);
            }
        }

        Assert.Equal("4000", Scopes.Evaluate(Deep("1+", "1", "", 3999)));
        Assert.Equal("90", Scopes.Evaluate(Deep("1+(", "0", ")", 90)));
    }

    [Theory]
    [InlineData("state.a.b + state['c'] + state.a", "state:a,c")]
    [InlineData("nodes.fetch.output + nodes['my-id'].output", "nodes:fetch,my-id")]
    [InlineData("nodes?.fetch?.output", "nodes:fetch")]
    [InlineData("nodes[item.id].output", "nodes:* item")]
    [InlineData("state[input.key]", "state:* input")]
    [InlineData("Object.keys(nodes)", "nodes:*")]
    [InlineData("state", "state:*")]
    [InlineData("({ state })", "state:*")]
    [InlineData("[1].map(state => state.x)", "")]
    [InlineData("[1].map(({ nodes }) => nodes.x) + nodes.y.output", "nodes:y")]
    [InlineData("[1].map((x, i = state.d) => state.e)", "state:d,e")]
    [InlineData("trigger.body + execution.id + args.q", "trigger execution args")]
    [InlineData("nodes['a'].output + nodes[0]", "nodes:0,a")]
    [InlineData("`${state.a}${[...state.b]}${{ ...state.c }}`", "state:a,b,c")]
    [InlineData("nodes['a' + 'b']", "nodes:*")]
    [InlineData("state.a?.[nodes.b.output]?.c", "state:a nodes:b")]
    public void What_it_refers_to_is_known(string source, string expected)
    {
        var found = Expression.Parse(source).References;

        var parts = new List<string>();
        Add(found.AllStates || found.States.Count > 0, "state:" + (found.AllStates ? "*" : string.Join(',', found.States.Order(StringComparer.Ordinal))));
        Add(found.AllNodes || found.Nodes.Count > 0, "nodes:" + (found.AllNodes ? "*" : string.Join(',', found.Nodes.Order(StringComparer.Ordinal))));
        Add(found.Input, "input");
        Add(found.Trigger, "trigger");
        Add(found.Execution, "execution");
        Add(found.Item, "item");
        Add(found.Args, "args");
        Assert.Equal(expected, string.Join(' ', parts));
        Assert.Equal(parts.Count == 0, found.IsEmpty);

        void Add(bool isThere, string part)
        {
            if (isThere)
            {
                parts.Add(part);
            }
        }
    }

    [Fact]
    public void Node_references_have_their_places()
    {
        var found = Expression.Parse("nodes.a.output +\r\n  nodes['b-c'].output + nodes.a.status").References;

        Assert.Equal(
            [new NodeReference("a", 1, 7), new NodeReference("b-c", 2, 9), new NodeReference("a", 2, 31)], found.NodeReferences);
    }

    [Fact]
    public void References_merge()
    {
        var merged = ValueReferences.Merge(
            Expression.Parse("state.a + nodes.x.output").References, Expression.Parse("state.b + item").References, ValueReferences.None);

        Assert.Equal(["a", "b"], merged.States.Order());
        Assert.Equal(["x"], merged.Nodes);
        Assert.True(merged.Item);
        Assert.False(merged.All);
        Assert.Single(merged.NodeReferences);
        Assert.True(ValueReferences.Everything.All);
        Assert.Same(ValueReferences.None, ValueReferences.Merge());
    }

    [Fact]
    public void The_cache_is_bounded_and_gives_the_same_again()
    {
        var cache = new GenerationCache<int, object>(10, EqualityComparer<int>.Default);
        var kept = cache.GetOrAdd(0, _ => new object());
        for (var i = 1; i < 100; i++)
        {
            cache.GetOrAdd(i, _ => new object());
            Assert.Same(kept, cache.GetOrAdd(0, _ => new object()));
            Assert.True(cache.Count <= 11);
        }
    }

    private static string Deep(string open, string middle, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + middle + string.Concat(Enumerable.Repeat(close, times));
}
