using Microsoft.Extensions.Hosting;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Timers;

/// <summary>
/// Runs the timer functions between the start and the stop of the host. They begin when everything has started: a host that cannot serve,
/// because its port is taken say, runs none.
/// </summary>
internal sealed class TimerService(IReadOnlyList<TimerFunction> timers, FunctionRuntime runtime, HostSettings settings)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var records = new TimerRecords(Path.Combine(settings.StoragePath, "timers"), runtime.Logger);
        _loops = Task.WhenAll(timers.Select(timer =>
        {
            timer.Function.Prepare();
            return Task.Run(() => new TimerLoop(timer, runtime, records).RunAsync(_stopping.Token), CancellationToken.None);
        }));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await _loops.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's patience is over; what still runs ends with the process.
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();
}
