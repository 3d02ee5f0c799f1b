using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes.IfElse;

public sealed class IfElseNodeTests
{
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
}
