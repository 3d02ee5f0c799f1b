using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

public sealed class LiveTimerAndEventTests() : TimerAndEventTests(evicting: false);

public sealed class EvictedTimerAndEventTests() : TimerAndEventTests(evicting: true);

public abstract class TimerAndEventTests(bool evicting) : ConformanceTests(evicting)
{
    [Fact]
    public async Task A_timer_fires_no_earlier_than_its_time()
    {
        await using TestHub hub = await NewHub().Orchestrator("Wait", async context =>
        {
            DateTime before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(60), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalMilliseconds;
        }).StartAsync();

        Assert.True(await hub.OutputAsync<double>("Wait") >= 60);
    }

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once()
    {
        await using TestHub hub = await NewHub().Orchestrator("Past", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
            return true;
        }).StartAsync();

        Assert.True(await hub.OutputAsync<bool>("Past"));
    }

    [Fact]
    public async Task A_cancelled_timer_throws_and_leaves_nothing_behind()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Cancel", async context =>
            {
                using CancellationTokenSource stop = new();
                Task timer = context.CreateTimer(TimeSpan.FromDays(400), stop.Token);
                await context.CallActivityAsync<int>("Same", 1);
                stop.Cancel();
                await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
                await Assert.ThrowsAsync<TaskCanceledException>(() => context.CreateTimer(TimeSpan.FromDays(1), stop.Token));
                return await context.CallActivityAsync<int>("Same", 2);
            }).StartAsync();

        Assert.Equal(2, await hub.OutputAsync<int>("Cancel"));
    }

    [Fact]
    public async Task Events_that_come_before_the_wait_are_kept_in_order_and_by_name()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Collect", async context =>
            {
                await context.WaitForExternalEvent<bool>("go");
                return new[]
                {
                    await context.WaitForExternalEvent<string>("B"),
                    await context.WaitForExternalEvent<string>("a"),
                    await context.WaitForExternalEvent<string>("A"),
                };
            }).StartAsync();
        string id = await hub.ScheduleAsync("Collect");

        await hub.Client.RaiseEventAsync(id, "A", "1", TestContext.Current.CancellationToken);
        await hub.Client.RaiseEventAsync(id, "a", "2", TestContext.Current.CancellationToken);
        await hub.Client.RaiseEventAsync(id, "b", "3", TestContext.Current.CancellationToken);
        await hub.Client.RaiseEventAsync(id, "Go", true, TestContext.Current.CancellationToken);

        Assert.Equal(["3", "1", "2"], (await hub.EndAsync(id)).ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task Several_waits_of_one_name_are_ended_youngest_first()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Parallel", async context =>
            {
                Task<int>[] waits = [.. Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<int>("Event"))];
                context.SetCustomStatus("waiting");
                return await Task.WhenAll(waits);
            }).StartAsync();
        string id = await hub.ScheduleAsync("Parallel");
        await hub.UntilAsync(id, metadata => metadata.SerializedCustomStatus is not null);

        for (int i = 0; i < 3; i++)
        {
            await hub.Client.RaiseEventAsync(id, "Event", i, TestContext.Current.CancellationToken);
        }

        int[] order = (await hub.EndAsync(id)).ReadOutputAs<int[]>()!;
        Assert.Equal([2, 1, 0], order);
    }

    [Fact]
    public async Task A_wait_with_a_timeout_is_cancelled_when_the_time_has_passed()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Timeout", async context =>
            {
                await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEvent<int>("Event", TimeSpan.FromMilliseconds(20), CancellationToken.None));
                context.SetCustomStatus("timed out");
                return await context.WaitForExternalEvent<int>("Event", TimeSpan.FromHours(1), CancellationToken.None);
            }).StartAsync();
        string id = await hub.ScheduleAsync("Timeout");
        await hub.UntilAsync(id, metadata => metadata.SerializedCustomStatus is not null);

        await hub.Client.RaiseEventAsync(id, "Event", 5, TestContext.Current.CancellationToken);

        Assert.Equal(5, (await hub.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(0, hub.Hub.Engine.Directory.Count);
    }

    [Fact]
    public async Task An_event_to_nobody_is_dropped()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Send", context =>
            {
                context.SendEvent("nobody", "Event", 1);
                return Task.FromResult(true);
            }).StartAsync();

        await hub.Client.RaiseEventAsync("nobody", "Event", 1, TestContext.Current.CancellationToken);

        Assert.True(await hub.OutputAsync<bool>("Send"));
    }

    [Fact]
    public async Task An_orchestration_sends_an_event_to_another_one()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Receive", context => context.WaitForExternalEvent<string>("Event"))
            .Orchestrator("Send", context =>
            {
                context.SendEvent(context.GetInput<string>()!, "event", "hi");
                return Task.FromResult(true);
            }).StartAsync();
        string id = await hub.ScheduleAsync("Receive");

        await hub.RunAsync("Send", id);

        Assert.Equal("hi", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_start_at_a_later_time_stays_pending_until_then()
    {
        await using TestHub hub = await NewHub().Orchestrator("Later", context => context.WaitForExternalEvent<int>("Event")).StartAsync();
        DateTimeOffset at = DateTimeOffset.UtcNow.AddMilliseconds(300);

        string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Later", null, new StartOrchestrationOptions(null, at), TestContext.Current.CancellationToken);
        await hub.Client.RaiseEventAsync(id, "Event", 4, TestContext.Current.CancellationToken);
        OrchestrationMetadata? early = await hub.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken);
        await hub.RestartAsync();
        await hub.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Pending, early!.RuntimeStatus);
        Assert.Equal(4, (await hub.EndAsync(id)).ReadOutputAs<int>());
        Assert.True(DateTimeOffset.UtcNow >= at);
    }
}
