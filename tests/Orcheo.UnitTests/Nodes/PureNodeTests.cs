using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes;

public sealed class PureNodeTests
{
    [Theory]
    [InlineData("manual_trigger")]
    [InlineData("webhook_trigger")]
    [InlineData("cron_trigger")]
    public async Task Triggers_put_out_what_started_the_run(string type)
    {
        var result = await NodeTesting.RunAsync(type, "{}", JsonElement.Parse("""{"order":7}"""));

        Assert.Equal("""{"order":7}""", result.Output.GetRawText());
        Assert.Null(result.Handle);
        Assert.Equal(JsonValueKind.Null, (await NodeTesting.RunAsync(type, "{}")).Output.ValueKind);
        Assert.Equal(ErrorCodes.RenderedConfigInvalid, (await NodeTesting.FailAsync(type, """{"x":1}""")).Code);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("0.0", false)]
    [InlineData("0.1", true)]
    [InlineData("1e999", true)]
    [InlineData("\"\"", false)]
    [InlineData("\"false\"", true)]
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    public async Task If_else_decides_as_JavaScript_would(string condition, bool expected)
    {
        var result = await NodeTesting.RunAsync("if_else", $$"""{"condition":{{condition}}}""");

        Assert.Equal(expected ? "true" : "false", result.Handle);
        Assert.Equal($$"""{"result":{{(expected ? "true" : "false")}}}""", result.Output.GetRawText());
        Assert.Null(result.Patch);
    }

    [Fact]
    public async Task If_else_needs_its_condition()
    {
        var error = await NodeTesting.FailAsync("if_else", "{}");

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.Contains("$.condition: required", error.Message, StringComparison.Ordinal);
        Assert.False(error.Retryable);
    }

    [Fact]
    public async Task Set_variable_sets_and_puts_out_its_values()
    {
        var result = await NodeTesting.RunAsync("set_variable", """{"values":{"a":1,"B_2":{"c":[null]}}}""");

        Assert.Equal("""{"a":1,"B_2":{"c":[null]}}""", result.Output.GetRawText());
        Assert.Equal(result.Output.GetRawText(), result.Patch!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"values":{"":1}}""")]
    [InlineData("""{"values":{"2a":1}}""")]
    [InlineData("""{"values":{"a-b":1}}""")]
    [InlineData("""{"values":{"a\n":1}}""")]
    [InlineData("""{"values":{"__proto__":1}}""")]
    [InlineData("""{"values":{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":1}}""")]
    [InlineData("""{"values":null}""")]
    [InlineData("""{"values":3}""")]
    [InlineData("""{"values":{"a":1,"a":2}}""")]
    [InlineData("""{"values":{},"more":1}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public async Task Set_variable_refuses_what_is_no_set_of_variables(string config)
    {
        var error = await NodeTesting.FailAsync("set_variable", config);

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_variable_takes_a_name_of_64_characters()
    {
        var name = new string('a', 64);

        Assert.True((await NodeTesting.RunAsync("set_variable", $$$"""{"values":{"{{{name}}}":1}}""")).Patch!.Value.TryGetProperty(name, out _));
    }
}
