using Orcheo.Core.Triggers;
using Orcheo.Hosting.Triggers;

namespace Orcheo.UnitTests.Hosting.Triggers;

/// <summary>Every time that is due is either started or counted as missed.</summary>
public sealed class CronPlanTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(500_000)]
    public void A_time_at_the_edge_of_punctuality_is_counted_once(int microseconds)
    {
        var due = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var now = due.AddSeconds(5).AddMicroseconds(microseconds);

        var plan = CronPlan.For(CronSchedule.Parse("* * * * * ?", "UTC"), MisfirePolicy.Skip, due, now, new CronOptions());

        Assert.Equal(6, plan.Times.Count + plan.Missed);
    }
}
