using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Validation;

namespace Orcheo.UnitTests.Nodes.SetVariable;

public sealed class SetVariableNodeTests
{
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

    [Theory]
    [InlineData("""{"values":{"1a":1}}""", false)]
    [InlineData("""{"values":{"__proto__":1}}""", false)]
    [InlineData("""{"values":{"a1":1}}""", true)]
    public void The_schema_knows_what_a_name_is(string config, bool valid) =>
        Assert.Equal(valid, ConfigSchema.For(NodeTesting.Catalog.Find("set_variable")!.Descriptor).Validate(JsonElement.Parse(config)).Count == 0);
}
