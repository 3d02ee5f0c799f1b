using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>Limits, fairness, shutdown and the clock.</summary>
public sealed class SchedulingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_activities_run_at_once_than_allowed()
    {
        int running = 0;
        int most = 0;
        await using TestHub hub = await new TestHub(options => options with { MaxConcurrentActivities = 3 })
            .Activity("Work", async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(2, Cancellation);
                Interlocked.Decrement(ref running);
                return null;
            })
            .Orchestrator("Many", context => Task.WhenAll(Enumerable.Range(0, 40).Select(_ => context.CallActivityAsync("Work")))).StartAsync();

        await hub.RunAsync("Many");

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task An_instance_with_many_activities_does_not_starve_another()
    {
        ConcurrentQueue<string> order = new();
        TaskCompletionSource gate = new();
        await using TestHub hub = await new TestHub(options => options with { MaxConcurrentActivities = 1 })
            .Activity("Work", async (call, _) =>
            {
                await gate.Task;
                order.Enqueue(call.InstanceId);
                return null;
            })
            .Orchestrator("Many", context => Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => context.CallActivityAsync("Work"))))
            .Orchestrator("One", context => context.CallActivityAsync("Work")).StartAsync();
        await hub.ScheduleAsync("Many", id: "many");
        await hub.UntilAsync("many", metadata => metadata.IsRunning);
        await hub.ScheduleAsync("One", id: "one");
        await hub.UntilAsync("one", metadata => metadata.IsRunning);

        gate.SetResult();
        await hub.EndAsync("one");

        Assert.InRange(order.ToList().IndexOf("one"), 0, 3);
    }

    [Fact]
    public async Task An_activity_that_ends_within_the_grace_period_is_not_run_again_and_a_longer_one_is()
    {
        ConcurrentQueue<string> runs = new();
        TaskCompletionSource release = new();
        TaskCompletionSource running = new();
        await using TestHub hub = await new TestHub(options => options with { ShutdownGracePeriod = TimeSpan.FromMilliseconds(300) })
            .Activity("Short", async (_, _) =>
            {
                runs.Enqueue("short");
                await release.Task;
                return 1;
            })
            .Activity("Long", async (_, token) =>
            {
                runs.Enqueue("long");
                if (runs.Count(run => run == "long") > 1)
                {
                    return 2;
                }

                running.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            })
            .Orchestrator("Both", async context =>
                (await Task.WhenAll(context.CallActivityAsync<int>("Short"), context.CallActivityAsync<int>("Long"))).Sum()).StartAsync();
        string id = await hub.ScheduleAsync("Both");
        await running.Task.WaitAsync(Cancellation);

        Task stopped = hub.Hub.StopAsync(Cancellation);
        release.SetResult();
        await stopped;
        await hub.StartAsync();

        Assert.Equal(3, (await hub.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(["long", "long", "short"], runs.Order());
    }

    [Fact]
    public async Task An_activity_that_its_ended_instance_did_not_wait_for_is_run_after_a_restart()
    {
        int runs = 0;
        TaskCompletionSource running = new();
        TaskCompletionSource again = new();
        await using TestHub hub = await new TestHub(options => options with { ShutdownGracePeriod = TimeSpan.Zero })
            .Activity("Work", async (_, token) =>
            {
                if (Interlocked.Increment(ref runs) > 1)
                {
                    again.SetResult();
                    return null;
                }

                running.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return null;
            })
            .Orchestrator("Forgetful", context =>
            {
                _ = context.CallActivityAsync("Work");
                return Task.FromResult(1);
            })
            .Orchestrator("Wait", context => context.WaitForExternalEvent<int>("Event", CancellationToken.None)).StartAsync();
        string waiting = await hub.ScheduleAsync("Wait");
        await hub.RunAsync("Forgetful");
        await running.Task.WaitAsync(Cancellation);
        DurableTaskClient stopped = hub.Client;
        await hub.RestartAsync();

        await again.Task.WaitAsync(Cancellation);
        Assert.Equal(TaskHubFault.Stopped, (await Assert.ThrowsAsync<TaskHubException>(
            () => stopped.WaitForInstanceCompletionAsync(waiting, Cancellation))).Fault);
    }

    [Fact]
    public async Task Timers_follow_the_clock_of_the_hub_over_a_restart()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using TestHub hub = await new TestHub(options => options with { TimeProvider = clock })
            .Orchestrator("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
                return (await context.CallActivityAsync<int>("Same", 1)) + 1;
            })
            .Activity<int, int>("Same", value => value).StartAsync();
        string id = await hub.ScheduleAsync("Sleep");
        await hub.UntilAsync(id, metadata => metadata.IsRunning);
        await hub.RestartAsync();
        clock.Advance(TimeSpan.FromDays(99));
        Assert.Equal(1, hub.Hub.Engine.Timers.Count);

        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(2, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Many_cancelled_timers_leave_the_heap()
    {
        await using TestHub hub = await new TestHub()
            .Orchestrator("Cancel", async context =>
            {
                using CancellationTokenSource stop = new();
                Task[] timers = [.. Enumerable.Range(0, 3000).Select(_ => context.CreateTimer(TimeSpan.FromDays(1), stop.Token))];
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                stop.Cancel();
                await Task.WhenAll(timers).ContinueWith(_ => { }, TaskScheduler.Current);
                await context.WaitForExternalEvent<int>("Event");
            }).StartAsync();
        string id = await hub.ScheduleAsync("Cancel");
        await hub.UntilAsync(id, _ => RecordedHistory.Read(hub.Hub.Engine, id)!.Turns.Count == 2);

        Assert.InRange(hub.Hub.Engine.Timers.Count, 0, 1600);
        await hub.Client.RaiseEventAsync(id, "Event", 1, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task The_least_recently_used_run_is_evicted()
    {
        await using TestHub hub = await new TestHub(options => options with { MaxLiveInstances = 5 })
            .Orchestrator("Wait", context => context.WaitForExternalEvent<int>("Event")).StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await hub.ScheduleAsync("Wait", id: $"w{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => hub.Client.WaitForInstanceStartAsync($"w{i}", Cancellation)));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => hub.Client.RaiseEventAsync($"w{i}", "Event", i, Cancellation)));

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(i, (await hub.EndAsync($"w{i}")).ReadOutputAs<int>());
        }

        Assert.True(hub.Hub.Engine.Live.Evicted > 0);
    }
}
