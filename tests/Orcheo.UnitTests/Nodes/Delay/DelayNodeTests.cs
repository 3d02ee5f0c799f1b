using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Nodes.Delay;

public sealed class DelayNodeTests
{
    [Theory]
    [InlineData("""{"seconds":90}""", 90)]
    [InlineData("""{"seconds":0.25}""", 0.25)]
    [InlineData("""{"seconds":31622400}""", 31622400)]
    [InlineData("""{"until":"2026-01-31T09:16:30Z"}""", 90)]
    [InlineData("""{"until":"2026-01-31T11:16:30.5+02:00"}""", 90.5)]
    [InlineData("""{"until":"2026-01-31t09:16:30z"}""", 90)]
    public async Task Asks_to_be_woken_and_then_tells_how_long_it_waited(string config, double seconds)
    {
        var asked = await NodeTesting.RunAsync("delay", config);
        Assert.Equal(NodeTesting.Start.AddSeconds(seconds), asked.WaitUntil);

        var resumed = await NodeTesting.RunAsync("delay", config, resumedFrom: asked.WaitUntil);
        Assert.Null(resumed.WaitUntil);
        Assert.Equal(seconds, resumed.Output.GetProperty("waited_seconds").GetDouble());
    }

    [Fact]
    public async Task What_was_asked_for_decides_even_when_the_config_has_changed() =>
        Assert.Equal(5, Waited(await NodeTesting.RunAsync("delay", """{"seconds":7}""", resumedFrom: NodeTesting.Start.AddSeconds(5))));

    [Theory]
    [InlineData("""{"seconds":0}""")]
    [InlineData("""{"until":"2026-01-31T09:15:00Z"}""")]
    [InlineData("""{"until":"2001-01-31T09:15:00-05:00"}""")]
    public async Task Ends_at_once_when_there_is_nothing_to_wait_for(string config)
    {
        var result = await NodeTesting.RunAsync("delay", config);

        Assert.Null(result.WaitUntil);
        Assert.Equal(0, Waited(result));
    }

    [Theory]
    [InlineData("""{}""", "$:")]
    [InlineData("""{"seconds":1,"until":"2026-01-31T09:15:00Z"}""", "$:")]
    [InlineData("""{"seconds":-0.001}""", "$.seconds")]
    [InlineData("""{"seconds":31622401}""", "$.seconds")]
    [InlineData("""{"seconds":"5"}""", "$.seconds")]
    [InlineData("""{"seconds":1e999}""", "$.seconds")]
    [InlineData("""{"until":"2027-02-02T09:15:00Z"}""", "$.until")]
    [InlineData("""{"until":"2026-01-31"}""", "$.until")]
    [InlineData("""{"until":"2026-01-31T09:15:00"}""", "$.until")]
    [InlineData("""{"until":"2026-13-31T09:15:00Z"}""", "$.until")]
    [InlineData("""{"until":"tomorrow"}""", "$.until")]
    [InlineData("""{"until":1}""", "$.until")]
    [InlineData("""{"minutes":1}""", "$.minutes")]
    public async Task Refuses_what_is_no_time_to_wait(string config, string place)
    {
        var error = await NodeTesting.FailAsync("delay", config);

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    private static double Waited(NodeResult result) => result.Output.GetProperty("waited_seconds").GetDouble();
}
