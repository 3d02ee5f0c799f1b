using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Core.Executions;
using Orcheo.Durable;
using Orcheo.Hosting.Executions;
using Orcheo.Triggers;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

/// <summary>The timer functions on a real task hub: each way in which an orchestration can be apart from its execution.</summary>
public sealed class ReconcileExecutionsTests : StoreTest
{
    private readonly ConcurrentBag<string> _ran = [];

    [Fact]
    public async Task Active_executions_are_brought_together_with_what_the_hub_knows()
    {
        await using var hub = await HubAsync();
        var lost = await OldAsync();
        var failed = await ScheduledAsync(hub, "Failing");
        var forgetful = await ScheduledAsync(hub, "Forgetful");
        var running = await ScheduledAsync(hub, "Waiting");
        var terminated = await ScheduledAsync(hub, "Waiting");
        await hub.Client.TerminateInstanceAsync(terminated, null, Cancel);
        foreach (var ended in new[] { failed, forgetful, terminated })
        {
            await hub.Client.WaitForInstanceCompletionAsync(ended, Cancel);
        }

        await Functions().ReconcileActive(new TimerInfo(), hub.Client, Cancel);

        await hub.Client.WaitForInstanceCompletionAsync(lost, Cancel);
        Assert.Equal([lost], _ran);
        Assert.Contains("broken", await ErrorAsync(failed), StringComparison.Ordinal);
        Assert.Contains("without recording its end", await ErrorAsync(forgetful), StringComparison.Ordinal);
        Assert.Contains("terminated", await ErrorAsync(terminated), StringComparison.Ordinal);
        Assert.Equal(ExecutionStatus.Queued, (await HeadAsync(running)).Status);

        // Again: the hub has the lost one now, and scheduling what it has already does nothing.
        await Functions().ReconcileActive(new TimerInfo(), hub.Client, Cancel);
        Assert.Equal([lost], _ran);
    }

    [Fact]
    public async Task Waiting_executions_are_looked_through_by_their_own_timer()
    {
        await using var hub = await HubAsync();
        var terminated = await ScheduledAsync(hub, "Waiting");
        await SetStatusAsync(terminated, ExecutionStatus.Waiting);
        await hub.Client.TerminateInstanceAsync(terminated, null, Cancel);
        await hub.Client.WaitForInstanceCompletionAsync(terminated, Cancel);

        await Functions().ReconcileActive(new TimerInfo(), hub.Client, Cancel);
        Assert.Equal(ExecutionStatus.Waiting, (await HeadAsync(terminated)).Status);
        await Functions().ReconcileWaiting(new TimerInfo(), hub.Client, Cancel);
        Assert.Equal(ExecutionStatus.Failed, (await HeadAsync(terminated)).Status);
    }

    private async Task<TaskHub> HubAsync()
    {
        var hub = new TaskHub(new TaskHubOptions { DataDirectory = Path.Combine(Folder, "hub") });
        hub.AddOrchestrator(ExecutionOrchestration.Name, context =>
        {
            _ran.Add(context.GetInput<ExecuteWorkflowInput>()!.ExecutionId);
            return Task.FromResult<object?>(null);
        });
        hub.AddOrchestrator("Failing", _ => throw new InvalidOperationException("broken"));
        hub.AddOrchestrator("Forgetful", _ => Task.FromResult<object?>(null));
        hub.AddOrchestrator("Waiting", async context => await context.WaitForExternalEvent<bool>("never", CancellationToken.None));
        await hub.StartAsync(Cancel);
        return hub;
    }

    private async Task<string> OldAsync()
    {
        var id = await CreateAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        return id;
    }

    private async Task<string> ScheduledAsync(TaskHub hub, string orchestration)
    {
        var id = await OldAsync();
        return await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestration, null, new StartOrchestrationOptions(id), Cancel);
    }

    private async Task<string> ErrorAsync(string id)
    {
        var head = await HeadAsync(id);
        Assert.Equal((ExecutionStatus.Failed, "ORC5000"), (head.Status, head.Error!.Code));
        return head.Error.Message;
    }

    private ReconcileExecutions Functions()
    {
        var closer = new ExecutionCloser(Executions, Journal, Time);
        var runs = new ConcurrentRuns(new ConcurrencyGate(Store, Time), Executions, closer);
        return new ReconcileExecutions(new ExecutionReconciler(
            Executions, new ExecutionStarter(Executions, runs, Time), runs, closer, Time, NullLogger<ExecutionReconciler>.Instance));
    }
}
