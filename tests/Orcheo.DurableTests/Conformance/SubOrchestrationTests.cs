using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

public sealed class LiveSubOrchestrationTests() : SubOrchestrationTests(evicting: false);

public sealed class EvictedSubOrchestrationTests() : SubOrchestrationTests(evicting: true);

public abstract class SubOrchestrationTests(bool evicting) : ConformanceTests(evicting)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sub_orchestration_answers_its_parent_and_knows_it()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Child", context => Task.FromResult($"{context.GetInput<int>()} of {context.Parent?.Name} {context.Parent?.InstanceId}"))
            .Orchestrator("Parent", async context =>
            {
                Assert.Null(context.Parent);
                string[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("Child", i)));
                return string.Join(';', answers);
            }).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Parent", id: "p");

        Assert.Equal("0 of Parent p;1 of Parent p;2 of Parent p", metadata.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failed_sub_orchestration_fails_the_task_of_its_parent()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator<int>("Child", _ => throw new InvalidOperationException("child"))
            .Orchestrator("Parent", async context =>
            {
                TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Child"));
                Assert.True(failed.FailureDetails.IsCausedBy<InvalidOperationException>());
                return $"{failed.TaskName} {failed.FailureDetails.ErrorMessage}";
            }).StartAsync();

        Assert.Equal("Child child", await hub.OutputAsync<string>("Parent"));
    }

    [Fact]
    public async Task A_chosen_instance_id_is_used_and_one_that_is_taken_is_a_failure()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Child", context => context.WaitForExternalEvent<string>("Event"))
            .Orchestrator("Parent", async context =>
            {
                TaskOptions taken = new TaskOptions().WithInstanceId("chosen");
                Task<string> first = context.CallSubOrchestratorAsync<string>("Child", options: taken);
                TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<string>("Child", options: taken));
                context.SendEvent("chosen", "Event", failed.FailureDetails.ErrorType);
                return await first;
            }).StartAsync();

        Assert.Equal("DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException", await hub.OutputAsync<string>("Parent"));
    }

    [Fact]
    public async Task A_sub_orchestration_is_retried_under_the_same_id()
    {
        int attempts = 0;
        await using TestHub hub = await NewHub()
            .Activity("Count", (_, _) => Task.FromResult<object?>(Interlocked.Increment(ref attempts)))
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Count") < 3
                ? throw new InvalidOperationException("again")
                : context.InstanceId)
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)), "again")))
            .StartAsync();

        Assert.Equal("again", await hub.OutputAsync<string>("Parent"));
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Termination_reaches_sub_orchestrations_and_their_activities()
    {
        TaskCompletionSource running = new();
        TaskCompletionSource cancelled = new();
        await using TestHub hub = await NewHub()
            .Activity("Slow", async (_, token) =>
            {
                running.TrySetResult();
                await using CancellationTokenRegistration registration = token.Register(() => cancelled.TrySetResult());
                await Task.Delay(Timeout.Infinite, token);
                return null;
            })
            .Orchestrator("Child", context => context.CallActivityAsync("Slow"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync("Child", options: new TaskOptions().WithInstanceId("child")))
            .StartAsync();
        string id = await hub.ScheduleAsync("Parent");
        await running.Task.WaitAsync(Cancellation);

        await hub.Client.TerminateInstanceAsync(id, "enough", Cancellation);

        OrchestrationMetadata parent = await hub.EndAsync(id);
        OrchestrationMetadata child = await hub.EndAsync("child");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (parent.RuntimeStatus, parent.ReadOutputAs<string>()));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, child.RuntimeStatus);
        await cancelled.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Termination_that_is_not_recursive_leaves_sub_orchestrations_alone()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Child", context => context.WaitForExternalEvent<int>("Event"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options: new TaskOptions().WithInstanceId("child")))
            .StartAsync();
        string id = await hub.ScheduleAsync("Parent");
        await hub.UntilAsync("child", _ => true);

        await hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: false), Cancellation);
        await hub.EndAsync(id);
        await hub.Client.RaiseEventAsync("child", "Event", 3, Cancellation);

        Assert.Equal(3, (await hub.EndAsync("child")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_terminated_sub_orchestration_fails_the_task_of_its_parent()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Child", context => context.WaitForExternalEvent<int>("Event"))
            .Orchestrator("Parent", async context =>
            {
                TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(
                    () => context.CallSubOrchestratorAsync<int>("Child", options: new TaskOptions().WithInstanceId("child")));
                return failed.FailureDetails.ErrorMessage;
            }).StartAsync();
        string id = await hub.ScheduleAsync("Parent");
        await hub.UntilAsync("child", _ => true);

        await hub.Client.TerminateInstanceAsync("child", Cancellation);

        Assert.Equal("Sub-orchestration 'child' was terminated.", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Suspension_halts_the_instance_and_its_sub_orchestrations_until_they_are_resumed()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Child", context => context.WaitForExternalEvent<int>("Event"))
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options: new TaskOptions().WithInstanceId("child")))
            .StartAsync();
        string id = await hub.ScheduleAsync("Parent");
        await hub.UntilAsync("child", metadata => metadata.IsRunning);

        await hub.Client.SuspendInstanceAsync(id, "wait", Cancellation);
        await hub.UntilAsync("child", metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await hub.Client.RaiseEventAsync("child", "Event", 8, Cancellation);
        await hub.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.UntilAsync(id, _ => true)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.UntilAsync("child", _ => true)).RuntimeStatus);
        await hub.Client.ResumeInstanceAsync(id, "go on", Cancellation);

        Assert.Equal(8, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_activity_that_ends_while_its_instance_is_suspended_is_not_run_again()
    {
        int runs = 0;
        TaskCompletionSource release = new();
        await using TestHub hub = await NewHub()
            .Activity("Work", async (_, _) =>
            {
                Interlocked.Increment(ref runs);
                await release.Task;
                return 6;
            })
            .Orchestrator("Caller", context => context.CallActivityAsync<int>("Work")).StartAsync();
        string id = await hub.ScheduleAsync("Caller");
        await hub.UntilAsync(id, metadata => metadata.IsRunning);

        await hub.Client.SuspendInstanceAsync(id, cancellation: Cancellation);
        OrchestrationMetadata suspended = await hub.UntilAsync(id, metadata => metadata.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        release.SetResult();
        await hub.UntilAsync(id, metadata => metadata.LastUpdatedAt > suspended.LastUpdatedAt);
        await hub.RestartAsync();
        await hub.Client.ResumeInstanceAsync(id, cancellation: Cancellation);

        Assert.Equal(6, (await hub.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, runs);
    }
}
