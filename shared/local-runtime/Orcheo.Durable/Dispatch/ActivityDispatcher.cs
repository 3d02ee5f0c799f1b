using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Orcheo.Durable;

/// <summary>
/// Runs activities: a bounded number at once, and the instances take turns, so that one with ten thousand activities does not keep
/// another one waiting for more than one round.
/// </summary>
internal sealed class ActivityDispatcher(
    int limit, IReadOnlyDictionary<string, ActivityInvoker> invokers, Action<Instance, Message> complete, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Instance> _round = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _shutdown = new();
    private int _running;
    private bool _draining;

    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    public void Add(Instance instance, ActivityWork work)
    {
        lock (_gate)
        {
            if (instance.WaitingActivities.Count == 0)
            {
                _round.Enqueue(instance);
            }

            instance.WaitingActivities.Enqueue(work);
        }

        StartNext();
    }

    /// <summary>Starts no more activities. The task ends when none is running; those that wait stay in the database.</summary>
    public Task Drain()
    {
        lock (_gate)
        {
            _draining = true;
            _round.Clear();
            if (_running == 0)
            {
                _drained.TrySetResult();
            }
        }

        return _drained.Task;
    }

    /// <summary>Cancels the activities that belong to no unfinished instance; the others are cancelled with theirs.</summary>
    public void CancelDetached() => _ = _shutdown.CancelAsync();

    public void Dispose() => _shutdown.Dispose();

    private void StartNext()
    {
        while (TryTake() is { } next)
        {
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
        }
    }

    private Worker? TryTake()
    {
        lock (_gate)
        {
            while (!_draining && _running < limit && _round.TryDequeue(out Instance? instance))
            {
                ActivityWork work = instance.WaitingActivities.Dequeue();
                if (instance.WaitingActivities.Count > 0)
                {
                    _round.Enqueue(instance);
                }

                if (!work.Task.IsCancelled)
                {
                    _running++;
                    return new(this, instance, work);
                }
            }

            return null;
        }
    }

    private async Task RunAsync(Instance instance, ActivityWork work)
    {
        TurnInput? result = await InvokeAsync(instance, work);
        lock (_gate)
        {
            _running--;
            if (_draining && _running == 0)
            {
                _drained.TrySetResult();
            }
        }

        StartNext();
        if (result is not null)
        {
            complete(instance, new(result, work.Generation, MessageSource.WorkItem, work.Task.Row));
        }
    }

    private async Task<TurnInput?> InvokeAsync(Instance instance, ActivityWork work)
    {
        ActivityCall call = work.Call;
        CancellationToken token = instance.ActivityToken(work.Generation, _shutdown.Token);
        if (work.Task.IsCancelled)
        {
            return null;
        }

        try
        {
            ActivityInvoker invoker = invokers.TryGetValue(call.Name.Name, out ActivityInvoker? found)
                ? found
                : throw new TaskNotFoundException("activity", call.Name.Name);
            object? output = await invoker(call, token);
            return new(TurnInputKind.ActivityCompleted, call.TaskId, Payload: JsonDataConverter.Default.Serialize(output));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Terminated, or the hub is shutting down: then the work item stands, and the next start runs it again.
            return null;
        }
        catch (Exception exception)
        {
            logger.ActivityFailed(exception, call.Name.Name, call.TaskId, call.InstanceId);
            return new(TurnInputKind.ActivityFailed, call.TaskId, Failure: Failures.Describe(exception));
        }
    }

    private sealed class Worker(ActivityDispatcher dispatcher, Instance instance, ActivityWork work) : IThreadPoolWorkItem
    {
        public void Execute() => _ = dispatcher.RunAsync(instance, work);
    }
}
