using System.ComponentModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Sandbox.Child;

/// <summary>
/// Starts the sandbox as a child process and starts it again when it ends. It is stopped after everything else has: nodes that are
/// still running then must not fail for it.
/// </summary>
internal sealed class SandboxChild(
    SandboxOptions options, string folder, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SandboxChild> logger)
    : IHostedLifecycleService, ISandboxTargets, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RestartDelay _delay = new(time);
    private readonly SandboxState _state = new("child", options.Start == SandboxStart.OnDemand ? "stopped" : "starting");
    private readonly Lock _lock = new();
    private Task? _supervision;

    /// <inheritdoc />
    public ValueTask<SandboxHealth> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_state.Health);

    /// <inheritdoc />
    public async ValueTask<SandboxTarget> GetAsync(SandboxTarget? lost, CancellationToken cancellationToken)
    {
        Begin();
        return await _state.WaitAsync(lost, TimeSpan.FromSeconds(options.StartPatienceSeconds), time, cancellationToken);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Start == SandboxStart.Background)
        {
            lifetime.ApplicationStarted.Register(Begin);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_supervision is { } supervision)
        {
            await supervision.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private void Begin()
    {
        lock (_lock)
        {
            _supervision ??= Task.Run(() => SuperviseAsync(_stop.Token));
        }
    }

    private async Task SuperviseAsync(CancellationToken stop)
    {
        try
        {
            _state.Starting();
            var interpreter = await InterpreterAsync(stop);
            while (interpreter is not null && await ServeAsync(interpreter, stop))
            {
                await Task.Delay(_delay.Next(), time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The stack stops.
        }
    }

    /// <summary>One life of the process.</summary>
    /// <returns>Whether it is to be started again.</returns>
    private async Task<bool> ServeAsync(string interpreter, CancellationToken stop)
    {
        try
        {
            await using var program = SandboxProgram.Start(interpreter, folder, options.Environment(), logger);
            var ready = await program.ReadyAsync(stop);
            _state.Serves(ready);
            _delay.Served();
            SandboxLogs.Serves(logger, program.Id, string.Join(", ", ready.Layers.Where(layer => layer.Value).Select(layer => layer.Key)));
            var code = await program.EndAsync(stop);
            _state.Starting();
            SandboxLogs.Ended(logger, code);
            return true;
        }
        catch (SandboxRefusedException exception)
        {
            return exception.IsFinal ? Refuse(exception.Message) : TryAgain(exception.Message);
        }
        catch (Win32Exception exception)
        {
            return TryAgain(exception.Message);
        }
    }

    private async Task<string?> InterpreterAsync(CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux())
        {
            Refuse("The sandbox needs Linux. Run it elsewhere, and name it by Orcheo__Sandbox__Url.");
            return null;
        }

        if (!Directory.Exists(Path.Combine(folder, "orcheo_sandbox")))
        {
            Refuse($"The sandbox's files are missing: there is no orcheo_sandbox in {folder}.");
            return null;
        }

        var (path, fault) = await Interpreters.FindAsync(options.Python, stop);
        if (path is null)
        {
            Refuse(fault);
        }

        return path;
    }

    private bool Refuse(string reason)
    {
        SandboxLogs.Refused(logger, reason);
        _state.Refused(reason);
        return false;
    }

    private bool TryAgain(string reason)
    {
        SandboxLogs.NotStarted(logger, reason);
        return true;
    }
}
