using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>An instance that has not ended. It stays in memory in this small form; its run may be evicted and rebuilt from history.</summary>
/// <remarks>What is guarded by <see cref="Gate"/> says so; the rest belongs to the turn, of which there is one at a time.</remarks>
internal sealed class Instance(long sequence, string id) : IThreadPoolWorkItem
{
    private TaskCompletionSource? _started;
    private TaskCompletionSource<InstanceRow>? _ended;
    private Exception? _stopped;

    public Lock Gate { get; } = new();

    public long Sequence { get; } = sequence;

    public string Id { get; } = id;

    public required string Name { get; init; }

    public required DateTime CreatedAt { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Gets the labels as JSON.</summary>
    public string? Tags { get; init; }

    public OrchestrationDispatcher? Dispatcher { get; set; }

    /// <summary>Gets or sets the version, which continue-as-new may change.</summary>
    public string Version { get; set; } = string.Empty;

    public int Generation { get; set; }

    /// <summary>Gets or sets the number of the last committed turn of this run.</summary>
    public int Turn { get; set; }

    public OrchestrationRuntimeStatus Status { get; set; }

    /// <summary>Gets or sets whether the start of this run has not been consumed by a turn.</summary>
    public bool StartPending { get; set; }

    public string? CustomStatus { get; set; }

    /// <summary>Gets or sets the input of a run that was created in this process, until its first turn has read it.</summary>
    public string? FreshInput { get; set; }

    /// <summary>Gets or sets whether <see cref="FreshInput"/> holds the input; otherwise it is read from the database.</summary>
    public bool HasFreshInput { get; set; }

    /// <summary>Gets or sets the run in memory; null when it was evicted.</summary>
    public OrchestrationRun? Run { get; set; }

    /// <summary>Gets the waiting messages. Guarded by the gate.</summary>
    public List<Message> Mailbox { get; set; } = [];

    /// <summary>Gets or sets whether a turn is due, running or being committed. Guarded by the gate.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Gets or sets whether the instance has ended. Guarded by the gate.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Gets the open tasks of this run. Guarded by the gate.</summary>
    public Dictionary<int, OpenTask>? OpenTasks { get; set; }

    /// <summary>Gets the activities that wait for a free slot. Guarded by the activity dispatcher.</summary>
    public Queue<ActivityWork> WaitingActivities { get; } = new(0);

    /// <summary>Gets or sets what cancels the running activities of this run. Guarded by the gate.</summary>
    public CancellationTokenSource? ActivityCancellation { get; set; }

    /// <summary>Gets or sets the place among the live instances. Guarded by the cache of live instances.</summary>
    public LinkedListNode<Instance>? LiveNode { get; set; }

    public void Execute() => Dispatcher!.RunTurn(this);

    public Task WhenStarted()
    {
        lock (Gate)
        {
            return IsClosed || Status != OrchestrationRuntimeStatus.Pending ? Task.CompletedTask
                : _stopped is not null ? Task.FromException(_stopped)
                : (_started ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Gives a task that ends with the instance; null when it has ended already.</summary>
    public Task<InstanceRow>? WhenEnded()
    {
        lock (Gate)
        {
            return IsClosed ? null
                : _stopped is not null ? Task.FromException<InstanceRow>(_stopped)
                : (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void SignalStarted() => _started?.TrySetResult();

    public void SignalEnded(InstanceRow row)
    {
        _started?.TrySetResult();
        _ended?.TrySetResult(row);
    }

    public void SignalStopped(Exception exception)
    {
        lock (Gate)
        {
            _stopped = exception;
            _started?.TrySetException(exception);
            _ended?.TrySetException(exception);
        }
    }

    /// <summary>Gives the token of an activity: that of its run, or the one of the hub when the run has ended without waiting for it.</summary>
    public CancellationToken ActivityToken(int generation, CancellationToken ofHub)
    {
        lock (Gate)
        {
            return IsClosed || generation != Generation ? ofHub : (ActivityCancellation ??= new()).Token;
        }
    }

    public void AddOpenTask(int taskId, OpenTask task) => (OpenTasks ??= [])[taskId] = task;
}
