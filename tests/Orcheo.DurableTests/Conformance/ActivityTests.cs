using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

public sealed class LiveActivityTests() : ActivityTests(evicting: false);

public sealed class EvictedActivityTests() : ActivityTests(evicting: true);

public abstract class ActivityTests(bool evicting) : ConformanceTests(evicting)
{
    private sealed record Person(string Name, int Age);

    [Fact]
    public async Task An_orchestration_without_tasks_completes()
    {
        await using TestHub hub = await NewHub().Orchestrator("Empty", _ => Task.CompletedTask).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Empty");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        Assert.Null(metadata.SerializedOutput);
        Assert.True(metadata.LastUpdatedAt >= metadata.CreatedAt);
    }

    [Fact]
    public async Task A_chain_of_activities_passes_results_on()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("PlusOne", value => value + 1)
            .Orchestrator("Chain", async context =>
            {
                int value = context.GetInput<int>();
                for (int i = 0; i < 10; i++)
                {
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                }

                return value;
            }).StartAsync();

        Assert.Equal(15, await hub.OutputAsync<int>("Chain", 5));
    }

    [Fact]
    public async Task A_fan_out_gathers_results_in_the_order_of_the_calls()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, string>("Text", value => $"{value}")
            .Orchestrator("FanOut", async context =>
                await Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<string>("Text", i)))).StartAsync();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), await hub.OutputAsync<string[]>("FanOut"));
    }

    [Fact]
    public async Task Names_of_tasks_are_compared_without_regard_to_case()
    {
        await using TestHub hub = await NewHub()
            .Activity<string, string>("Hello", name => $"Hello, {name}!")
            .Orchestrator("Greet", context => context.CallActivityAsync<string>("HELLO", "World")).StartAsync();

        Assert.Equal("Hello, World!", await hub.OutputAsync<string>("greet"));
    }

    [Fact]
    public async Task Records_strings_and_json_elements_survive_the_round_trip()
    {
        await using TestHub hub = await NewHub()
            .Activity<Person, Person>("Older", person => person with { Age = person.Age + 1 })
            .Activity<JsonElement, JsonElement>("Same", element => element)
            .Activity<string?, string?>("Text", text => text)
            .Orchestrator("Types", async context =>
            {
                Person person = await context.CallActivityAsync<Person>("Older", context.GetInput<Person>());
                JsonElement element = await context.CallActivityAsync<JsonElement>("Same", new { a = 1, b = new[] { "x", "é🙂" } });
                string? none = await context.CallActivityAsync<string?>("Text");
                string empty = await context.CallActivityAsync<string>("Text", string.Empty);
                return $"{person}|{element.GetRawText()}|{none is null}|{empty.Length}";
            }).StartAsync();

        Assert.Equal(
            $$"""{{new Person("Ann", 42)}}|{"a":1,"b":["x","\u00E9\uD83D\uDE42"]}|True|0""",
            await hub.OutputAsync<string>("Types", new Person("Ann", 41)));
    }

    [Fact]
    public async Task Large_inputs_and_results_are_fine()
    {
        string large = new('x', 3_000_000);
        await using TestHub hub = await NewHub()
            .Activity<string, string>("Same", text => text)
            .Orchestrator("Large", context => context.CallActivityAsync<string>("Same", context.GetInput<string>())).StartAsync();

        Assert.Equal(large, await hub.OutputAsync<string>("Large", large));
    }

    [Fact]
    public async Task A_failed_activity_throws_with_its_details()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Bad", value => throw new InvalidOperationException("outer", new ArgumentException($"inner {value}")))
            .Orchestrator("Caller", async context =>
            {
                TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Bad", 7));
                Assert.Equal(("Bad", 0), (failed.TaskName, failed.TaskId));
                Assert.True(failed.FailureDetails.IsCausedBy<InvalidOperationException>());
                Assert.True(failed.FailureDetails.IsCausedBy<Exception>());
                Assert.False(failed.FailureDetails.IsCausedBy<ArgumentException>());
                Assert.Equal("inner 7", failed.FailureDetails.InnerFailure!.ErrorMessage);
                Assert.NotNull(failed.FailureDetails.StackTrace);
                return failed.Message;
            }).StartAsync();

        Assert.Equal("Task 'Bad' (#0) failed with an unhandled exception: outer", await hub.OutputAsync<string>("Caller"));
    }

    [Fact]
    public async Task An_unhandled_activity_failure_fails_the_orchestration()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Bad", _ => throw new InvalidDataException("no"))
            .Orchestrator("Caller", context => context.CallActivityAsync<int>("Bad", 7)).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Caller");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Equal(typeof(TaskFailedException).FullName, metadata.FailureDetails!.ErrorType);
        Assert.True(metadata.FailureDetails.InnerFailure!.IsCausedBy<InvalidDataException>());
        Assert.Equal("no", metadata.FailureDetails.InnerFailure.ErrorMessage);
        OrchestrationMetadata? bare = await hub.Client.GetInstanceAsync(metadata.InstanceId, TestContext.Current.CancellationToken);
        Assert.Equal((OrchestrationRuntimeStatus.Failed, null), (bare!.RuntimeStatus, bare.FailureDetails));
    }

    [Fact]
    public async Task An_orchestrator_that_throws_fails_its_instance_only()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator<int>("Throws", _ => throw new InvalidOperationException("at once"))
            .Orchestrator("Fine", _ => Task.FromResult(1)).StartAsync();

        OrchestrationMetadata failed = await hub.RunAsync("Throws");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException: at once", failed.FailureDetails!.ToString());
        Assert.Equal(1, await hub.OutputAsync<int>("Fine"));
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_fails_that_activity()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Number", value => value)
            .Orchestrator("Caller", async context =>
            {
                TaskFailedException failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Number", "text"));
                return failed.FailureDetails.IsCausedBy<JsonException>();
            }).StartAsync();

        Assert.True(await hub.OutputAsync<bool>("Caller"));
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_throws_where_it_is_awaited()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, string>("Text", _ => "text")
            .Orchestrator("Caller", async context =>
            {
                await Assert.ThrowsAsync<JsonException>(() => context.CallActivityAsync<int>("Text", 1));
                return await context.CallActivityAsync<string>("Text", 1);
            }).StartAsync();

        Assert.Equal("text", await hub.OutputAsync<string>("Caller"));
    }

    [Fact]
    public async Task An_unknown_activity_or_orchestrator_is_a_failure_that_names_it()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Caller", context => context.CallActivityAsync<int>("Nobody", options: TaskOptions.FromRetryPolicy(new(3, TimeSpan.FromHours(1)))))
            .StartAsync();

        TaskFailureDetails activity = (await hub.RunAsync("Caller")).FailureDetails!;
        TaskFailureDetails orchestrator = (await hub.RunAsync("Stranger")).FailureDetails!;

        Assert.Equal(("ActivityTaskNotFound", "No activity task named 'Nobody' was found."), (activity.InnerFailure!.ErrorType, activity.InnerFailure.ErrorMessage));
        Assert.Equal(("OrchestratorTaskNotFound", "No orchestrator task named 'Stranger' was found."), (orchestrator.ErrorType, orchestrator.ErrorMessage));
    }

    [Fact]
    public async Task Options_in_the_place_of_the_input_are_refused()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Caller", context => context.CallActivityAsync("Any", input: new TaskOptions())).StartAsync();

        Assert.True((await hub.RunAsync("Caller")).FailureDetails!.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task An_activity_that_nobody_awaits_still_runs_once()
    {
        TaskCompletionSource<string> ran = new();
        await using TestHub hub = await NewHub()
            .Activity("Log", (call, _) =>
            {
                ran.TrySetResult(call.InstanceId);
                return Task.FromResult<object?>(null);
            })
            .Orchestrator("Forgetful", context =>
            {
                _ = context.CallActivityAsync("Log");
                return Task.FromResult("done");
            }).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Forgetful");

        Assert.Equal(metadata.InstanceId, await ran.Task.WaitAsync(TestContext.Current.CancellationToken));
    }
}
