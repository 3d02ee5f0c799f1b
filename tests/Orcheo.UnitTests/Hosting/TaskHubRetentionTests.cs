using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Executions;
using Orcheo.Durable;
using Orcheo.Hosting.Retention;
using Orcheo.Triggers;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

/// <summary>The timer function on a real task hub.</summary>
public sealed class TaskHubRetentionTests : StoreTest
{
    [Fact]
    public async Task Orchestrations_go_a_day_after_they_were_made_once_they_have_ended()
    {
        await using var hub = await HubAsync();
        string[] completed = [await ScheduledAsync(hub, "Completing"), await ScheduledAsync(hub, "Completing")];
        var running = await ScheduledAsync(hub, "Waiting");
        foreach (var id in completed)
        {
            await hub.Client.WaitForInstanceCompletionAsync(id, Cancel);
            await SetStatusAsync(id, ExecutionStatus.Succeeded);
        }

        await PurgeAsync(hub, TimeSpan.FromHours(23));
        Assert.NotNull(await hub.Client.GetInstanceAsync(completed[0], Cancel));
        await PurgeAsync(hub, TimeSpan.FromHours(25));
        Assert.Null(await hub.Client.GetInstanceAsync(completed[0], Cancel));
        Assert.Null(await hub.Client.GetInstanceAsync(completed[1], Cancel));
        Assert.NotNull(await hub.Client.GetInstanceAsync(running, Cancel));
    }

    [Fact]
    public async Task One_that_failed_or_was_terminated_stays_until_its_execution_has_ended()
    {
        await using var hub = await HubAsync();
        var failed = await ScheduledAsync(hub, "Failing");
        var terminated = await ScheduledAsync(hub, "Waiting");
        await hub.Client.TerminateInstanceAsync(terminated, null, Cancel);
        var child = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Failing", null, new StartOrchestrationOptions("a-child"), Cancel);
        foreach (var id in new[] { failed, terminated, child })
        {
            await hub.Client.WaitForInstanceCompletionAsync(id, Cancel);
        }

        await PurgeAsync(hub, TimeSpan.FromDays(2));
        Assert.NotNull(await hub.Client.GetInstanceAsync(failed, Cancel));
        Assert.NotNull(await hub.Client.GetInstanceAsync(terminated, Cancel));
        Assert.Null(await hub.Client.GetInstanceAsync(child, Cancel));

        await SetStatusAsync(failed, ExecutionStatus.Failed);
        await SetStatusAsync(terminated, ExecutionStatus.Cancelled);
        await PurgeAsync(hub, TimeSpan.FromDays(2));
        Assert.Null(await hub.Client.GetInstanceAsync(failed, Cancel));
        Assert.Null(await hub.Client.GetInstanceAsync(terminated, Cancel));
    }

    private async Task<TaskHub> HubAsync()
    {
        var hub = new TaskHub(new TaskHubOptions { DataDirectory = Path.Combine(Folder, "hub") });
        hub.AddOrchestrator("Completing", _ => Task.FromResult<object?>(null));
        hub.AddOrchestrator("Failing", _ => throw new InvalidOperationException("broken"));
        hub.AddOrchestrator("Waiting", async context => await context.WaitForExternalEvent<bool>("never", CancellationToken.None));
        await hub.StartAsync(Cancel);
        return hub;
    }

    private async Task<string> ScheduledAsync(TaskHub hub, string orchestration) =>
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestration, null, new StartOrchestrationOptions(await CreateAsync()), Cancel);

    private Task PurgeAsync(TaskHub hub, TimeSpan later)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + later);
        return new TaskHubRetention(Executions, new RetentionOptions(), time).PurgeTaskHub(new TimerInfo(), hub.Client, Cancel);
    }
}
