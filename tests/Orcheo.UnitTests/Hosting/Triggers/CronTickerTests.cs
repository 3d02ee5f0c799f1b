using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers;
using Orcheo.Hosting.Triggers;

namespace Orcheo.UnitTests.Hosting.Triggers;

public sealed class CronTickerTests : CronTest
{
    private static readonly double[] EverySecond = [.. Enumerable.Range(1, 10).Select(second => (double)second)];

    [Fact]
    public async Task A_due_time_starts_one_execution_with_its_payload_and_moves_the_trigger_on()
    {
        var workflow = await Host.WorkflowAsync();
        var trigger = await Host.CreateAsync(
            workflow, "0 * * * * ?", change: settings => settings with { Input = System.Text.Json.JsonElement.Parse("""{"n":1}""") });
        Assert.Equal(Start.AddMinutes(1), trigger.NextFireAt);

        Assert.Equal(0, await TickAfterAsync(59));
        Assert.Equal(1, await TickAfterAsync(1.2));
        Assert.Equal(0, await Host.TickAsync());

        var input = Assert.Single(Hub.Taken);
        Assert.Equal(CronStarts.ExecutionId(trigger.Id, Start.AddMinutes(1)), input.ExecutionId);
        Assert.Equal(("cron", """{"n":1}"""), (input.TriggerType, input.Input.GetRawText()));
        Assert.Equal(
            $$$"""{"trigger_id":"{{{trigger.Id}}}","scheduled_at":"2026-01-31T09:16:00.000Z","fired_at":"2026-01-31T09:16:00.200Z","input":{"n":1}}""",
            input.EntryValue.GetRawText());
        var head = await Host.Executions.GetHeadAsync(CronHost.Tenant, input.ExecutionId, Cancel);
        Assert.Equal((workflow, 0, new ExecutionTrigger("cron", trigger.Id)), (head!.WorkflowId, head.WorkflowVersion, head.Trigger));

        var moved = await Host.ReadAsync(trigger.Id);
        Assert.Equal((Start.AddMinutes(2), Start.AddMinutes(1), input.ExecutionId), (moved.NextFireAt, moved.LastFireAt, moved.LastExecutionId));
        Assert.Equal((1, 0, 1, null), (moved.FireCount, moved.MissedCount, moved.Revision, moved.LastError));
    }

    [Fact]
    public async Task Where_nothing_is_due_a_tick_is_one_read_whatever_the_number_of_triggers()
    {
        var workflow = await Host.WorkflowAsync();
        foreach (var minute in Enumerable.Range(0, 60))
        {
            await Host.CreateAsync(workflow, $"0 {minute} 0 * * ?");
        }

        await Host.TickAsync();
        Probe.Reset();
        await TickAfterAsync(1);
        Assert.Equal((1, 0), (Probe.Reads, Probe.Writes));
    }

    [Theory]
    [InlineData(MisfirePolicy.Skip)]
    [InlineData(MisfirePolicy.Queue)]
    public async Task While_it_ticks_both_policies_start_every_time_once(MisfirePolicy policy)
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "* * * * * ?", policy);
        for (var i = 0; i < 10; i++)
        {
            await TickAfterAsync(i == 4 ? 0.5 : i == 5 ? 1.5 : 1);
        }

        Assert.Equal(At(EverySecond), Host.Started(trigger.Id));
        Assert.Equal((10, 0), ((await Host.ReadAsync(trigger.Id)).FireCount, (await Host.ReadAsync(trigger.Id)).MissedCount));
    }

    [Fact]
    public async Task Skip_drops_what_is_later_than_two_ticks_and_goes_on_with_the_next_regular_time()
    {
        var workflow = await Host.WorkflowAsync();
        var minutely = await Host.CreateAsync(workflow, "0 * * * * ?");
        var secondly = await Host.CreateAsync(workflow, "* * * * * ?");
        await TickAfterAsync(330.5, NewHost());

        Assert.Empty(Host.Started(minutely.Id));
        Assert.Equal((5, Start.AddSeconds(360)), ((await Host.ReadAsync(minutely.Id)).MissedCount, (await Host.ReadAsync(minutely.Id)).NextFireAt!.Value));
        Assert.Equal(At(329, 330), Host.Started(secondly.Id));
        Assert.Equal((328, 2), ((await Host.ReadAsync(secondly.Id)).MissedCount, (await Host.ReadAsync(secondly.Id)).FireCount));

        await TickAfterAsync(29.5);
        Assert.Equal(At(360), Host.Started(minutely.Id));
    }

    [Fact]
    public async Task Queue_starts_what_was_missed_oldest_first_and_at_most_the_newest_so_many()
    {
        var workflow = await Host.WorkflowAsync();
        var minutely = await Host.CreateAsync(workflow, "0 * * * * ?", MisfirePolicy.Queue);
        var secondly = await Host.CreateAsync(workflow, "* * * * * ?", MisfirePolicy.Queue);
        await TickAfterAsync(330.5, NewHost(("Cron:MaxQueuedMisfires", "20")));

        Assert.Equal(At(60, 120, 180, 240, 300), Host.Started(minutely.Id));
        Assert.Equal((0, 5), ((await Host.ReadAsync(minutely.Id)).MissedCount, (await Host.ReadAsync(minutely.Id)).FireCount));

        // The newest 20 of the misfires, 309 to 328, and the two that are none.
        Assert.Equal(Enumerable.Range(309, 22).Select(second => Start.AddSeconds(second)), Host.Started(secondly.Id));
        Assert.Equal((308, 22), ((await Host.ReadAsync(secondly.Id)).MissedCount, (await Host.ReadAsync(secondly.Id)).FireCount));
    }

    [Fact]
    public async Task A_crash_between_the_start_and_moving_on_starts_nothing_twice()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?", MisfirePolicy.Queue);
        Probe.FailsToMoveOn = true;
        await TickAfterAsync(60);
        await TickAfterAsync(1);
        Assert.Single(Hub.Taken);
        Assert.Equal(0, (await Host.ReadAsync(trigger.Id)).FireCount);
        Probe.FailsToMoveOn = false;

        await TickAfterAsync(600, NewHost());
        Assert.Equal(At(60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 660), Host.Started(trigger.Id));
        Assert.Equal(11, (await Host.ReadAsync(trigger.Id)).FireCount);
    }

    [Fact]
    public async Task What_was_started_before_a_crash_does_not_count_as_missed()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        Probe.FailsToMoveOn = true;
        await TickAfterAsync(60);
        Probe.FailsToMoveOn = false;
        await TickAfterAsync(200, NewHost());

        var read = await Host.ReadAsync(trigger.Id);
        Assert.Equal(At(60), Host.Started(trigger.Id));
        Assert.Equal((1, 3, Start.AddSeconds(60)), (read.FireCount, read.MissedCount, read.LastFireAt!.Value));
    }

    [Fact]
    public async Task Where_the_store_cannot_be_reached_it_is_tried_again()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        await Host.TickAsync();
        Probe.Fails = true;
        await Assert.ThrowsAsync<StorageException>(() => TickAfterAsync(60));
        Assert.Empty(Hub.Taken);
        Probe.Fails = false;
        await TickAfterAsync(1);
        Assert.Equal(At(60), Host.Started(trigger.Id));
    }

    [Fact]
    public async Task Hosts_that_tick_at_once_start_each_time_once_and_count_it_once()
    {
        var workflow = await Host.WorkflowAsync();
        var triggers = new List<CronTrigger>();
        foreach (var i in Enumerable.Range(0, 20))
        {
            triggers.Add(await Host.CreateAsync(workflow, "* * * * * ?", i % 2 == 0 ? MisfirePolicy.Skip : MisfirePolicy.Queue));
        }

        CronHost[] hosts = [Host, NewHost(), NewHost()];
        for (var second = 1; second <= 10; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(hosts.Select(host => Task.Run(host.TickAsync, Cancel)));
        }

        foreach (var trigger in triggers)
        {
            Assert.Equal(At(EverySecond), Host.Started(trigger.Id));
            Assert.Equal((10, 0), ((await Host.ReadAsync(trigger.Id)).FireCount, (await Host.ReadAsync(trigger.Id)).MissedCount));
        }
    }

    [Fact]
    public async Task A_deleted_workflow_stops_its_trigger_and_an_invalid_one_waits_for_its_mending_and_no_other_notices()
    {
        var deleted = await Host.WorkflowAsync();
        var invalid = await Host.WorkflowAsync("no_such_type");
        var sound = await Host.WorkflowAsync();
        var (orphan, broken, good) = (
            await Host.CreateAsync(deleted, "* * * * * ?"), await Host.CreateAsync(invalid, "* * * * * ?"), await Host.CreateAsync(sound, "* * * * * ?"));
        await Host.Workflows.DeleteAsync(CronHost.Tenant, (await Host.Workflows.GetAsync(CronHost.Tenant, deleted, Cancel))!.Value, Cancel);

        Assert.Equal(3, await TickAfterAsync(1));
        Assert.Equal(At(1), Host.Started(good.Id));
        Assert.Equal((ErrorCodes.NotFound, null), ((await Host.ReadAsync(orphan.Id)).LastError!.Code, (await Host.ReadAsync(orphan.Id)).NextFireAt));
        Assert.Equal(
            (ErrorCodes.ValidationFailed, Start.AddSeconds(2)), ((await Host.ReadAsync(broken.Id)).LastError!.Code, (await Host.ReadAsync(broken.Id)).NextFireAt!.Value));

        var current = (await Host.Workflows.GetAsync(CronHost.Tenant, invalid, Cancel))!.Value;
        await Host.Workflows.UpdateAsync(CronHost.Tenant, current, CronHost.Document("cron_trigger"), Cancel);
        Assert.Equal(2, await TickAfterAsync(1));
        Assert.Equal(At(2), Host.Started(broken.Id));
        Assert.Equal((null, 1), ((await Host.ReadAsync(broken.Id)).LastError, (await Host.ReadAsync(broken.Id)).FireCount));
    }

    [Fact]
    public async Task A_clock_that_steps_back_a_little_or_much_starts_nothing_twice()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        await TickAfterAsync(60);
        foreach (var back in (double[])[3, 70])
        {
            SetClock(Time.GetUtcNow().AddSeconds(-back));
            for (var second = 0; second < back + 5; second++)
            {
                await TickAfterAsync(1);
            }
        }

        Assert.Equal(At(60), Host.Started(trigger.Id));
        await TickAfterAsync(50);
        Assert.Equal(At(60, 120), Host.Started(trigger.Id));
        Assert.Equal(2, (await Host.ReadAsync(trigger.Id)).FireCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_was_far_ahead_for_a_while_does_not_stall_the_triggers(bool restarted)
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "0 * * * * ?");
        await TickAfterAsync(60);
        await TickAfterAsync(TimeSpan.FromDays(3650).TotalSeconds);
        Assert.True((await Host.ReadAsync(trigger.Id)).NextFireAt > Start.AddYears(9));

        SetClock(Start.AddSeconds(90));
        var host = restarted ? NewHost() : Host;
        await host.TickAsync();
        Assert.Equal(Start.AddSeconds(120), (await Host.ReadAsync(trigger.Id)).NextFireAt);
        await TickAfterAsync(30, host);
        await TickAfterAsync(60, host);
        Assert.Equal(At(60, 120, 180), Host.Started(trigger.Id).Where(time => time < Start.AddYears(1)));
    }

    [Fact]
    public async Task What_was_made_while_the_clock_was_far_ahead_fires_when_it_is_right_again()
    {
        var workflow = await Host.WorkflowAsync();
        Time.Advance(TimeSpan.FromDays(3650));
        await Host.TickAsync();
        var trigger = await Host.CreateAsync(workflow, "0 * * * * ?");
        SetClock(Start);
        await Host.TickAsync();
        await TickAfterAsync(60);
        Assert.Equal(At(60), Host.Started(trigger.Id));
    }

    [Fact]
    public async Task A_due_row_that_belongs_to_no_trigger_is_removed()
    {
        await Probe.WriteAsync("cron", CronHost.Tenant, [TableWrite.Insert("d|00000000000001|cron_x", "\"cron_x\""u8.ToArray())], Cancel);
        Assert.Equal(1, await Host.TickAsync());
        Assert.Equal(0, await Host.TickAsync());
    }

    [Fact]
    public async Task Hosts_that_see_different_times_count_what_they_started_once()
    {
        var trigger = await Host.CreateAsync(await Host.WorkflowAsync(), "* * * * * ?", MisfirePolicy.Queue);
        var other = NewHost();
        for (var round = 0; round < 15; round++)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            var early = Task.Run(Host.TickAsync, Cancel);
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(early, Task.Run(other.TickAsync, Cancel));
        }

        await TickAfterAsync(1);
        Assert.Equal(At([.. Enumerable.Range(1, 46).Select(second => (double)second)]), Host.Started(trigger.Id).Order());
        Assert.Equal((46, 0), ((await Host.ReadAsync(trigger.Id)).FireCount, (await Host.ReadAsync(trigger.Id)).MissedCount));
    }

    private void SetClock(DateTimeOffset time) => Time.AdjustTime(time);
}
