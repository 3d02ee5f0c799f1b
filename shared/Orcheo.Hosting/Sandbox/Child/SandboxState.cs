using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Sandbox.Child;

/// <summary>How a child process is, and where; who needs it waits for it here. Thread-safe.</summary>
internal sealed class SandboxState(string provider, string status)
{
    private readonly Lock _lock = new();
    private SandboxTarget? _target;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How it is.</summary>
    public SandboxHealth Health { get; private set; } = new(status, provider);

    /// <summary>It is being started.</summary>
    public void Starting() => Change(null, new SandboxHealth("starting", provider));

    /// <summary>It serves.</summary>
    public void Serves(SandboxReady ready) => Change(ready.Target, new SandboxHealth("ok", provider, ready.Layers));

    /// <summary>It does not serve, and will not.</summary>
    public void Refused(string reason) => Change(null, new SandboxHealth("unavailable", provider, Message: reason));

    /// <summary>Waits until it serves.</summary>
    /// <param name="lost">A target that is not taken.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException">ORC3029: it does not serve.</exception>
    public async Task<SandboxTarget> WaitAsync(SandboxTarget? lost, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            var (target, health, changed) = Read();
            if (health.Status == "unavailable")
            {
                throw SandboxFailure.Unavailable($"Python code cannot run: {health.Message}", retryable: false);
            }

            if (target is not null && target != lost)
            {
                return target;
            }

            try
            {
                await changed.WaitAsync(linked.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw SandboxFailure.Unavailable($"The sandbox did not come up within {patience.TotalSeconds:0} s; the log of the server says more.", retryable: true);
            }
        }
    }

    private (SandboxTarget? Target, SandboxHealth Health, Task Changed) Read()
    {
        lock (_lock)
        {
            return (_target, Health, _changed.Task);
        }
    }

    private void Change(SandboxTarget? target, SandboxHealth health)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            (_target, Health) = (target, health);
            before = _changed;
            _changed = NewSignal();
        }

        before.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
