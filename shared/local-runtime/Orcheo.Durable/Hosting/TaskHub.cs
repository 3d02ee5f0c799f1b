using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>An embedded durable task hub: one SQLite database, the instances in it, and the workers that run them.</summary>
internal sealed class TaskHub : IAsyncDisposable
{
    private readonly TaskHubOptions _options;

    public TaskHub(TaskHubOptions options)
    {
        _options = options;
    }

    /// <summary>Gets the client of this hub. It works once the hub has started.</summary>
    public DurableTaskClient Client => throw new NotSupportedException(_options.HubName);

    /// <summary>Gets a task that ends when the hub has stopped, and fails with a <see cref="TaskHubException"/> when it had to.</summary>
    public Task Completion => throw new NotSupportedException(_options.HubName);

    public void AddOrchestrator(string name, OrchestratorInvoker invoker) => throw new NotSupportedException(_options.HubName);

    public void AddActivity(string name, ActivityInvoker invoker) => throw new NotSupportedException(_options.HubName);

    public Task StartAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException(_options.HubName);

    public Task StopAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException(_options.HubName);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
