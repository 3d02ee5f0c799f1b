using Microsoft.Extensions.Hosting;
using Orcheo.Core.Executions;
using Orcheo.Core.Expressions;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Hosting.Storage;

/// <summary>Makes the store ready before anything is served, and the expression engine warm soon after.</summary>
internal sealed class StoreInitializer(ITableStore store) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        store.InitializeAsync([.. WorkflowStore.Tables, .. ExecutionStore.Tables], cancellationToken);

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
