using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Durable;

namespace Orcheo.DurableTests.Support;

/// <summary>A hub in a folder of its own that can be stopped and started again, as a process would be.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<(string Name, OrchestratorInvoker Invoker)> _orchestrators = [];
    private readonly List<(string Name, ActivityInvoker Invoker)> _activities = [];
    private readonly Func<TaskHubOptions, TaskHubOptions> _configure;
    private TaskHub? _hub;

    public TestHub(Func<TaskHubOptions, TaskHubOptions>? configure = null)
    {
        _configure = configure ?? (options => options);
    }

    public string Folder => _folder.Path;

    public string Database => _folder.Database;

    public TaskHub Hub => _hub ?? throw new InvalidOperationException("Not started.");

    public DurableTaskClient Client => Hub.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public TestHub Orchestrator<TOutput>(string name, Func<TaskOrchestrationContext, Task<TOutput>> run)
    {
        _orchestrators.Add((name, async context => await run(context)));
        return this;
    }

    public TestHub Orchestrator(string name, Func<TaskOrchestrationContext, Task> run)
    {
        async Task<object?> Run(TaskOrchestrationContext context)
        {
            await run(context);
            return null;
        }

        _orchestrators.Add((name, Run));
        return this;
    }

    public TestHub Activity<TInput, TOutput>(string name, Func<TInput, TOutput> run)
    {
        _activities.Add((name, (call, _) => Task.FromResult<object?>(run(call.GetInput<TInput>()!))));
        return this;
    }

    public TestHub Activity(string name, ActivityInvoker run)
    {
        _activities.Add((name, run));
        return this;
    }

    public TaskHub Create()
    {
        TaskHub hub = new(_configure(new() { DataDirectory = _folder.Path }));
        _orchestrators.ForEach(item => hub.AddOrchestrator(item.Name, item.Invoker));
        _activities.ForEach(item => hub.AddActivity(item.Name, item.Invoker));
        return hub;
    }

    public async Task<TestHub> StartAsync()
    {
        _hub = Create();
        await _hub.StartAsync(Cancellation);
        return this;
    }

    public async Task RestartAsync()
    {
        await Hub.DisposeAsync();
        await StartAsync();
    }

    public async Task<string> ScheduleAsync(string name, object? input = null, string? id = null)
        => await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), Cancellation);

    public async Task<OrchestrationMetadata> EndAsync(string id)
        => await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? id = null)
        => await EndAsync(await ScheduleAsync(name, input, id));

    /// <summary>Starts an orchestration and gives its output.</summary>
    public async Task<T?> OutputAsync<T>(string name, object? input = null)
    {
        OrchestrationMetadata metadata = await RunAsync(name, input);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, null), (metadata.RuntimeStatus, metadata.FailureDetails));
        return metadata.ReadOutputAs<T>();
    }

    public async Task<OrchestrationMetadata> UntilAsync(string id, Func<OrchestrationMetadata, bool> condition)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Client.GetInstanceAsync(id, getInputsAndOutputs: true, limit.Token) is { } metadata && condition(metadata))
            {
                return metadata;
            }

            await Task.Delay(2, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        _folder.Dispose();
    }
}
