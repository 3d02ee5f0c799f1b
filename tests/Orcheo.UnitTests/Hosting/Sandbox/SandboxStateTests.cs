using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Sandbox;
using Orcheo.Hosting.Sandbox.Child;

namespace Orcheo.UnitTests.Hosting.Sandbox;

public sealed class SandboxStateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SandboxState _state = new("child", "stopped");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_waits_gets_the_target_when_it_serves()
    {
        var waiting = WaitAsync();
        _state.Starting();
        Assert.False(waiting.IsCompleted);
        _state.Serves(Ready(1));

        Assert.Equal(Ready(1).Target, await waiting);
        Assert.Equal(Ready(1).Target, await WaitAsync());
        Assert.Equal(("ok", "child"), (_state.Health.Status, _state.Health.Provider));
    }

    [Fact]
    public async Task A_target_that_was_lost_is_not_given_again()
    {
        _state.Serves(Ready(1));
        var waiting = WaitAsync(Ready(1).Target);
        Assert.False(waiting.IsCompleted);
        _state.Starting();
        _state.Serves(Ready(2));

        Assert.Equal(Ready(2).Target, await waiting);
    }

    [Fact]
    public async Task A_refusal_ends_the_waiting_and_is_not_to_be_tried_again()
    {
        var waiting = WaitAsync();
        _state.Refused("no seccomp");
        var error = await Assert.ThrowsAsync<NodeException>(() => waiting);

        Assert.Equal((ErrorCodes.SandboxUnavailable, false), (error.Code, error.Retryable));
        Assert.Contains("no seccomp", error.Message, StringComparison.Ordinal);
        Assert.Equal("no seccomp", _state.Health.Message);
    }

    [Fact]
    public async Task Patience_ends_and_another_attempt_may_help()
    {
        var error = await Assert.ThrowsAsync<NodeException>(() => _state.WaitAsync(null, TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel));

        Assert.Equal((ErrorCodes.SandboxUnavailable, true), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task A_cancellation_is_none_of_the_sandbox()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _state.WaitAsync(null, Patience, TimeProvider.System, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static SandboxReady Ready(int port) =>
        new(new SandboxTarget(new Uri($"http://127.0.0.1:{port}/"), "key", IsRemote: false), new Dictionary<string, bool>());

    private Task<SandboxTarget> WaitAsync(SandboxTarget? lost = null) => _state.WaitAsync(lost, Patience, TimeProvider.System, Cancel);
}
