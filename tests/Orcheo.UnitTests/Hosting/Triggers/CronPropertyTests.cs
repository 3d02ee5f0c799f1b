using CsCheck;
using Orcheo.Core.Triggers;
using Orcheo.Hosting.Triggers;

namespace Orcheo.UnitTests.Hosting.Triggers;

public sealed class CronPropertyTests : CronTest
{
    private static readonly string[] Crons = ["* * * * * ?", "*/7 * * * * ?", "0 */3 * * * ?", "10-20 5 * * * ?", "0 0 0 1 1 ?"];

    [Fact]
    public void A_plan_is_what_looking_at_every_single_time_gives()
    {
        var durations = Gen.Int[0, 20_000];
        Gen.Select(Gen.Int[0, Crons.Length - 1], durations, durations, Gen.Int[1, 150], Gen.Int[1, 30], Gen.Bool).Sample(
            (cron, before, late, cap, tick, queue) =>
            {
                var schedule = CronSchedule.Parse(Crons[cron], "UTC");
                var due = schedule.Next(Start.AddSeconds(before))!.Value;
                var now = due.AddMilliseconds(late * 317L);
                var options = new CronOptions { Tick = TimeSpan.FromSeconds(tick), MaxQueuedMisfires = cap };

                var all = schedule.Between(due, now.AddMilliseconds(1)).ToList();
                var misfires = all.Where(time => now - time > 2 * options.Tick).ToList();
                var queued = queue ? misfires.TakeLast(cap).ToList() : [];
                var plan = CronPlan.For(schedule, queue ? MisfirePolicy.Queue : MisfirePolicy.Skip, due, now, options);

                Assert.Equal(queued.Concat(all.Except(misfires)), plan.Times);
                Assert.Equal(misfires.Count - queued.Count, plan.Missed);
                Assert.Equal(schedule.Next(now), plan.Next);
                Assert.InRange(plan.Last, due, now);
            },
            iter: 300);
    }

    [Fact]
    public void A_long_absence_costs_little()
    {
        var schedule = CronSchedule.Parse("* * * * * ?", "UTC");
        var plan = CronPlan.For(schedule, MisfirePolicy.Queue, Start, Start.AddYears(30), new CronOptions());

        Assert.Equal((103, CronPlan.MostCounted), (plan.Times.Count, plan.Missed));
        Assert.Equal(Start.AddYears(30), plan.Times[^1]);
    }

    /// <summary>Hosts that tick, crash after starting, stop for a while and have their clocks set back, in any order.</summary>
    [Fact]
    public async Task Whatever_happens_every_time_is_started_once_and_in_order()
    {
        var workflow = await Host.WorkflowAsync();
        var random = new Random(20261123);
        for (var round = 0; round < 12; round++)
        {
            var trigger = await Host.CreateAsync(workflow, Crons[round % 3], MisfirePolicy.Queue);
            var other = NewHost();
            var (created, latest) = (Time.GetUtcNow(), Time.GetUtcNow());
            for (var step = 0; step < 25; step++)
            {
                var what = random.Next(10);
                if (what == 0)
                {
                    // Not so far back that it would be set back again by what follows.
                    Time.AdjustTime(Time.GetUtcNow().AddSeconds(-random.Next(1, 40)));
                }

                Probe.FailsToMoveOn = what is 1 or 2;
                Time.Advance(TimeSpan.FromSeconds(random.NextDouble() * (what == 3 ? 60 : 3)));
                await Task.WhenAll(Host.TickAsync(), other.TickAsync());
                Probe.FailsToMoveOn = false;
                latest = Time.GetUtcNow() > latest ? Time.GetUtcNow() : latest;
            }

            Time.AdjustTime(latest.AddSeconds(60));
            await Host.TickAsync();
            var expected = CronSchedule.Parse(Crons[round % 3], "UTC").After(created).TakeWhile(time => time <= Time.GetUtcNow());
            Assert.Equal(expected, Host.Started(trigger.Id).Order());
            await Host.Store.DeleteAsync(CronHost.Tenant, (await Host.Store.GetAsync(CronHost.Tenant, trigger.Id, Cancel))!.Value, Cancel);
        }
    }
}
