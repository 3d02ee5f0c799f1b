using System.Text.Json;
using CsCheck;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;

namespace Orcheo.UnitTests.Expressions;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("}} alone {", "\"}} alone {\"")]
    [InlineData("{{ state.count }}", "3")]
    [InlineData("  {{ state.list }}\n", "[3,1,2]")]
    [InlineData("{{state.missing}}", "null")]
    [InlineData("n={{ state.count }}!", "\"n=3!\"")]
    [InlineData("{{ state.count }}{{ state.name }}", "\"3Ada\"")]
    [InlineData("[{{ state.missing }}|{{ state.nothing }}|{{ state.flag }}|{{ !state.flag }}]", "\"[||true|false]\"")]
    [InlineData("list {{ state.list }} of {{ { a: 'ü<' } }}", "\"list [3,1,2] of {\\\"a\\\":\\\"ü<\\\"}\"")]
    [InlineData("{{ {a: {b: 1}}.a }}", "{\"b\":1}")]
    [InlineData("{{ {a: {b: 1}}}}", "{\"a\":{\"b\":1}}")]
    [InlineData("{{ \"}}\" }}", "\"}}\"")]
    [InlineData("{{ '}}' }} and {{ `}}${ '}}' }` }}", "\"}} and }}}}\"")]
    [InlineData("{{ /}}/.test('}}') }}", "true")]
    [InlineData("{{ 1 /* }} */ + 1 }}", "2")]
    [InlineData("{{ \"{{\" }}", "\"{{\"")]
    [InlineData("a {{ \"{{\" }} b }}", "\"a {{ b }}\"")]
    [InlineData("{{ 1e21 }} {{ 0.1 }} {{ 1 / 3 }}", "\"1e+21 0.1 0.3333333333333333\"")]
    [InlineData("{{{ a: 1 }}}", "{\"a\":1}")]
    public void A_string_is_rendered(string text, string expected)
    {
        var value = JsonSerializer.SerializeToElement(text);

        Assert.Equal(JsonElement.Parse(expected).GetRawText(), Compact(Template.Parse(value).Render(Scopes.Sample)));
    }

    [Fact]
    public void Any_value_is_rendered_and_names_are_left()
    {
        var value = JsonElement.Parse("""{"{{ x }}":[1,"{{ item.id }}",{"a":"{{ nodes.fetch.output.status }}-{{ state.a }}","b":null,"c":true}],"d":{"e":[]}}""");

        Assert.Equal(
            """{"{{ x }}":[1,5,{"a":"200-","b":null,"c":true}],"d":{"e":[]}}""", Template.Parse(value).Render(Scopes.Sample).GetRawText());
        Assert.Equal(["a"], Template.Parse(value).References.States);
        Assert.Equal([new NodeReference("fetch", 1, 10, "/{{ x }}/1")], Template.Parse(value).References.NodeReferences.Select(r => r with { Pointer = r.Pointer[..10] }));
    }

    [Fact]
    public void What_holds_no_template_is_handed_back()
    {
        var value = JsonElement.Parse("""{"a":[1,"b"]}""");
        var template = Template.Parse(value, ["missing"]);

        Assert.Equal(value.GetRawText(), template.Render(Scopes.Sample).GetRawText());
        Assert.True(template.References.IsEmpty);
    }

    [Fact]
    public void Expression_members_hold_a_bare_expression()
    {
        var value = JsonElement.Parse("""{"condition":"state.count > 2","other":"state.count > 2","in":{"condition":"1 + 1"},"braces":" {{ state.count }} ","no":true}""");

        Assert.Equal(
            """{"condition":true,"other":"state.count > 2","in":{"condition":"1 + 1"},"braces":3,"no":true}""",
            Template.Parse(value, ["condition", "braces", "no"]).Render(Scopes.Sample).GetRawText());
        Assert.Equal(["count"], Template.Parse(value, ["condition"]).References.States);
    }

    [Theory]
    [InlineData("{{ }}", ErrorCodes.TemplateSyntax, 1, 1)]
    [InlineData("a\n b {{}}", ErrorCodes.TemplateSyntax, 2, 4)]
    [InlineData("a {{ state.x", ErrorCodes.TemplateSyntax, 1, 3)]
    [InlineData("{{ 'open }}", ErrorCodes.ExpressionSyntax, 1, 4)]
    [InlineData("{{ 1 + }} and {{ 2 }}", ErrorCodes.ExpressionSyntax, 1, 7)]
    [InlineData("x {{ stat }}", ErrorCodes.ExpressionRoot, 1, 6)]
    [InlineData("x\r\n{{\n  new Date() }}", ErrorCodes.ExpressionConstruct, 3, 3)]
    [InlineData("{{ a }} {{ b }}", ErrorCodes.ExpressionRoot, 1, 4)]
    public void A_fault_has_its_place_in_the_string(string text, string code, int line, int column)
    {
        var value = JsonSerializer.SerializeToElement(new { list = new[] { "ok", text } });
        var errors = new List<TemplateError>();

        var template = Template.Parse(value, errors: errors);

        var error = Assert.Single(errors);
        Assert.Equal((code, "/list/1", line, column), (error.Code, error.Pointer, error.Line, error.Column));
        Assert.Contains($"(line {line}, column {column})", error.Message, StringComparison.Ordinal);
        Assert.Equal(value.GetRawText(), template.Render(Scopes.Sample).GetRawText());
        Assert.Equal(code, Assert.Throws<ExpressionException>(() => Template.Parse(value)).Code);
    }

    [Fact]
    public void Every_faulty_string_is_told()
    {
        var value = JsonElement.Parse("""{"a/b":"{{ x }}","c~":"{{ 1 + }}","condition":"y","two":"{{ 1 }} {{ 2 }}","long":"{{"}""");
        var errors = new List<TemplateError>();

        Template.Parse(value, ["condition", "two"], errors);

        Assert.Equal(
            [("/a~1b", "ORC2008"), ("/c~0", "ORC2006"), ("/condition", "ORC2008"), ("/two", "ORC2016"), ("/long", "ORC2016")],
            errors.Select(error => (error.Pointer, error.Code)));
    }

    [Theory]
    [InlineData("{{ a }}", false)]
    [InlineData("{{ state.a }}", true)]
    [InlineData(" \n{{ {a: {b: 1}} }} ", true)]
    [InlineData("{{ '}}' }}", true)]
    [InlineData("{{ 1 }}{{ 2 }}", false)]
    [InlineData("x{{ 1 }}", false)]
    [InlineData("{{ 1 }}x", false)]
    [InlineData("{{}}", false)]
    [InlineData("", false)]
    [InlineData("plain", false)]
    public void Exactly_one_template_is_recognised(string text, bool expected) => Assert.Equal(expected, Template.IsSingleTemplate(text));

    [Fact]
    public void A_failing_expression_and_too_long_a_text_fail_the_rendering()
    {
        Assert.Equal(
            ErrorCodes.ExpressionFailed,
            Assert.Throws<ExpressionException>(() => Template.Parse(JsonElement.Parse("\"a {{ state.x.y }}\"")).Render(Scopes.Sample)).Code);
        Assert.Equal(
            ErrorCodes.ExpressionLimit,
            Assert.Throws<ExpressionException>(() =>
                Template.Parse(JsonElement.Parse("\"{{ 'a'.repeat(3e6) }}{{ 'b'.repeat(3e6) }}\"")).Render(Scopes.Sample)).Code);
    }

    [Fact]
    public void Any_mix_of_texts_and_string_literals_renders_to_their_sum()
    {
        var text = Gen.String[Gen.Char["ab}{ \"'`\\/\n\u00e9"], 0, 6].Where(t => !t.Contains("{{", StringComparison.Ordinal));
        var part = Gen.Select(Gen.Bool, text);

        part.Array[0, 6].Sample(
            parts =>
            {
                // Text that ends in a brace would join the braces that follow it.
                var clean = parts.Select(p => p.Item1 ? p : (p.Item1, p.Item2.Replace("{", "", StringComparison.Ordinal))).ToArray();
                var source = string.Concat(clean.Select(p => p.Item1 ? "{{ " + JsonSerializer.Serialize(p.Item2) + " }}" : p.Item2));
                var rendered = Template.Parse(JsonSerializer.SerializeToElement("x" + source)).Render(Scopes.Sample).GetString();
                Assert.Equal("x" + string.Concat(clean.Select(p => p.Item2)), rendered);
            },
            iter: 2000);
    }

    [Fact]
    public void No_text_at_all_breaks_the_scanner() =>
        Gen.String[Gen.Char["{}ab1+'\"`$/ .\n"], 0, 40].Sample(
            text =>
            {
                var errors = new List<TemplateError>();
                var template = Template.Parse(JsonSerializer.SerializeToElement(text), errors: errors);
                if (errors.Count == 0 && !text.Contains("{{", StringComparison.Ordinal))
                {
                    Assert.Equal(text, template.Render(Scopes.Sample).GetString());
                }
            },
            iter: 3000);

    [Fact]
    public void A_hostile_text_costs_little()
    {
        var errors = new List<TemplateError>();
        Template.Parse(JsonSerializer.SerializeToElement(string.Concat(Enumerable.Repeat("{{", 30_000)) + string.Concat(Enumerable.Repeat("}}", 30_000))), errors: errors);
        Assert.Single(errors);
    }

    private static string Compact(JsonElement value) => JsonElement.Parse(value.GetRawText()).GetRawText();
}
