using Orcheo.Core.Plans;
using Orcheo.Nodes.Running;

namespace Orcheo.UnitTests.Nodes.Running;

public sealed class RetryWaitTests
{
    [Fact]
    public void The_wait_never_exceeds_the_longest() =>
        Assert.Equal(TimeSpan.FromSeconds(30), (NodeRetry.Default with { BackoffCoefficient = 1e300, Jitter = false }).DelayAfter(100, 0));

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.5, 0.75)]
    [InlineData(1.0, 1.0)]
    public void Jitter_spreads_the_upper_half_of_the_wait(double random, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), NodeRetry.Default.DelayAfter(1, random));

    [Fact]
    public void A_retry_after_of_a_minute_is_honoured_whatever_the_policy() =>
        Assert.Equal((60, 90), ((int)NodeRetry.Default.LongestRetryAfter().TotalSeconds, (int)(NodeRetry.Default with { MaxIntervalSeconds = 90 }).LongestRetryAfter().TotalSeconds));
}
