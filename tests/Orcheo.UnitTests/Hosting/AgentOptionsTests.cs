using Orcheo.Hosting.Options;

namespace Orcheo.UnitTests.Hosting;

public sealed class AgentOptionsTests
{
    [Fact]
    public void Prices_are_per_million_tokens()
    {
        var options = new AgentOptions { Prices = [new ModelPrice { Model = "m", InPerMillion = 2.5m, OutPerMillion = 10m }] };
        options.Validate();
        Assert.Equal(0.0125m, options.ToPrices().CostOf("m", 1000, 1000));
        Assert.Null(options.ToPrices().CostOf("other", 1, 1));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("m", -1)]
    public void A_price_that_cannot_be_used_is_told(string model, int price)
    {
        var options = new AgentOptions { Prices = [new ModelPrice { Model = model, InPerMillion = price }] };
        Assert.Contains("Orcheo__Agent__Prices__0", Assert.Throws<OptionsException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_sample_leaves_empty_is_nothing()
    {
        var options = new AgentOptions { Prices = [new ModelPrice()] };
        options.Validate();
        Assert.Null(options.ToPrices().CostOf("", 1, 1));
        new PersonalDataOptions { Patterns = [new PersonalDataPattern()] }.Validate();
    }

    [Fact]
    public void A_model_has_one_price()
    {
        var options = new AgentOptions { Prices = [new ModelPrice { Model = "m" }, new ModelPrice { Model = "m" }] };
        Assert.Throws<OptionsException>(options.Validate);
    }
}
