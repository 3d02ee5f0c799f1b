using Microsoft.Extensions.Hosting;
using Orcheo.Core.Executions;
using Orcheo.Core.Expressions;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Hosting.Storage;

/// <summary>Makes the store ready, and the expression engine warm, before anything is served.</summary>
internal sealed class StoreInitializer(ITableStore store) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var warm = Task.Run(ExpressionRuntime.WarmUp, cancellationToken);
        await store.InitializeAsync([.. WorkflowStore.Tables, .. ExecutionStore.Tables], cancellationToken);
        await warm;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
