using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>Gives instances their turns: one turn at a time each, a bounded number in all, first come first served.</summary>
internal sealed class OrchestrationDispatcher(HubEngine engine, int limit, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<Instance> _ready = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;
    private bool _stopping;

    /// <summary>Delivers a message, and schedules a turn when the instance is not busy.</summary>
    /// <param name="instance">The receiver.</param>
    /// <param name="message">What it is told.</param>
    /// <param name="inline">Whether the turn may run on the calling thread, when a slot is free.</param>
    public void Post(Instance instance, Message message, bool inline = false)
    {
        lock (instance.Gate)
        {
            if (!instance.IsClosed)
            {
                instance.Mailbox.Add(message);
                if (instance.IsScheduled)
                {
                    return;
                }

                instance.IsScheduled = true;
                message = null!;
            }
        }

        if (message is null)
        {
            Schedule(instance, inline);
        }
        else
        {
            engine.Forget([message]);
        }
    }

    /// <summary>Ends the turn of an instance, after its commit. Another one follows when messages have arrived meanwhile.</summary>
    public void Finish(Instance instance)
    {
        bool again;
        lock (instance.Gate)
        {
            again = !instance.IsClosed && instance.Mailbox.Count > 0;
            instance.IsScheduled = again;
        }

        Instance? next = null;
        lock (_gate)
        {
            if (again)
            {
                _ready.Enqueue(instance);
            }

            if (_stopping || !_ready.TryDequeue(out next))
            {
                _active--;
                if (_stopping && _active == 0)
                {
                    _idle.TrySetResult();
                }
            }
        }

        if (next is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
        }
    }

    /// <summary>Starts no more turns. The task ends when those that have begun are committed.</summary>
    public Task Drain()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_active == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }

    /// <summary>Runs one turn. Called on a thread of the pool; never blocks on anything but reading history.</summary>
    public void RunTurn(Instance instance)
    {
        try
        {
            TurnUnit? unit = TakeTurn(instance);
            if (unit is not null)
            {
                engine.Grouper.Submit(unit);
                return;
            }
        }
        catch (SqliteFault fault)
        {
            engine.Fail(fault);
        }
        catch (TaskHubException stopped) when (stopped.Fault == TaskHubFault.Stopped)
        {
            // The hub stopped between the scheduling and the turn; the messages are durable.
        }

        Finish(instance);
    }

    private void Schedule(Instance instance, bool inline)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            if (_active >= limit)
            {
                _ready.Enqueue(instance);
                return;
            }

            _active++;
        }

        if (inline)
        {
            RunTurn(instance);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(instance, preferLocal: false);
        }
    }

    private TurnUnit? TakeTurn(Instance instance)
    {
        Intake intake = Intake.Take(instance);
        if (intake.Inputs.Count == 0 && !intake.IsWoken)
        {
            engine.Forget(intake.Stale);
            return null;
        }

        DateTime now = engine.Clock.GetUtcNow().UtcDateTime;
        try
        {
            OrchestrationRun run = instance.Run ??= engine.Rebuild(instance);
            (int consumed, IReadOnlyList<TurnAction> actions) = run.Advance(intake.Inputs, instance.Turn + 1, now);
            if (consumed == 0 && actions.Count == 0)
            {
                engine.Forget(intake.Stale);
                return null;
            }

            intake.KeepUnconsumed(instance, consumed);
            return new TurnUnit(engine, instance, intake, actions, run.Now, StatusOf(run), run.CustomStatus);
        }
        catch (Exception exception) when (exception is not (SqliteFault or TaskHubException))
        {
            logger.ReplayFailed(exception, instance.Name, instance.Id);
            return TurnUnit.Failing(engine, instance, intake, exception, now);
        }
    }

    private static OrchestrationRuntimeStatus StatusOf(OrchestrationRun run)
        => run.IsSuspended ? OrchestrationRuntimeStatus.Suspended
            : run.IsStarted ? OrchestrationRuntimeStatus.Running
            : OrchestrationRuntimeStatus.Pending;
}
