using Microsoft.Extensions.Logging;
using Orcheo.Durable;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may use: durable tasks, durable time and identity.</summary>
/// <remarks>
/// An orchestrator is replayed from its history, so it must be deterministic: no I/O, no clock, no random values and no waiting on
/// anything but the tasks that this context gives. Activities run at least once; every step of the orchestrator takes effect exactly once.
/// </remarks>
public abstract class TaskOrchestrationContext
{
    private ILoggerFactory? _replaySafeLoggerFactory;

    /// <summary>Gets the name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Gets the id of this instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Gets the orchestration that called this one; <c>null</c> when a client started it.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>Gets the time of the current turn in UTC; the same at every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Gets whether the code is being run again over recorded history.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Gets the version of the instance; empty when there is none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Gets configuration that is handed to orchestrators.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <summary>Gets a logger factory whose loggers are silent while history is replayed.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => _replaySafeLoggerFactory ??= new ReplaySafeLoggerFactory(this, () => LoggerFactory);

    /// <summary>Gets the logger factory of the host.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">The type of the input.</typeparam>
    /// <returns>The input; the default value when there is none.</returns>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity that has no result.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="input">The serializable input.</param>
    /// <param name="options">How to call it.</param>
    /// <returns>A task that ends when the activity has ended.</returns>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null)
        => CallActivityAsync<object>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options)
        => CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="input">The serializable input.</param>
    /// <param name="options">How to call it.</param>
    /// <returns>A task with the result of the activity.</returns>
    /// <exception cref="ArgumentException">Options were given as the input.</exception>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Creates a durable timer.</summary>
    /// <param name="delay">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when the time has passed.</returns>
    /// <exception cref="TaskCanceledException">The wait was cancelled.</exception>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
        => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>Creates a durable timer.</summary>
    /// <param name="fireAt">When it fires; a time in the past fires at once.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends at the given time.</returns>
    /// <exception cref="TaskCanceledException">The wait was cancelled.</exception>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event that a client or another orchestration sends.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task with the payload.</returns>
    /// <remarks>
    /// An event that nobody waits for is kept, in order, until somebody does. An event completes one wait: the youngest one of its name.
    /// </remarks>
    /// <exception cref="TaskCanceledException">The wait was cancelled.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>A task with the payload.</returns>
    /// <exception cref="TaskCanceledException">The time passed first.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout)
        => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task with the payload.</returns>
    /// <exception cref="TaskCanceledException">The time passed first, or the wait was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopTimer = new();
        using CancellationTokenSource stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timer = CreateTimer(timeout, stopTimer.Token);
        Task<T> wait = WaitForExternalEvent<T>(eventName, stopWaiting.Token);
        bool timedOut = await Task.WhenAny(timer, wait) == timer;
        // Cancelled synchronously: what the registrations do must happen inside this turn.
        (timedOut ? stopWaiting : stopTimer).Cancel();
        return await wait;
    }

    /// <summary>Sends an event to another instance. An event to an instance that does not exist or has ended is dropped.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="payload">The serializable payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets a status that clients can read. It is stored at the end of the turn.</summary>
    /// <param name="customStatus">The serializable status; <c>null</c> clears it.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Calls another orchestrator.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="input">The serializable input.</param>
    /// <param name="options">How to call it; <see cref="SubOrchestrationOptions"/> also choose the instance id.</param>
    /// <returns>A task with the result of the orchestration.</returns>
    /// <exception cref="TaskFailedException">The orchestration failed or was terminated.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object?, TaskOptions?)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options)
        => CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync(TaskName, object?, TaskOptions?)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options)
        => CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls another orchestrator that has no result.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="input">The serializable input.</param>
    /// <param name="options">How to call it; <see cref="SubOrchestrationOptions"/> also choose the instance id.</param>
    /// <returns>A task that ends when the orchestration has ended.</returns>
    /// <exception cref="TaskFailedException">The orchestration failed or was terminated.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
        => CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Begins the orchestration again with a new input and an empty history, when the orchestrator returns.</summary>
    /// <param name="newInput">The input of the next run.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody awaited yet are kept for the next run.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Begins the orchestration again with an empty history, when the orchestrator returns.</summary>
    /// <param name="options">How the next run begins.</param>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Gives a GUID that is the same at every replay (a version 5 GUID of the instance, the time and a counter).</summary>
    /// <returns>The GUID.</returns>
    public abstract Guid NewGuid();

    /// <summary>Gives a logger that is silent while history is replayed.</summary>
    /// <param name="categoryName">The category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    /// <summary>Gives a logger that is silent while history is replayed.</summary>
    /// <param name="type">The type that names the category.</param>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    /// <summary>Gives a logger that is silent while history is replayed.</summary>
    /// <typeparam name="T">The type that names the category.</typeparam>
    /// <returns>The logger.</returns>
    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());

    /// <summary>Compares the version of this instance with another one.</summary>
    /// <param name="version">The other version.</param>
    /// <returns>Less than, equal to or more than zero, as this version is lower, equal or higher.</returns>
    /// <remarks>No version is lower than every version. Versions of the form 1.2.3 compare by number, all others as text.</remarks>
    public virtual int CompareVersionTo(string version)
    {
        bool none = string.IsNullOrWhiteSpace(Version);
        if (none || string.IsNullOrWhiteSpace(version))
        {
            return (none ? 0 : 1) - (string.IsNullOrWhiteSpace(version) ? 0 : 1);
        }

        return System.Version.TryParse(Version, out Version? mine) && System.Version.TryParse(version, out Version? other)
            ? mine.CompareTo(other)
            : string.Compare(Version, version, StringComparison.OrdinalIgnoreCase);
    }
}
