using Orcheo.Core.Errors;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Triggers;

namespace Orcheo.UnitTests.Hosting.Triggers;

public sealed class CronTriggersTests : CronTest
{
    [Fact]
    public async Task A_change_that_leaves_the_schedule_alone_keeps_a_time_that_is_due_already()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        Time.Advance(TimeSpan.FromSeconds(61));
        var changed = await UpdateAsync(trigger.Id, settings => settings with { MisfirePolicy = MisfirePolicy.Queue });
        Assert.Equal((Start.AddSeconds(60), 2), (changed.NextFireAt!.Value, changed.Revision));

        await Host.TickAsync();
        Assert.Equal(At(60), Host.Started(trigger.Id));
        Assert.Equal(2, (await Host.ReadAsync(trigger.Id)).Revision);
    }

    [Fact]
    public async Task Another_schedule_counts_from_now_and_leaves_no_due_row_of_the_old_one()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        var changed = await UpdateAsync(trigger.Id, settings => settings with { Cron = "0 0 9 * * ?", Timezone = "America/New_York" });
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.Zero), changed.NextFireAt);
        Assert.Equal(0, await TickAfterAsync(3600));
        Assert.Equal(1, await TickAfterAsync((14 - 9.25 - 1) * 3600));
    }

    [Fact]
    public async Task What_is_disabled_has_no_next_time_and_misses_nothing()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?", MisfirePolicy.Queue, settings => settings with { Enabled = false });
        Assert.Null(trigger.NextFireAt);
        Assert.Equal(0, await TickAfterAsync(600));
        Assert.Equal(Start.AddSeconds(660), (await UpdateAsync(trigger.Id, settings => settings)).NextFireAt);
        Assert.Null((await UpdateAsync(trigger.Id, settings => settings with { Enabled = false })).NextFireAt);
        Assert.Equal(0, await TickAfterAsync(600));
        Assert.Empty(Hub.Taken);
        Assert.Equal(0, (await Host.ReadAsync(trigger.Id)).MissedCount);
    }

    [Fact]
    public async Task It_starts_the_version_that_its_owner_named()
    {
        var workflow = await Host.WorkflowAsync();
        await FinalizeAsync(workflow);
        await FinalizeAsync(workflow);
        string?[] versions = [null, "latest", "1", "draft"];
        foreach (var version in versions)
        {
            await Host.CreateAsync(workflow, "0 0 10 * * ?", change: settings => settings with { Version = version });
        }

        await TickAfterAsync(45 * 60);
        Assert.Equal([0, 1, 2, 2], Hub.Taken.Select(input => input.WorkflowVersion!.Value).Order());
    }

    [Fact]
    public async Task Latest_waits_for_a_first_version()
    {
        var workflow = await Host.WorkflowAsync();
        var trigger = await Host.CreateAsync(workflow, "* * * * * ?", change: settings => settings with { Version = "latest" });
        await TickAfterAsync(1);
        Assert.Equal((ErrorCodes.NotFound, Start.AddSeconds(2)), ((await Host.ReadAsync(trigger.Id)).LastError!.Code, (await Host.ReadAsync(trigger.Id)).NextFireAt!.Value));
        await FinalizeAsync(workflow);
        await TickAfterAsync(1);
        Assert.Equal(At(2), Host.Started(trigger.Id));
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_triggered()
    {
        var workflow = await Host.WorkflowAsync();
        await AssertRefusedAsync(ErrorCodes.NotFound, "/workflow_id", settings => settings with { WorkflowId = "wf_00000000000000000000000000" });
        await AssertRefusedAsync(ErrorCodes.NotFound, "/version", settings => settings with { Version = "7" });
        await AssertRefusedAsync(ErrorCodes.InvalidCron, "/cron", settings => settings with { Cron = "0 0 0 30 2 ?" });
        await AssertRefusedAsync(ErrorCodes.ValueOutOfRange, "/timezone", settings => settings with { Timezone = "Mars/Olympus" });

        async Task AssertRefusedAsync(string code, string pointer, Func<CronTriggerSettings, CronTriggerSettings> change)
        {
            var fault = await Assert.ThrowsAsync<OrcheoException>(() => Host.CreateAsync(workflow, "0 0 10 * * ?", change: change));
            Assert.Equal((code, pointer), (fault.Code, fault.Errors[0].Pointer));
        }
    }

    [Fact]
    public async Task A_backfill_starts_what_has_not_run_and_skips_what_has()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        await TickAfterAsync(60);
        await TickAfterAsync(240);
        Assert.Equal(At(60, 300), Host.Started(trigger.Id));

        var first = await BackfillAsync(trigger, Start, Start.AddSeconds(301));
        Assert.Equal((4, 2), (first.Started, first.Skipped));
        Assert.Equal(At(0, 120, 180, 240).Select(time => CronStarts.ExecutionId(trigger.Id, time)), first.ExecutionIds);
        Assert.Equal(At(0, 60, 120, 180, 240, 300), Host.Started(trigger.Id).Order());

        var second = await BackfillAsync(trigger, Start, Start.AddSeconds(300));
        Assert.Equal((0, 5), (second.Started, second.Skipped));
    }

    [Fact]
    public async Task A_backfill_has_its_limits()
    {
        var workflow = await Host.WorkflowAsync();
        var trigger = await Host.CreateAsync(workflow, "* * * * * ?");
        var fault = await Assert.ThrowsAsync<OrcheoException>(() => BackfillAsync(trigger, Start.AddSeconds(-1001), Start));
        Assert.Equal((ErrorCodes.ValueOutOfRange, "/to"), (fault.Code, fault.Errors[0].Pointer));
        Assert.Equal(1000, (await BackfillAsync(trigger, Start.AddSeconds(-1000), Start)).Started);

        await Host.Workflows.DeleteAsync(CronHost.Tenant, (await Host.Workflows.GetAsync(CronHost.Tenant, workflow, Cancel))!.Value, Cancel);
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<OrcheoException>(() => BackfillAsync(trigger, Start.AddSeconds(-5), Start))).Code);
    }

    [Fact]
    public async Task Lists_are_newest_first_page_by_page_and_by_workflow()
    {
        var (one, other) = (await Host.WorkflowAsync(), await Host.WorkflowAsync());
        var ids = new List<string>();
        foreach (var i in Enumerable.Range(0, 7))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            ids.Insert(0, (await Host.CreateAsync(i % 2 == 0 ? one : other, "0 0 10 * * ?")).Id);
        }

        var first = await Host.Store.ListAsync(CronHost.Tenant, null, new ListRequest { Limit = 3 }, Cancel);
        var second = await Host.Store.ListAsync(CronHost.Tenant, null, new ListRequest { Limit = 3, Cursor = first.NextCursor }, Cancel);
        var third = await Host.Store.ListAsync(CronHost.Tenant, null, new ListRequest { Limit = 3, Page = 3 }, Cancel);
        Assert.Equal(ids, [.. first.Items.Concat(second.Items).Concat(third.Items).Select(item => item.Id)]);
        Assert.Null(third.NextCursor);
        Assert.Equal(4, (await Host.Store.ListAsync(CronHost.Tenant, one, new ListRequest(), Cancel)).Items.Count);

        // A cursor that no list has given reads triggers all the same.
        Assert.Equal(7, (await Host.Store.ListAsync(CronHost.Tenant, null, new ListRequest { Cursor = "d|0" }, Cancel)).Items.Count);
    }

    [Theory]
    [InlineData("00:00:01", "*/1 * * * * *")]
    [InlineData("00:00:15", "*/15 * * * * *")]
    [InlineData("00:01:00", "0 */1 * * * *")]
    [InlineData("00:00:07", "00:00:07")]
    [InlineData("00:00:01.5", "00:00:01.5000000")]
    [InlineData("01:00:00", "01:00:00")]
    public void The_timer_goes_by_the_tick(string tick, string schedule) =>
        Assert.Equal(schedule, new CronOptions { Tick = TimeSpan.Parse(tick, System.Globalization.CultureInfo.InvariantCulture) }.TimerSchedule);

    [Theory]
    [InlineData("00:00:00.5", 100)]
    [InlineData("01:00:01", 100)]
    [InlineData("00:00:01", 0)]
    public void Settings_have_their_limits(string tick, int queued)
    {
        var options = new CronOptions { Tick = TimeSpan.Parse(tick, System.Globalization.CultureInfo.InvariantCulture), MaxQueuedMisfires = queued };
        Assert.Throws<OptionsException>(options.Validate);
    }

    private Task<CronBackfill> BackfillAsync(CronTrigger trigger, DateTimeOffset from, DateTimeOffset to) =>
        Host.Triggers.BackfillAsync(CronHost.Tenant, trigger, from, to, Host.Schedule, Cancel);

    private async Task<CronTrigger> UpdateAsync(string id, Func<CronTriggerSettings, CronTriggerSettings> change)
    {
        var current = (await Host.Store.GetAsync(CronHost.Tenant, id, Cancel))!.Value;
        var settings = new CronTriggerSettings
        {
            WorkflowId = current.Value.WorkflowId,
            Cron = current.Value.Cron,
            Timezone = current.Value.Timezone,
            MisfirePolicy = current.Value.MisfirePolicy,
        };
        return (await Host.Triggers.UpdateAsync(CronHost.Tenant, current, change(settings), Cancel))!.Value.Value;
    }

    private async Task FinalizeAsync(string workflow)
    {
        Versioned<Workflow> current = (await Host.Workflows.GetAsync(CronHost.Tenant, workflow, Cancel))!.Value;
        Assert.NotNull(await Host.Workflows.FinalizeAsync(CronHost.Tenant, current, null, null, Cancel));
    }
}
