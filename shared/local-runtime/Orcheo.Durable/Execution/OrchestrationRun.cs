using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>One run of an orchestrator in memory: it is told inputs and says what it decides. It does no I/O and knows no clock.</summary>
internal sealed class OrchestrationRun
{
    private readonly OrchestratorInvoker? _invoker;
    private readonly OrchestrationPump _pump = new();
    private readonly RunContext _context;
    private readonly List<TurnInput> _whileSuspended = [];
    private Task<object?>? _main;
    private List<TurnAction> _actions = [];
    private IReadOnlyList<TurnAction>? _recorded;
    private int _turn;

    public OrchestrationRun(InstanceIdentity identity, OrchestratorInvoker? invoker, ILoggerFactory loggers)
    {
        Identity = identity;
        _invoker = invoker;
        _context = new RunContext(this, _pump, loggers);
    }

    public InstanceIdentity Identity { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    public bool IsStarted => _main is not null;

    public bool HasEnded { get; private set; }

    public string? CustomStatus => _context.CustomStatus;

    /// <summary>Sets what is told when the code awaited something that is not durable and that ends between turns.</summary>
    public Action OnForeignWork
    {
        set => _pump.OnForeignWork = value;
    }

    /// <summary>Repeats a recorded turn.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code decides otherwise than it did.</exception>
    public void Replay(HistoryTurn turn)
    {
        Begin(turn.At, turn.Number, turn.Actions);
        IsReplaying = true;
        foreach (TurnInput input in turn.Inputs)
        {
            Apply(input);
        }

        // A failure outside of the orchestrator's own code is recorded as the last action, but replay cannot reproduce it.
        if (_actions.Count < turn.Actions.Count && turn.Actions[_actions.Count].Kind != TurnActionKind.Fail)
        {
            throw new NonDeterministicOrchestrationException(turn.Actions[_actions.Count].Describe(), "end of the turn", turn.Number);
        }

        IsReplaying = false;
    }

    /// <summary>Takes a new turn: consumes inputs until they end or the run ends.</summary>
    /// <returns>How many inputs were consumed, and what was decided.</returns>
    public (int Consumed, IReadOnlyList<TurnAction> Actions) Advance(IReadOnlyList<TurnInput> inputs, int turn, DateTime now)
    {
        Begin(now, turn, recorded: null);
        int consumed = 0;
        while (consumed < inputs.Count && !HasEnded)
        {
            Apply(inputs[consumed++]);
        }

        if (!HasEnded && (_pump.Violation ?? FindDeadEnd()) is { } violation)
        {
            Fail(violation);
        }

        return (consumed, _actions);
    }

    /// <summary>Records a decision, or while replaying compares it with the recorded one.</summary>
    public void Decide(TurnAction action)
    {
        if (_recorded is { } recorded)
        {
            if (_actions.Count >= recorded.Count)
            {
                throw Mismatch(new NonDeterministicOrchestrationException("end of the turn", action.Describe(), _turn));
            }

            if (!action.Matches(recorded[_actions.Count]))
            {
                throw Mismatch(new NonDeterministicOrchestrationException(recorded[_actions.Count].Describe(), action.Describe(), _turn));
            }
        }

        _actions.Add(action);
    }

    private NonDeterministicOrchestrationException Mismatch(NonDeterministicOrchestrationException exception)
    {
        // Thrown into the orchestrator's code, which may catch it; noted here, so that it cannot be swallowed.
        _pump.Report(exception);
        return exception;
    }

    private void Begin(DateTime now, int turn, IReadOnlyList<TurnAction>? recorded)
    {
        // The clock of a machine may be set back; that of an orchestration never goes back.
        Now = now > Now ? now : Now;
        _turn = turn;
        _recorded = recorded;
        _actions = [];
    }

    private void Apply(TurnInput input)
    {
        switch (input.Kind)
        {
            case TurnInputKind.Terminated:
                End(new(TurnActionKind.Terminate, 0) { Payload = input.Payload });
                break;
            case TurnInputKind.Suspended:
                IsSuspended = true;
                break;
            case TurnInputKind.Resumed:
                Resume();
                break;
            default:
                if (IsSuspended)
                {
                    _whileSuspended.Add(input);
                }
                else
                {
                    Deliver(input);
                }

                break;
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        TurnInput[] kept = [.. _whileSuspended];
        _whileSuspended.Clear();
        for (int i = 0; i < kept.Length; i++)
        {
            if (!HasEnded)
            {
                Deliver(kept[i]);
            }
            else if (kept[i].Kind == TurnInputKind.EventRaised)
            {
                _context.Events.Take(kept[i]);
            }
        }
    }

    private void Deliver(TurnInput input)
    {
        if (input.Kind == TurnInputKind.Started)
        {
            _pump.Run(static run => run._pump.Post(static state => ((OrchestrationRun)state!).Start(), run), this);
        }
        else
        {
            _pump.Run(static pair => pair.Context.Deliver(pair.Input), (Context: _context, Input: input));
        }

        if (IsReplaying && _pump.Violation is NonDeterministicOrchestrationException mismatch)
        {
            throw mismatch;
        }

        if (!HasEnded && _main is { IsCompleted: true })
        {
            Finish(_main);
        }
    }

    private void Start()
    {
        try
        {
            _main = _invoker is null
                ? Task.FromException<object?>(new TaskNotFoundException("orchestrator", Identity.Name))
                : _invoker(_context);
        }
        catch (Exception exception)
        {
            _main = Task.FromException<object?>(exception);
        }
    }

    private void Finish(Task<object?> main)
    {
        if (main.IsFaulted || main.IsCanceled)
        {
            Fail(main.Exception?.InnerException ?? new TaskCanceledException(main));
            return;
        }

        if (_context.NextRun is { } next)
        {
            End(new(TurnActionKind.ContinueAsNew, 0)
            {
                Payload = next.Input,
                Version = next.Version ?? Identity.Version,
                CarriedEvents = next.KeepEvents ? _context.Events.Unprocessed() : [],
            });
            return;
        }

        try
        {
            End(new(TurnActionKind.Complete, 0) { Payload = JsonDataConverter.Default.Serialize(main.Result) });
        }
        catch (Exception exception) when (exception is not NonDeterministicOrchestrationException)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception) => End(new(TurnActionKind.Fail, 0) { Failure = Failures.Describe(exception) });

    private void End(TurnAction action)
    {
        Decide(action);
        HasEnded = true;
    }

    // Nothing that history can bring would ever wake the code: it waits for something else, which a replay could not repeat.
    private NonDurableAwaitException? FindDeadEnd()
        => IsStarted && !IsSuspended && !_context.CanBeWoken ? new NonDurableAwaitException() : null;
}
