using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>An embedded durable task hub: one SQLite database, the instances in it, and the workers that run them.</summary>
/// <remarks>Register everything, start, use <see cref="Client"/>, stop. A stopped hub cannot be started again; make a new one.</remarks>
internal sealed class TaskHub : IAsyncDisposable
{
    // After the grace period activities are cancelled; one that does not listen is not waited for.
    private static readonly TimeSpan Unwinding = TimeSpan.FromSeconds(1);

    private readonly TaskHubOptions _options;
    private readonly ILogger _logger;
    private readonly Dictionary<string, OrchestratorInvoker> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityInvoker> _activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LocalDurableTaskClient _client;
    private readonly Lock _gate = new();
    private HubFiles? _files;
    private HubEngine? _engine;
    private Task? _stopping;

    public TaskHub(TaskHubOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentOrchestrations, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxLiveInstances);
        if (options.HubName.Length == 0 || options.HubName.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
        {
            throw new ArgumentException($"The hub name '{options.HubName}' has other characters than letters, digits, - and _.", nameof(options));
        }

        _options = options;
        _logger = options.LoggerFactory.CreateLogger("Orcheo.Durable");
        _client = new(options.HubName, options.TimeProvider);
    }

    /// <summary>Gets the client of this hub. It works while the hub is started.</summary>
    public DurableTaskClient Client => _client;

    /// <summary>Gets a task that ends when the hub has stopped, and fails with a <see cref="TaskHubException"/> when it had to.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Gets the parts of the started hub, for tests and benchmarks.</summary>
    internal HubEngine Engine => _engine ?? throw new InvalidOperationException("The task hub has not started.");

    /// <summary>Registers an orchestrator. Names are compared without regard to case.</summary>
    public void AddOrchestrator(string name, OrchestratorInvoker invoker)
    {
        ThrowIfStarted();
        _orchestrators.Add(name, invoker);
    }

    /// <summary>Registers an activity. Names are compared without regard to case.</summary>
    public void AddActivity(string name, ActivityInvoker invoker)
    {
        ThrowIfStarted();
        _activities.Add(name, invoker);
    }

    /// <summary>Opens the database, recovers what has not ended, and begins to work.</summary>
    /// <exception cref="TaskHubException">The hub cannot start; <see cref="TaskHubException.Fault"/> says why.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfStarted();
        // Opening reads the disk; the caller's thread is not for that.
        return Task.Run(Start, cancellationToken);
    }

    /// <summary>Stops in order: no more activities, a grace period for those that run, then the turns under way, then the files.</summary>
    /// <param name="cancellationToken">Ends the grace period early.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => StopOnce(null, cancellationToken);

    public async ValueTask DisposeAsync() => await StopAsync();

    private void ThrowIfStarted()
    {
        if (_engine is not null)
        {
            throw new InvalidOperationException("The task hub has been started already.");
        }
    }

    private void Start()
    {
        HubFiles files = HubFiles.Acquire(_options);
        try
        {
            SqliteDatabase database = HubOpener.Open(files.Database, _options);
            try
            {
                Recovery found = Recovery.Read(database);
                HubEngine engine = new(_options, files.Database, database, _orchestrators, _activities, OnFault);
                (_files, _engine) = (files, engine);
                engine.Grouper.Start();
                (int instances, int activities, int timers) = HubRecovery.Load(engine, found);
                _client.Attach(engine);
                _logger.HubStarted(_options.HubName, instances, activities, timers);
            }
            catch (Exception exception) when (_engine is null)
            {
                database.Dispose();
                throw exception is SqliteFault or CorruptHistoryException ? Unreadable(files.Database, exception) : exception;
            }
        }
        catch when (_engine is null)
        {
            files.Dispose();
            throw;
        }
    }

    private static TaskHubException Unreadable(string path, Exception exception)
    {
        TaskHubFault fault = exception is SqliteFault sqlite ? sqlite.Fault : TaskHubFault.Corrupt;
        return new(fault, $"The task hub '{path}' cannot be read: {exception.Message}. {HubOpener.Advice(fault)}", exception);
    }

    private void OnFault(Exception fault) => _ = Task.Run(() => StopOnce(fault, new CancellationToken(canceled: true)));

    private Task StopOnce(Exception? fault, CancellationToken endGrace)
    {
        lock (_gate)
        {
            return _stopping ??= _engine is null ? EndWithoutStart() : StopAsync(_engine, fault, endGrace);
        }
    }

    private Task EndWithoutStart()
    {
        _completion.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task StopAsync(HubEngine engine, Exception? fault, CancellationToken endGrace)
    {
        await Task.Yield();
        engine.Timers.Dispose();
        Task drained = engine.Activities.Drain();
        await Within(drained, _options.ShutdownGracePeriod, endGrace);
        if (!drained.IsCompleted)
        {
            engine.CancelAllActivities();
            await Within(drained, Unwinding, CancellationToken.None);
        }

        int abandoned = engine.Activities.Running;
        await Within(engine.Dispatcher.Drain(), _options.ShutdownGracePeriod + Unwinding, CancellationToken.None);
        engine.BeginStop();
        engine.Grouper.Stop();
        await engine.Grouper.Done;
        engine.ReleaseWaiters(fault ?? new TaskHubException(TaskHubFault.Stopped, "The task hub has stopped."));
        engine.Dispose();
        _files!.Dispose();
        _logger.HubStopped(_options.HubName, abandoned);
        if (fault is null)
        {
            _completion.TrySetResult();
        }
        else
        {
            _completion.TrySetException(fault);
        }
    }

    private static async Task Within(Task task, TimeSpan limit, CancellationToken cancellation)
    {
        // The limit is real time, whatever clock the orchestrations have: it bounds how long a process takes to end.
        await Task.WhenAny(task, Task.Delay(limit, TimeProvider.System, cancellation));
    }
}
