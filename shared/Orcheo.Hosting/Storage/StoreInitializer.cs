using Microsoft.Extensions.Hosting;
using Orcheo.Core.Expressions;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Storage;

/// <summary>Makes the store ready before anything is served, and the expression engine warm soon after.</summary>
internal sealed class StoreInitializer(ITableStore store, IEnumerable<StoreTables> tables) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        store.InitializeAsync([.. tables.SelectMany(set => set.Names)], cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Nobody waits for it: the first expressions would be slow without it, not wrong.
        _ = Task.Run(ExpressionRuntime.WarmUp, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
