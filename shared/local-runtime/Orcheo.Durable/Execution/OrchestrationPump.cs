namespace Orcheo.Durable;

/// <summary>
/// The single thread of an orchestration: code that awaits durable tasks continues here, in the order in which the tasks ended, on
/// whichever thread runs the turn. Work that arrives from any other thread means that the code awaited something that is not durable.
/// </summary>
internal sealed class OrchestrationPump : SynchronizationContext
{
    private static readonly Action<object?> DrainAction = static pump => ((OrchestrationPump)pump!).RunQueued();

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly PumpScheduler _scheduler;
    private volatile int _thread;

    public OrchestrationPump()
    {
        _scheduler = new PumpScheduler(this);
    }

    /// <summary>Gets what went wrong outside of the durable model, if anything did.</summary>
    public Exception? Violation { get; private set; }

    /// <summary>Gets or sets what is told about a violation that arrives between turns.</summary>
    public Action? OnForeignWork { get; set; }

    public bool IsCurrentThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Runs an action of the engine, then everything that it set going.</summary>
    /// <remarks>
    /// The action runs without a synchronization context: the continuations that it triggers are queued when they captured this pump,
    /// and run at once when they captured nothing, so ConfigureAwait(false) on a durable task does not leave the thread.
    /// </remarks>
    public void Run<T>(Action<T> action, T state)
    {
        SynchronizationContext? previous = Current;
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            SetSynchronizationContext(null);
            action(state);
            if (_queue.Count > 0)
            {
                SetSynchronizationContext(this);
                // Inside a task of our scheduler, ContinueWith and StartNew of the orchestrator stay here too.
                new Task(DrainAction, this, CancellationToken.None, TaskCreationOptions.None).RunSynchronously(_scheduler);
            }
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(previous);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrentThread)
        {
            _queue.Enqueue((d, state));
        }
        else
        {
            ReportForeignWork();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrentThread)
        {
            d(state);
        }
        else
        {
            ReportForeignWork();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Report(Exception violation) => Violation ??= violation;

    private void ReportForeignWork()
    {
        Report(new NonDurableAwaitException());
        OnForeignWork?.Invoke();
    }

    private void RunQueued()
    {
        while (_queue.TryDequeue(out (SendOrPostCallback Callback, object? State) item))
        {
            try
            {
                item.Callback(item.State);
            }
            catch (Exception exception)
            {
                // Only an async void method can throw here; nobody awaits it, so the instance fails with it.
                Report(exception);
            }
        }
    }

    private sealed class PumpScheduler(OrchestrationPump pump) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task) => pump.Post(static state => ((Work)state!).Run(), new Work(this, task));

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
            => pump.IsCurrentThread && !taskWasPreviouslyQueued && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        private sealed record Work(PumpScheduler Scheduler, Task Task)
        {
            public void Run() => Scheduler.TryExecuteTask(Task);
        }
    }
}
