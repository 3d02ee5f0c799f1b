using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

public sealed class LiveRunTests() : RunTests(evicting: false);

public sealed class EvictedRunTests() : RunTests(evicting: true);

public abstract class RunTests(bool evicting) : ConformanceTests(evicting)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Continue_as_new_begins_again_with_the_new_input()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("PlusOne", value => value + 1)
            .Orchestrator("Loop", async context =>
            {
                int value = await context.CallActivityAsync<int>("PlusOne", context.GetInput<int>());
                if (value < 10)
                {
                    context.ContinueAsNew(value);
                }

                return value;
            }).StartAsync();

        Assert.Equal(10, await hub.OutputAsync<int>("Loop", 0));
    }

    [Theory]
    [InlineData(true, "1,2,3")]
    [InlineData(false, "1,timeout,timeout")]
    public async Task Continue_as_new_keeps_unprocessed_events_or_drops_them(bool keep, string expected)
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Loop", async context =>
            {
                string[] soFar = context.GetInput<string[]>()!;
                if (soFar.Length == 0)
                {
                    await context.WaitForExternalEvent<int>("Go");
                }

                string next;
                try
                {
                    next = $"{await context.WaitForExternalEvent<int>("Event", TimeSpan.FromMilliseconds(50))}";
                }
                catch (TaskCanceledException)
                {
                    next = "timeout";
                }

                string[] now = [.. soFar, next];
                if (now.Length < 3)
                {
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = now, PreserveUnprocessedEvents = keep });
                }

                return string.Join(',', now);
            }).StartAsync();
        string id = await hub.ScheduleAsync("Loop", Array.Empty<string>());
        for (int i = 1; i <= 3; i++)
        {
            await hub.Client.RaiseEventAsync(id, "Event", i, Cancellation);
        }

        await hub.Client.RaiseEventAsync(id, "Go", 0, Cancellation);

        Assert.Equal(expected, (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_may_change_the_version_and_forgets_open_tasks()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Loop", async context =>
            {
                if (context.Version == "2")
                {
                    return $"{context.Version} {context.CompareVersionTo("1.5")} {await context.CallActivityAsync<int>("Same", 5)}";
                }

                _ = context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                _ = context.CallActivityAsync<int>("Same", 4);
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" });
                return string.Empty;
            }).StartAsync();

        Assert.Equal("2 1 5", await hub.OutputAsync<string>("Loop"));
    }

    [Fact]
    public async Task Custom_status_is_stored_at_each_turn()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Status", async context =>
            {
                context.SetCustomStatus("Started!");
                (string text, int number) = await context.WaitForExternalEvent<(string, int)>("Event");
                context.SetCustomStatus((text, number));
            }).StartAsync();
        string id = await hub.ScheduleAsync("Status");
        Assert.Equal("Started!", (await hub.UntilAsync(id, metadata => metadata.SerializedCustomStatus is not null)).ReadCustomStatusAs<string>());

        await hub.Client.RaiseEventAsync(id, "Event", ("Hello", 42), Cancellation);

        Assert.Equal(("Hello", 42), (await hub.EndAsync(id)).ReadCustomStatusAs<(string, int)>());
    }

    [Fact]
    public async Task Is_replaying_is_true_only_for_what_ran_before()
    {
        await using TestHub hub = await NewHub().Orchestrator("Replay", async context =>
        {
            List<bool> seen = [context.IsReplaying];
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            seen.Add(context.IsReplaying);
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            seen.Add(context.IsReplaying);
            return seen;
        }).StartAsync();

        Assert.Equal([IsEvicting, IsEvicting, false], (await hub.OutputAsync<bool[]>("Replay"))!);
    }

    [Fact]
    public async Task Guids_and_the_clock_are_the_same_at_every_replay()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Stable", async context =>
            {
                Guid guid = context.NewGuid();
                DateTime now = context.CurrentUtcDateTime;
                Guid echo = Guid.Parse(await context.CallActivityAsync<string>("Echo", guid.ToString()));
                Assert.Equal(DateTimeKind.Utc, now.Kind);
                Assert.Equal(5, guid.Version);
                await context.CallActivityAsync<int>("Same", 1);
                return guid == echo && guid != context.NewGuid() && now <= context.CurrentUtcDateTime;
            })
            .Activity<string, string>("Echo", text => text).StartAsync();

        Assert.True(await hub.OutputAsync<bool>("Stable"));
    }

    [Fact]
    public async Task A_replay_safe_logger_writes_each_entry_once()
    {
        using CountingLoggers loggers = new();
        await using TestHub hub = await NewHub(options => options with { LoggerFactory = loggers })
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Log", async context =>
            {
                ILogger[] all =
                [
                    context.CreateReplaySafeLogger("test"), context.CreateReplaySafeLogger<RunTests>(), context.CreateReplaySafeLogger(context.GetType()),
                    context.ReplaySafeLoggerFactory.CreateLogger("test"),
                ];
                Array.ForEach(all, logger => logger.LogWarning("before"));
                await context.CallActivityAsync<int>("Same", 1);
                await context.CallActivityAsync<int>("Same", 2);
                Array.ForEach(all, logger => logger.LogWarning("after"));
            }).StartAsync();

        await hub.RunAsync("Log");

        Assert.Equal(8, loggers.Warnings);
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("run")]
    [InlineData("foreign call")]
    [InlineData("never")]
    public async Task Awaiting_something_that_is_not_durable_fails_the_instance(string kind)
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Bad", async context =>
            {
                Task open = context.WaitForExternalEvent<int>("never comes");
                switch (kind)
                {
                    case "delay":
                        await Task.Delay(5);
                        break;
                    case "run":
                        await Task.Run(() => Task.Delay(5));
                        break;
                    case "foreign call":
                        await Task.Run(() => context.CallActivityAsync<int>("Same", 1));
                        break;
                    default:
                        await new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(5));
                        break;
                }

                await open;
            })
            .Orchestrator("Alone", _ => new TaskCompletionSource().Task).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Bad");
        OrchestrationMetadata alone = await hub.RunAsync("Alone");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Contains("not durable", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("not durable", alone.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordinary_combinations_of_durable_tasks_stay_on_the_thread_of_the_orchestration()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Same", value => value)
            .Orchestrator("Mixed", async context =>
            {
                await Task.Yield();
                int b = await context.CallActivityAsync<int>("Same", 2).ContinueWith(task => task.Result + 1, TaskScheduler.Current);
                async Task<int> Helper(int value) => await context.CallActivityAsync<int>("Same", value) + 100;
                int c = await await Task.WhenAny(Helper(3), context.WaitForExternalEvent<int>("never"));
                int a = await context.CallActivityAsync<int>("Same", 1).ConfigureAwait(false);
                return a + b + c + (await context.CallActivityAsync<int>("Same", 0));
            }).StartAsync();

        Assert.Equal(107, await hub.OutputAsync<int>("Mixed"));
    }

    private sealed class CountingLoggers : ILoggerFactory, ILogger
    {
        private int _warnings;

        public int Warnings => _warnings;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
            {
                Interlocked.Increment(ref _warnings);
            }
        }

        public void Dispose()
        {
        }
    }
}
