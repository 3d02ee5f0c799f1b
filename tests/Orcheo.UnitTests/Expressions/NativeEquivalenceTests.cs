using System.Text.Json;
using CsCheck;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

/// <summary>What is evaluated without the script engine gives what the engine gives.</summary>
public sealed class NativeEquivalenceTests
{
    private static readonly string[] _operands =
    [
        "state.count", "state.name", "state.list", "state.list[0]", "state.list.length", "state.nothing", "state.missing", "state.flag", "state.zero", "state.empty",
        "input.text[1]", "input.text.length", "input.text['01']", "input.deep.a.b[1].c", "input.emoji", "nodes.fetch.output.status", "nodes['my-id'].output", "nodes.later", "nodes.later?.output",
        "nodes.later.output", "state.nothing?.x.y", "state.count.x", "state.flag.x", "args", "args?.q", "execution.id", "item", "1", "0", "-1", "'Ada'", "''", "'3'", "true", "false", "null", "undefined", "3", "1e400", "input",
        "input.text[9]", "state.list[9]", "state.list['x']", "input.emoji[1]", "state.list[-1]", "input.deep", "state.toString", "state.list.map", "input.big",
    ];

    private static readonly string[] _operators = ["===", "!==", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "&&", "||", "??"];

    private static readonly Gen<string> _leaf = Gen.Int[0, _operands.Length - 1].Select(i => _operands[i]);

    private static Gen<string> Tree(int depth) => depth == 0
        ? _leaf
        : Gen.Frequency(
            (2, _leaf),
            (4, Gen.Select(Tree(depth - 1), Gen.Int[0, _operators.Length - 1], Tree(depth - 1), (l, o, r) => $"({l}) {_operators[o]} ({r})")),
            (1, Tree(depth - 1).Select(t => $"!({t})")),
            (1, Gen.Select(Tree(depth - 1), Tree(depth - 1), Tree(depth - 1), (a, b, c) => $"({a}) ? ({b}) : ({c})")));

    [Fact]
    public void Both_ways_agree() => Tree(4).Sample(
        source =>
        {
            var expression = Expression.Parse(source);
            var (native, script) = (Outcome(() => expression.Evaluate(Scopes.Sample)), Outcome(() => expression.EvaluateScript(Scopes.Sample)));
            Assert.Equal(script, native);
            var truthy = Outcome(() => expression.EvaluateCondition(Scopes.Sample) ? Scopes.Sample : default);
            var expected = Outcome(() => Expression.Parse($"!!({source})").EvaluateScript(Scopes.Sample).GetBoolean() ? Scopes.Sample : default);
            Assert.Equal(Reason(expected), Reason(truthy));
        },
        iter: 5000);

    // The wrapping of the second expression moves its columns.
    private static string Reason(string outcome) => outcome.StartsWith("ORC", StringComparison.Ordinal) ? outcome[..7] : outcome;

    private static string Outcome(Func<JsonElement> evaluate)
    {
        try
        {
            var value = evaluate();

            // A path hands numbers over as they are written: only their value is compared.
            return value.ValueKind switch
            {
                JsonValueKind.Undefined => "undefined",
                JsonValueKind.Number => value.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                JsonValueKind.String => "\"" + value.GetString(),
                _ => JsonSerializer.Serialize(value).Replace("12345678901234567890", "12345678901234567000", StringComparison.Ordinal),
            };
        }
        catch (ExpressionException error)
        {
            return $"{error.Code} {error.Line}:{error.Column}";
        }
    }
}
