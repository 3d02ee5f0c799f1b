using System.Globalization;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>One turn of one instance, written as one unit: what it consumed goes, what it decided comes, and the instance moves on.</summary>
internal sealed class TurnUnit : WriteUnit
{
    private readonly HubEngine _engine;
    private readonly Instance _instance;
    private readonly Intake _intake;
    private readonly IReadOnlyList<TurnAction> _actions;
    private readonly DateTime _at;
    private readonly OrchestrationRuntimeStatus _status;
    private readonly string? _customStatus;
    private readonly TurnAction? _end;
    private readonly byte[] _events;
    private readonly bool _startConsumed;
    private readonly TurnEffects _effects = new();

    public TurnUnit(
        HubEngine engine,
        Instance instance,
        Intake intake,
        IReadOnlyList<TurnAction> actions,
        DateTime at,
        OrchestrationRuntimeStatus status,
        string? customStatus)
    {
        _engine = engine;
        _instance = instance;
        _intake = intake;
        _actions = actions;
        _at = at;
        _customStatus = customStatus;
        _end = actions.Count > 0 && actions[^1].EndsRun ? actions[^1] : null;
        _status = _end?.Kind switch
        {
            TurnActionKind.Complete => OrchestrationRuntimeStatus.Completed,
            TurnActionKind.Fail => OrchestrationRuntimeStatus.Failed,
            TurnActionKind.Terminate => OrchestrationRuntimeStatus.Terminated,
            _ => status,
        };
        _events = HistoryCodec.Encode(intake.Inputs, actions);
        _startConsumed = intake.Inputs.Exists(static input => input.Kind == TurnInputKind.Started);
    }

    private bool IsEnd => _end is not null && _end.Kind != TurnActionKind.ContinueAsNew;

    private bool IsRestart => _end is { Kind: TurnActionKind.ContinueAsNew };

    /// <summary>Makes the turn that ends an instance because of something other than its own decisions.</summary>
    public static TurnUnit Failing(HubEngine engine, Instance instance, Intake intake, Exception exception, DateTime now)
        => new(
            engine, instance, intake,
            [new(TurnActionKind.Fail, 0) { Failure = Failures.Describe(exception) }],
            now, instance.Status, instance.CustomStatus);

    public override void Execute(HubWriter writer)
    {
        _effects.Clear();
        DeleteAll(writer, _intake.Messages);
        DeleteAll(writer, _intake.Stale);
        foreach (TurnInput input in _intake.Inputs)
        {
            Cascade(writer, input);
        }

        foreach (TurnAction action in _actions)
        {
            Write(writer, action);
        }

        if (IsRestart)
        {
            WriteRestart(writer, _end!);
            return;
        }

        writer.InsertHistory(_instance.Sequence, _instance.Turn + 1, _at, _events);
        if (IsEnd)
        {
            WriteEnd(writer, _end!);
        }
        else if (_startConsumed)
        {
            writer.StartInstance(_instance.Sequence, _status, _customStatus, _at);
        }
        else if (_status != _instance.Status || !string.Equals(_customStatus, _instance.CustomStatus, StringComparison.Ordinal))
        {
            writer.TouchInstance(_instance.Sequence, _status, _customStatus, _at);
        }
    }

    public override void OnCommitted()
    {
        List<Message>? leftOver = null;
        lock (_instance.Gate)
        {
            ApplyTasks();
            _instance.Status = _status;
            _instance.CustomStatus = _customStatus;
            if (IsRestart)
            {
                ApplyRestart();
            }
            else
            {
                _instance.Turn++;
            }

            if (IsEnd)
            {
                _instance.IsClosed = true;
                _instance.Run = null;
                leftOver = _instance.Mailbox;
                _instance.Mailbox = [];
            }
        }

        if (IsEnd)
        {
            _engine.Close(_instance, EndedRow(), cancelActivities: _end!.Kind == TurnActionKind.Terminate);
            _engine.Forget(leftOver!);
        }
        else
        {
            _engine.Live.Touch(_instance);
            if (_status != OrchestrationRuntimeStatus.Pending)
            {
                _instance.SignalStarted();
            }
        }

        _effects.Apply(_engine, _instance);
        _engine.Dispatcher.Finish(_instance);
    }

    public override void OnFailed(Exception exception)
    {
        if (_engine.IsFaultedOrStopped)
        {
            _engine.Dispatcher.Finish(_instance);
            return;
        }

        _engine.TurnRefused(_instance, exception);
        if (_end is { Kind: TurnActionKind.Fail } && _actions.Count == 1)
        {
            _engine.Fail(exception);
            _engine.Dispatcher.Finish(_instance);
            return;
        }

        // The database takes other turns but not this one (a payload beyond the limits of SQLite): the instance ends here, saying so.
        _instance.Run = null;
        _engine.Grouper.Submit(Failing(_engine, _instance, _intake, exception, _at));
    }

    private static void DeleteAll(HubWriter writer, List<Message> messages)
    {
        foreach (Message message in messages)
        {
            writer.Delete(message.Source, message.Row);
        }
    }

    private void Cascade(HubWriter writer, TurnInput input)
    {
        bool forwards = input.Kind switch
        {
            TurnInputKind.Suspended or TurnInputKind.Resumed => true,
            TurnInputKind.Terminated => input.TaskId != 0,
            _ => false,
        };
        if (!forwards)
        {
            return;
        }

        foreach ((long child, _) in writer.OpenChildren(_instance.Sequence))
        {
            _effects.Messages.Add((child, writer.InsertInbox(child, Message.AnyGeneration, input)));
        }
    }

    private void Write(HubWriter writer, TurnAction action)
    {
        long me = _instance.Sequence;
        switch (action.Kind)
        {
            case TurnActionKind.CallActivity:
                // An activity that was begun in the turn that terminates the run is not wanted any more.
                if (_end is not { Kind: TurnActionKind.Terminate })
                {
                    long row = writer.InsertWorkItem(
                        me, _instance.Generation, action.TaskId, action.Name!, action.Version, action.Payload);
                    OpenTask task = new(action.Kind, row);
                    ActivityCall call = new(action.Name!, action.Version, _instance.Id, action.TaskId, action.Payload);
                    _effects.Activities.Add(new(call, _instance.Generation, task));
                    _effects.NewTasks.Add((action.TaskId, task));
                }

                break;
            case TurnActionKind.CreateTimer:
                if (_end is null && !IsCancelledInThisTurn(action.TaskId))
                {
                    OpenTask task = new(action.Kind, writer.InsertTimer(me, action.TaskId, action.Due));
                    Message fired = new(
                        new(TurnInputKind.TimerFired, action.TaskId), _instance.Generation, MessageSource.Timer, task.Row);
                    _effects.Timers.Add((new(_instance, fired, task), action.Due));
                    _effects.NewTasks.Add((action.TaskId, task));
                }

                break;
            case TurnActionKind.CancelTimer:
                if (_instance.OpenTasks?.GetValueOrDefault(action.TaskId) is { } cancelled)
                {
                    writer.Delete(MessageSource.Timer, cancelled.Row);
                    _effects.CancelledTimers.Add(action.TaskId);
                }

                break;
            case TurnActionKind.CallSubOrchestration:
                StartChild(writer, action);
                break;
            case TurnActionKind.SendEvent:
                SendEvent(writer, action);
                break;
            default:
                break;
        }
    }

    private bool IsCancelledInThisTurn(int taskId)
    {
        foreach (TurnAction action in _actions)
        {
            if (action.Kind == TurnActionKind.CancelTimer && action.TaskId == taskId)
            {
                return true;
            }
        }

        return false;
    }

    private void StartChild(HubWriter writer, TurnAction action)
    {
        _effects.NewTasks.Add((action.TaskId, new(action.Kind, 0)));
        if (writer.FindInstance(action.Target!) is { } existing)
        {
            if (!InstanceRow.IsEnded(existing.Status))
            {
                string text = $"An orchestration with the id '{action.Target}' already exists and is {existing.Status}.";
                TurnInput refusal = new(
                    TurnInputKind.SubOrchestrationFailed, action.TaskId,
                    Failure: new("DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException", text, null, null, null));
                _effects.Messages.Add((_instance.Sequence, writer.InsertInbox(_instance.Sequence, _instance.Generation, refusal)));
                return;
            }

            writer.DeleteInstance(existing.Sequence);
        }

        InstanceRow row = new()
        {
            Sequence = 0,
            Id = action.Target!,
            Name = action.Name!,
            Version = action.Version,
            Status = OrchestrationRuntimeStatus.Pending,
            Created = _at,
            StartAt = _at,
            Tags = InstanceRow.EncodeTags(action.Tags),
            Input = action.Payload,
            Parent = new(_instance.Sequence, _instance.Generation, action.TaskId, _instance.Id, _instance.Name),
        };
        _effects.Children.Add(row with { Sequence = writer.InsertInstance(row) });
    }

    private void SendEvent(HubWriter writer, TurnAction action)
    {
        if (writer.FindInstance(action.Target!) is { } target && !InstanceRow.IsEnded(target.Status))
        {
            TurnInput input = new(TurnInputKind.EventRaised, 0, action.Name, action.Payload);
            _effects.Messages.Add((target.Sequence, writer.InsertInbox(target.Sequence, Message.AnyGeneration, input)));
        }
    }

    private void WriteRestart(HubWriter writer, TurnAction next)
    {
        DeleteOpenRows(writer, withActivities: false);
        writer.DeleteHistory(_instance.Sequence);
        writer.RestartInstance(
            _instance.Sequence, _status, _customStatus, _at, _instance.Generation + 1, next.Payload, next.Version);
        foreach (TurnInput carried in next.CarriedEvents ?? [])
        {
            _effects.Carried.Add(writer.InsertInbox(_instance.Sequence, Message.AnyGeneration, carried));
        }
    }

    private void WriteEnd(HubWriter writer, TurnAction end)
    {
        // Activities that nobody awaits any more still run once, as promised when they were called; termination drops them.
        DeleteOpenRows(writer, withActivities: end.Kind == TurnActionKind.Terminate);
        writer.EndInstance(_instance.Sequence, _status, _customStatus, _at, end.Payload, end.Failure);
        if (_instance.Parent is { } parent && _engine.Directory.Find(parent.Sequence) is not null)
        {
            _effects.Messages.Add((parent.Sequence, writer.InsertInbox(parent.Sequence, parent.Generation, Answer(parent.TaskId, end))));
        }
    }

    private TurnInput Answer(int taskId, TurnAction end) => end.Kind switch
    {
        TurnActionKind.Complete => new(TurnInputKind.SubOrchestrationCompleted, taskId, Payload: end.Payload),
        TurnActionKind.Fail => new(TurnInputKind.SubOrchestrationFailed, taskId, Failure: end.Failure),
        _ => new(TurnInputKind.SubOrchestrationFailed, taskId, Failure: new(
            "Terminated", string.Create(CultureInfo.InvariantCulture, $"Sub-orchestration '{_instance.Id}' was terminated."), null, null, null)),
    };

    private void DeleteOpenRows(HubWriter writer, bool withActivities)
    {
        foreach (OpenTask task in _instance.OpenTasks?.Values ?? (IEnumerable<OpenTask>)[])
        {
            if (task.Kind == TurnActionKind.CreateTimer)
            {
                writer.Delete(MessageSource.Timer, task.Row);
            }
            else if (task.Kind == TurnActionKind.CallActivity && withActivities)
            {
                writer.Delete(MessageSource.WorkItem, task.Row);
            }
        }
    }

    private void ApplyTasks()
    {
        foreach (int taskId in _effects.CancelledTimers)
        {
            if (_instance.OpenTasks!.Remove(taskId, out OpenTask? timer))
            {
                timer.IsCancelled = true;
                _engine.Timers.NoteCancelled();
            }
        }

        foreach ((int taskId, OpenTask task) in _effects.NewTasks)
        {
            _instance.AddOpenTask(taskId, task);
        }

        if (_end is not null)
        {
            GiveUpOpenTasks(withActivities: _end.Kind == TurnActionKind.Terminate);
        }
    }

    private void GiveUpOpenTasks(bool withActivities)
    {
        foreach (OpenTask task in _instance.OpenTasks?.Values ?? (IEnumerable<OpenTask>)[])
        {
            if (task.Kind == TurnActionKind.CreateTimer)
            {
                task.IsCancelled = true;
                _engine.Timers.NoteCancelled();
            }
            else if (withActivities)
            {
                task.IsCancelled = true;
            }
        }

        _instance.OpenTasks = null;
    }

    private void ApplyRestart()
    {
        _instance.Generation++;
        _instance.Turn = 0;
        _instance.Version = _end!.Version;
        _instance.StartPending = true;
        _instance.Run = null;
        _instance.FreshInput = _end.Payload;
        _instance.HasFreshInput = true;
        _instance.ActivityCancellation = null;
        _instance.Mailbox.Insert(0, Message.Start(_instance.Generation));
        _instance.Mailbox.InsertRange(1, _effects.Carried);
    }

    private InstanceRow EndedRow() => new()
    {
        Sequence = _instance.Sequence,
        Id = _instance.Id,
        Name = _instance.Name,
        Version = _instance.Version,
        Generation = _instance.Generation,
        Status = _status,
        Created = _instance.CreatedAt,
        Updated = _at,
        Parent = _instance.Parent,
        CustomStatus = _customStatus,
        Failure = _end!.Failure,
        Output = _end.Payload,
        Tags = _instance.Tags,
    };
}
