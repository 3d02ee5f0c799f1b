using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

public sealed class LiveRetryTests() : RetryTests(evicting: false);

public sealed class EvictedRetryTests() : RetryTests(evicting: true);

public abstract class RetryTests(bool evicting) : ConformanceTests(evicting)
{
    [Theory]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(1, 1, false)]
    public async Task A_policy_tries_as_often_as_it_says(int attempts, int failures, bool succeeds)
    {
        int calls = 0;
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Flaky", limit => ++calls <= limit ? throw new InvalidOperationException($"call {calls}") : calls)
            .Orchestrator("Caller", context => context.CallActivityAsync<int>(
                "Flaky", failures, TaskOptions.FromRetryPolicy(new(attempts, TimeSpan.FromMilliseconds(1))))).StartAsync();

        OrchestrationMetadata metadata = await hub.RunAsync("Caller");

        Assert.Equal(succeeds, metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed);
        Assert.Equal(succeeds ? failures + 1 : attempts, calls);
        Assert.Equal(succeeds ? null : $"call {attempts}", metadata.FailureDetails?.InnerFailure?.ErrorMessage);
    }

    [Fact]
    public async Task Delays_grow_by_the_coefficient_up_to_the_longest()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Bad", _ => throw new InvalidOperationException("no"))
            .Orchestrator("Caller", async context =>
            {
                List<double> times = [];
                RetryPolicy policy = new(4, TimeSpan.FromMilliseconds(20), 3, TimeSpan.FromMilliseconds(50))
                {
                    HandleFailure = _ =>
                    {
                        times.Add(context.CurrentUtcDateTime.TimeOfDay.TotalMilliseconds);
                        return true;
                    },
                };
                DateTime before = context.CurrentUtcDateTime;
                await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Bad", 1, TaskOptions.FromRetryPolicy(policy)));
                return (context.CurrentUtcDateTime - before).TotalMilliseconds;
            }).StartAsync();

        // 20 + 50 (not 60) + 50 (not 180)
        Assert.InRange(await hub.OutputAsync<double>("Caller"), 120, 5000);
    }

    [Fact]
    public async Task A_policy_stops_at_a_failure_it_does_not_handle_and_when_its_time_is_over()
    {
        int calls = 0;
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Bad", _ => throw new InvalidOperationException($"{++calls}"))
            .Orchestrator("Choosy", context => context.CallActivityAsync<int>("Bad", 1, TaskOptions.FromRetryPolicy(
                new(10, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => failure.ErrorMessage == "1" })))
            .Orchestrator("Hasty", context => context.CallActivityAsync<int>("Bad", 1, TaskOptions.FromRetryPolicy(
                new(10, TimeSpan.FromMilliseconds(40), retryTimeout: TimeSpan.FromMilliseconds(40))))).StartAsync();

        await hub.RunAsync("Choosy");
        Assert.Equal(2, calls);
        await hub.RunAsync("Hasty");
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task A_handler_decides_and_may_wait_itself()
    {
        await using TestHub hub = await NewHub()
            .Activity<int, int>("Bad", _ => throw new InvalidOperationException("no"))
            .Orchestrator("Caller", async context =>
            {
                List<string> seen = [];
                AsyncRetryHandler handler = async retry =>
                {
                    await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMilliseconds(1), retry.CancellationToken);
                    seen.Add($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage}");
                    return retry.LastAttemptNumber < 3 && retry.TotalRetryTime < TimeSpan.FromMinutes(1);
                };
                await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Bad", 1, TaskOptions.FromRetryHandler(handler)));
                await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Bad", 1, TaskOptions.FromRetryHandler(_ => false)));
                return seen;
            }).StartAsync();

        Assert.Equal(["1 no", "2 no", "3 no"], (await hub.OutputAsync<string[]>("Caller"))!);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        Assert.Equal("maxNumberOfAttempts", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, second)).ParamName);
        Assert.Equal("firstRetryInterval", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero)).ParamName);
        Assert.Equal("backoffCoefficient", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 0.5)).ParamName);
        Assert.Equal("maxRetryInterval", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, second / 2)).ParamName);
        Assert.Equal("retryTimeout", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, retryTimeout: second / 2)).ParamName);
        RetryPolicy policy = new(2, second, maxRetryInterval: Timeout.InfiniteTimeSpan, retryTimeout: Timeout.InfiniteTimeSpan);
        Assert.Equal((1.0, Timeout.InfiniteTimeSpan), (policy.BackoffCoefficient, policy.RetryTimeout));
        Assert.Equal((TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan), (new RetryPolicy(1, second).MaxRetryInterval, new RetryPolicy(1, second).RetryTimeout));
    }
}
