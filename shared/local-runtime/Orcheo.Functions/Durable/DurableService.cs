using Microsoft.Extensions.Hosting;
using Orcheo.Durable;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Durable;

/// <summary>Starts the task hub before anything is served, and stops it after.</summary>
internal sealed class DurableService(
    TaskHub hub, IReadOnlyList<FunctionEntry> functions, FunctionRuntime runtime, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        DurableFunctions.Register(hub, functions, runtime);
        await hub.StartAsync(cancellationToken);
        _watch = WatchAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await hub.StopAsync(cancellationToken);
        await _watch.WaitAsync(cancellationToken);
    }

    // A host whose hub is gone would accept work that nobody does; it stops, and its exit code says so.
    private async Task WatchAsync()
    {
        try
        {
            await hub.Completion;
        }
        catch (TaskHubException e)
        {
            runtime.Logger.HubStopped(e);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
