using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Nodes.Running;

namespace Orcheo.UnitTests.Nodes.Running;

public sealed class NodeRunnerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _time = new(NodeTesting.Start);
    private readonly NodeRunner _runner;

    public NodeRunnerTests() => _runner = new NodeRunner(_time, () => 0.5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_success_is_one_attempt()
    {
        var node = FakeNode.FailingFirst(0, Retryable);

        var result = await RunAsync(node, NodeRetry.Default);

        Assert.Equal(1, result.Attempts);
        Assert.Equal("1", result.Result!.Output.GetRawText());
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task Retries_until_it_succeeds_with_growing_waits()
    {
        var node = FakeNode.FailingFirst(3, Retryable);
        var policy = NodeRetry.Default with { MaxAttempts = 5, InitialIntervalSeconds = 2, BackoffCoefficient = 3, MaxIntervalSeconds = 10, Jitter = false };

        var (result, waits) = await RunWithRetriesAsync(node, policy);

        Assert.Equal(4, result.Attempts);
        Assert.Equal(4, node.Calls);
        Assert.Equal("4", result.Result!.Output.GetRawText());
        Assert.Equal([(1, 2.0), (2, 6.0), (3, 10.0)], waits);
        Assert.Equal(NodeTesting.Start.AddSeconds(18), _time.GetUtcNow());
    }

    [Fact]
    public async Task Jitter_takes_between_half_and_all_of_the_wait()
    {
        var (_, waits) = await RunWithRetriesAsync(FakeNode.FailingFirst(1, Retryable), NodeRetry.Default with { InitialIntervalSeconds = 4 });

        Assert.Equal([(1, 3.0)], waits);
    }

    [Fact]
    public async Task Gives_up_after_the_last_attempt_with_its_error()
    {
        var count = 0;
        var node = FakeNode.FailingFirst(9, () => new NodeException(ErrorCodes.ConnectionFailed, $"failure {++count}", retryable: true));

        var (result, waits) = await RunWithRetriesAsync(node, NodeRetry.Default with { MaxAttempts = 3 });

        Assert.Equal(3, result.Attempts);
        Assert.Equal(3, node.Calls);
        Assert.Equal("failure 3", result.Error!.Message);
        Assert.Null(result.Result);
        Assert.Equal(2, waits.Count);
    }

    [Fact]
    public async Task What_cannot_be_retried_is_not()
    {
        var node = FakeNode.FailingFirst(9, () => new NodeException(ErrorCodes.HttpStatus, "404"));

        var result = await RunAsync(node, NodeRetry.Default);

        Assert.Equal((1, 1, "404"), (result.Attempts, node.Calls, result.Error!.Message));
    }

    [Fact]
    public async Task A_retry_after_a_later_failure_that_cannot_be_retried_ends()
    {
        var node = new FakeNode((context, _) => throw new NodeException(ErrorCodes.HttpStatus, "x", retryable: context.Attempt == 1));

        var (result, _) = await RunWithRetriesAsync(node, NodeRetry.Default);

        Assert.Equal(2, result.Attempts);
        Assert.False(result.Error!.Retryable);
    }

    [Fact]
    public async Task One_attempt_means_one_attempt() =>
        Assert.Equal(1, (await RunAsync(FakeNode.FailingFirst(1, Retryable), NodeRetry.None)).Attempts);

    [Theory]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    [InlineData(0, 0.75)]
    public async Task Retry_After_takes_the_place_of_the_backoff(int asked, double expected)
    {
        var node = FakeNode.FailingFirst(1, () => new NodeException(ErrorCodes.HttpStatus, "429", true, TimeSpan.FromSeconds(asked)));

        var (result, waits) = await RunWithRetriesAsync(node, NodeRetry.Default);

        Assert.Equal(2, result.Attempts);
        Assert.Equal([(1, expected)], waits);
    }

    [Fact]
    public async Task A_Retry_After_that_is_too_long_ends_the_run_and_says_so()
    {
        var node = FakeNode.FailingFirst(1, () => new NodeException(ErrorCodes.HttpStatus, "Busy.", true, TimeSpan.FromSeconds(61)));

        var result = await RunAsync(node, NodeRetry.Default);

        Assert.Equal(1, result.Attempts);
        Assert.Equal(ErrorCodes.HttpStatus, result.Error!.Code);
        Assert.Equal("Busy. The other side asked to wait 61 s, longer than the 60 s that a retry waits: no further attempt was made.", result.Error.Message);
    }

    [Fact]
    public async Task A_longer_max_interval_lets_Retry_After_be_longer()
    {
        var node = FakeNode.FailingFirst(1, () => new NodeException(ErrorCodes.HttpStatus, "Busy.", true, TimeSpan.FromSeconds(61)));

        var (result, _) = await RunWithRetriesAsync(node, NodeRetry.Default with { MaxIntervalSeconds = 90 });

        Assert.Equal(2, result.Attempts);
    }

    [Fact]
    public async Task A_Retry_After_on_the_last_attempt_is_not_explained()
    {
        var node = FakeNode.FailingFirst(1, () => new NodeException(ErrorCodes.HttpStatus, "Busy.", true, TimeSpan.FromSeconds(61)));

        Assert.Equal("Busy.", (await RunAsync(node, NodeRetry.None)).Error!.Message);
    }

    [Fact]
    public async Task Each_attempt_has_its_time_limit()
    {
        var node = new FakeNode(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new NodeResult();
        });

        var (result, waits) = await RunWithRetriesAsync(node, NodeRetry.Default with { MaxAttempts = 2 }, TimeSpan.FromSeconds(2.5));

        Assert.Equal(2, result.Attempts);
        Assert.Equal(ErrorCodes.NodeTimeout, result.Error!.Code);
        Assert.True(result.Error.Retryable);
        Assert.Contains("2.5 s", result.Error.Message, StringComparison.Ordinal);
        Assert.Single(waits);
    }

    [Fact]
    public async Task A_node_that_does_not_stop_is_left_behind()
    {
        var never = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = RunAsync(new FakeNode((_, _) => never.Task), NodeRetry.None, TimeSpan.FromSeconds(1));

        var result = await AdvanceUntilAsync(running);

        Assert.Equal(ErrorCodes.NodeTimeout, result.Error!.Code);
        Assert.True(_time.GetUtcNow() - NodeTesting.Start >= TimeSpan.FromSeconds(1) + NodeRunner.Grace);
        never.SetException(new InvalidOperationException("late"));
    }

    [Fact]
    public async Task A_result_that_comes_within_the_grace_counts()
    {
        var node = new FakeNode((_, token) =>
        {
            var late = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            token.Register(() => late.SetResult(new NodeResult()));
            return late.Task;
        });

        Assert.NotNull((await AdvanceUntilAsync(RunAsync(node, NodeRetry.None, Minute))).Result);
    }

    [Fact]
    public async Task Cancellation_reaches_the_node_and_the_caller()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var started = new TaskCompletionSource();
        var node = new FakeNode(async (_, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new NodeResult();
        });

        var running = _runner.RunAsync(node, NodeTesting.Context("{}"), NodeRetry.Default, Minute, null, cancel.Token);
        await started.Task;
        await cancel.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(node, NodeTesting.Context("{}"), NodeRetry.Default, Minute, null, cancel.Token));
        Assert.Equal(1, node.Calls);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_before_a_retry()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = new TaskCompletionSource();

        var running = _runner.RunAsync(
            FakeNode.FailingFirst(1, Retryable),
            NodeTesting.Context("{}"),
            NodeRetry.Default,
            Minute,
            (_, _, _) =>
            {
                waiting.SetResult();
                return ValueTask.CompletedTask;
            },
            cancel.Token);
        await waiting.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task An_unknown_exception_is_told_without_its_message()
    {
        var cause = new InvalidOperationException("password=hunter2");
        var node = new FakeNode((_, _) => throw cause);

        var result = await RunAsync(node, NodeRetry.Default);

        Assert.Equal(ErrorCodes.NodeFailed, result.Error!.Code);
        Assert.DoesNotContain("hunter2", result.Error.Message, StringComparison.Ordinal);
        Assert.Same(cause, result.Error.InnerException);
        Assert.False(result.Error.Retryable);
    }

    [Fact]
    public async Task A_cancellation_of_the_nodes_own_is_an_unknown_exception() =>
        Assert.Equal(
            ErrorCodes.NodeFailed,
            (await RunAsync(new FakeNode((_, _) => throw new OperationCanceledException()), NodeRetry.None)).Error!.Code);

    [Fact]
    public async Task A_failure_of_the_observer_is_not_the_nodes()
    {
        var running = _runner.RunAsync(
            FakeNode.FailingFirst(1, Retryable), NodeTesting.Context("{}"), NodeRetry.Default, Minute, (_, _, _) => throw new IOException("disk"), Token);

        Assert.Equal("disk", (await Assert.ThrowsAsync<IOException>(() => running)).Message);
    }

    [Fact]
    public async Task Runs_at_the_same_time_do_not_mix()
    {
        var runner = new NodeRunner(TimeProvider.System);
        var policy = NodeRetry.Default with { MaxAttempts = 4, InitialIntervalSeconds = 0.001 };

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(index => Task.Run(
            () => runner.RunAsync(FakeNode.FailingFirst(index % 4, Retryable), NodeTesting.Context("{}"), policy, Minute, null, Token), Token)));

        Assert.Equal(Enumerable.Range(0, 200).Select(index => (index % 4) + 1), results.Select(result => result.Attempts));
    }

    private static NodeException Retryable() => new(ErrorCodes.ConnectionFailed, "refused", retryable: true);

    private Task<NodeRunResult> RunAsync(FakeNode node, NodeRetry policy, TimeSpan? timeout = null) =>
        _runner.RunAsync(node, NodeTesting.Context("{}"), policy, timeout ?? Minute, null, Token);

    private async Task<(NodeRunResult Result, List<(int Attempt, double Seconds)> Waits)> RunWithRetriesAsync(
        FakeNode node, NodeRetry policy, TimeSpan? timeout = null)
    {
        var waits = new List<(int, double)>();
        var running = _runner.RunAsync(
            node,
            NodeTesting.Context("{}"),
            policy,
            timeout ?? TimeSpan.FromHours(1),
            (attempt, _, delay) =>
            {
                waits.Add((attempt, delay.TotalSeconds));
                return ValueTask.CompletedTask;
            },
            Token);
        return (await AdvanceUntilAsync(running), waits);
    }

    /// <summary>Lets time pass in steps of a quarter of a second whenever the run waits for it.</summary>
    private async Task<NodeRunResult> AdvanceUntilAsync(Task<NodeRunResult> running)
    {
        while (!running.IsCompleted)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        return await running;
    }
}
