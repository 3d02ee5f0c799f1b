using System.Collections.Immutable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>The context that the code of an orchestrator sees.</summary>
internal sealed class RunContext(OrchestrationRun run, OrchestrationPump pump, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private static readonly JsonDataConverter Converter = JsonDataConverter.Default;

    private readonly Dictionary<int, DurableTaskSource> _open = [];
    private int _nextTaskId;
    private int _guids;

    public override TaskName Name { get; } = new(run.Identity.Name);

    public override string InstanceId => run.Identity.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } = run.Identity.Parent is { } parent
        ? new(new TaskName(parent.Name), parent.InstanceId)
        : null;

    public override DateTime CurrentUtcDateTime => run.Now;

    public override bool IsReplaying => run.IsReplaying;

    public override string Version => run.Identity.Version;

    public EventWaits Events { get; } = new();

    public string? CustomStatus { get; private set; }

    /// <summary>Gets how the next run begins, when the code asked for one.</summary>
    public (string? Input, bool KeepEvents, string? Version)? NextRun { get; private set; }

    /// <summary>Gets whether anything that history can bring would let the code go on.</summary>
    public bool CanBeWoken => _open.Count > 0 || Events.HasOpenWait;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
        => Converter.Deserialize<T>(run.Identity.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"The input is a {nameof(TaskOptions)} and no options were given; name the parameter to say which is meant.", nameof(input));
        }

        string? payload = Converter.Serialize(input);
        string version = options?.Version is { } asked ? asked.Version : Version;
        return Retrying.Run(this, options?.Retry, () => Open<TResult>(new(TurnActionKind.CallActivity, _nextTaskId)
        {
            Name = Named(name),
            Payload = payload,
            Version = version,
        }));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        string instanceId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        string? payload = Converter.Serialize(input);
        return Retrying.Run(this, options?.Retry, () => Open<TResult>(new(TurnActionKind.CallSubOrchestration, _nextTaskId)
        {
            Name = Named(orchestratorName),
            Target = instanceId,
            Payload = payload,
            Version = options?.Version?.Version ?? string.Empty,
            Tags = options?.Tags?.ToImmutableDictionary(),
        }));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        long due = (fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : fireAt).Ticks;
        Task<object> task = Open<object>(new(TurnActionKind.CreateTimer, _nextTaskId) { Due = due }, out DurableTaskSource<object> timer);
        if (cancellationToken.CanBeCanceled)
        {
            timer.Registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((TimerCancellation)state!).Cancel(token), new TimerCancellation(this, timer));
        }

        return task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureThread();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        DurableTaskSource<T> wait = new() { Kind = TurnActionKind.SendEvent, Name = eventName };
        if (Events.TryTakeBuffered(eventName, out TurnInput early))
        {
            wait.Complete(early.Payload);
            return wait.Task;
        }

        Events.Add(eventName, wait);
        if (cancellationToken.CanBeCanceled)
        {
            wait.Registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((DurableTaskSource)state!).Cancel(token), wait);
        }

        return wait.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureThread();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        run.Decide(new(TurnActionKind.SendEvent, _nextTaskId++)
        {
            Name = eventName,
            Target = instanceId,
            Payload = Converter.Serialize(payload),
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureThread();
        CustomStatus = Converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureThread();
        NextRun = (Converter.Serialize(newInput), preserveUnprocessedEvents, null);
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureThread();
        ArgumentNullException.ThrowIfNull(options);
        NextRun = (Converter.Serialize(options.NewInput), options.PreserveUnprocessedEvents,
            string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion);
    }

    public override Guid NewGuid()
    {
        EnsureThread();
        return DeterministicGuid.Create(InstanceId, run.Identity.Generation, run.Now, _guids++);
    }

    /// <summary>Ends the task that an input belongs to. Inputs of tasks that are no longer open are ignored.</summary>
    public void Deliver(TurnInput input)
    {
        if (input.Kind == TurnInputKind.EventRaised)
        {
            DurableTaskSource? wait = Events.Take(input);
            wait?.Registration.Unregister();
            wait?.Complete(input.Payload);
            return;
        }

        if (!_open.Remove(input.TaskId, out DurableTaskSource? source))
        {
            return;
        }

        source.Registration.Unregister();
        if (input.Failure is { } failure)
        {
            source.Fail(failure);
        }
        else
        {
            source.Complete(input.Payload);
        }
    }

    private static string Named(TaskName name)
        => string.IsNullOrEmpty(name.Name) ? throw new ArgumentException("The name of the task is empty.", nameof(name)) : name.Name;

    private Task<T> Open<T>(TurnAction action) => Open(action, out DurableTaskSource<T> _);

    private Task<T> Open<T>(TurnAction action, out DurableTaskSource<T> source)
    {
        EnsureThread();
        run.Decide(action);
        _nextTaskId = action.TaskId + 1;
        source = new() { Kind = action.Kind, TaskId = action.TaskId, Name = action.Name ?? string.Empty };
        _open.Add(action.TaskId, source);
        return source.Task;
    }

    private void EnsureThread()
    {
        if (!pump.IsCurrentThread)
        {
            NonDurableAwaitException violation = new();
            pump.Report(violation);
            pump.OnForeignWork?.Invoke();
            throw violation;
        }
    }

    private sealed record TimerCancellation(RunContext Context, DurableTaskSource Timer)
    {
        public void Cancel(CancellationToken token)
        {
            Context.EnsureThread();
            if (Context._open.Remove(Timer.TaskId))
            {
                Context.Decide(Timer.TaskId);
                Timer.Cancel(token);
            }
        }
    }

    private void Decide(int cancelledTimer) => run.Decide(new(TurnActionKind.CancelTimer, cancelledTimer));
}
