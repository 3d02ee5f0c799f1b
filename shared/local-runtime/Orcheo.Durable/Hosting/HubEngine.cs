using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>The parts of a started hub, and what they ask of each other.</summary>
internal sealed class HubEngine : IDisposable
{
    private readonly TaskHubOptions _options;
    private readonly IReadOnlyDictionary<string, OrchestratorInvoker> _orchestrators;
    private readonly ILogger _logger;
    private readonly HubWriter _writer;
    private readonly DurableMetrics _metrics;
    private readonly Action<Exception> _onFault;
    private volatile Exception? _fault;
    private volatile bool _stopped;

    public HubEngine(
        TaskHubOptions options,
        string path,
        SqliteDatabase database,
        IReadOnlyDictionary<string, OrchestratorInvoker> orchestrators,
        IReadOnlyDictionary<string, ActivityInvoker> activities,
        Action<Exception> onFault)
    {
        _options = options;
        _orchestrators = orchestrators;
        _onFault = onFault;
        _logger = options.LoggerFactory.CreateLogger("Orcheo.Durable");
        _writer = new(database);
        _metrics = new(() => Directory.Count);
        Readers = new(path);
        Live = new(options.MaxLiveInstances);
        Dispatcher = new(this, options.MaxConcurrentOrchestrations, _logger);
        Activities = new(options.MaxConcurrentActivities, activities, (instance, message) => Dispatcher.Post(instance, message, inline: true), _logger);
        Timers = new(options.TimeProvider, (instance, message) => Dispatcher.Post(instance, message));
        Grouper = new(_writer, _writer, options.MaxConcurrentOrchestrations, Fail, _metrics);
    }

    public TimeProvider Clock => _options.TimeProvider;

    public InstanceDirectory Directory { get; } = new();

    public ReaderPool Readers { get; }

    public LiveInstances Live { get; }

    public OrchestrationDispatcher Dispatcher { get; }

    public ActivityDispatcher Activities { get; }

    public TimerQueue Timers { get; }

    public CommitGrouper Grouper { get; }

    public bool IsFaultedOrStopped => _stopped || _fault is not null;

    /// <summary>Gives a fault of the database as what users of the hub see.</summary>
    public static Exception Translate(Exception exception) => exception is SqliteFault fault
        ? new TaskHubException(fault.Fault, $"The task hub could not write: {fault.Message}. {HubOpener.Advice(fault.Fault)}", fault)
        : exception;

    /// <summary>Takes a created instance into memory and has it started when its time comes.</summary>
    public void Admit(InstanceRow row)
    {
        Instance instance = Track(row, turn: 0);
        instance.FreshInput = row.Input;
        instance.HasFreshInput = true;
        ScheduleStart(instance, row.StartAt!.Value);
    }

    public Instance Track(InstanceRow row, int turn)
    {
        Instance instance = new(row.Sequence, row.Id)
        {
            Name = row.Name,
            CreatedAt = row.Created,
            Parent = row.Parent,
            Tags = row.Tags,
            Version = row.Version,
            Generation = row.Generation,
            Turn = turn,
            Status = row.Status,
            CustomStatus = row.CustomStatus,
            StartPending = row.StartAt is not null,
            Dispatcher = Dispatcher,
        };
        Directory.Add(instance);
        return instance;
    }

    public void ScheduleStart(Instance instance, DateTime at)
    {
        Message start = Message.Start(instance.Generation);
        if (at > Clock.GetUtcNow().UtcDateTime)
        {
            Timers.Add(new(instance, start, null), at.Ticks);
        }
        else
        {
            Dispatcher.Post(instance, start);
        }
    }

    public void Deliver(long receiver, Message message)
    {
        if (Directory.Find(receiver) is { } instance)
        {
            Dispatcher.Post(instance, message);
        }
        else
        {
            Forget([message]);
        }
    }

    /// <summary>Deletes the rows of messages that nobody will read.</summary>
    public void Forget(IReadOnlyList<Message> messages)
    {
        if (messages.Any(message => message.Source != MessageSource.None))
        {
            Grouper.Submit(new ForgetUnit(messages));
        }
    }

    /// <summary>Rebuilds a run from its history.</summary>
    public OrchestrationRun Rebuild(Instance instance)
    {
        string? input = instance.FreshInput;
        List<HistoryTurn> history = [];
        if (!instance.HasFreshInput || instance.Turn > 0)
        {
            (input, history) = Readers.Read(instance, static (reader, instance) =>
                (reader.ReadInput(instance.Sequence), instance.Turn > 0 ? reader.ReadHistory(instance.Sequence) : []));
        }

        instance.FreshInput = null;
        instance.HasFreshInput = false;
        if (history.Count != instance.Turn)
        {
            throw new CorruptHistoryException($"The history has {history.Count} turns where {instance.Turn} were committed.");
        }

        OrchestrationRun run = new(
            new(instance.Id, instance.Name, instance.Version, instance.Generation, input, instance.Parent),
            _orchestrators.GetValueOrDefault(instance.Name),
            _options.LoggerFactory);
        foreach (HistoryTurn turn in history)
        {
            run.Replay(turn);
        }

        run.OnForeignWork = () => Dispatcher.Post(instance, new(null, Message.AnyGeneration, MessageSource.None, 0));
        return run;
    }

    /// <summary>Lets go of an instance that has ended.</summary>
    public void Close(Instance instance, InstanceRow row, bool cancelActivities)
    {
        Directory.Remove(instance);
        Live.Remove(instance);
        if (cancelActivities && instance.ActivityCancellation is { } cancellation)
        {
            // Off this thread, and what its callbacks throw stays in that task: they are the activity's, and may do anything.
            _ = cancellation.CancelAsync();
        }

        instance.SignalEnded(row);
        _logger.InstanceEnded(instance.Name, instance.Id, row.Status);
    }

    public void TurnRefused(Instance instance, Exception exception) => _logger.TurnRefused(exception, instance.Name, instance.Id);

    /// <summary>Stops the hub because its database can no longer be trusted with a commit.</summary>
    public void Fail(Exception exception)
    {
        if (Interlocked.CompareExchange(ref _fault, exception, null) is null)
        {
            Exception translated = Translate(exception);
            _logger.HubFailed(translated, _options.HubName);
            _onFault(translated);
        }
    }

    public void CancelAllActivities()
    {
        Activities.CancelDetached();
        foreach (Instance instance in Directory.All)
        {
            lock (instance.Gate)
            {
                // Made when there is none yet: an activity that starts in this moment must see it.
                instance.ActivityCancellation ??= new();
            }

            _ = instance.ActivityCancellation.CancelAsync();
        }
    }

    /// <summary>Notes that turns which can no longer be written are left for the next start.</summary>
    public void BeginStop() => _stopped = true;

    /// <summary>Tells everybody who waits for an instance that this hub will not bring the news.</summary>
    public void ReleaseWaiters(Exception exception)
    {
        foreach (Instance instance in Directory.All)
        {
            instance.SignalStopped(exception);
        }
    }

    public void Dispose()
    {
        Timers.Dispose();
        Activities.Dispose();
        _metrics.Dispose();
        Readers.Dispose();
        _writer.Dispose();
    }
}
