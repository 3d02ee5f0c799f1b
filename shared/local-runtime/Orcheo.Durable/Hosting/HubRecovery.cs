namespace Orcheo.Durable;

/// <summary>Brings what a database holds back to life: instances, their open tasks, their messages.</summary>
internal static class HubRecovery
{
    public static (int Instances, int Activities, int Timers) Load(HubEngine engine, Recovery found)
    {
        foreach (InstanceRow row in found.Instances)
        {
            engine.Track(row, found.Turns[row.Sequence]);
        }

        foreach (InstanceRow row in found.Instances)
        {
            LinkToParent(engine, row);
        }

        // Starts go first: an event that arrived early is consumed by the turn that starts the run.
        foreach (InstanceRow row in found.Instances)
        {
            if (row.StartAt is { } at)
            {
                engine.ScheduleStart(engine.Directory.Find(row.Sequence)!, at);
            }
        }

        List<Message> orphans = [];
        LoadInbox(engine, found, orphans);
        LoadTimers(engine, found, orphans);
        LoadWork(engine, found, orphans);
        engine.Forget(orphans);
        return (found.Instances.Count, found.WorkItems.Count, found.Timers.Count);
    }

    private static void LinkToParent(HubEngine engine, InstanceRow row)
    {
        if (row.Parent is { } link && engine.Directory.Find(link.Sequence) is { } parent && parent.Generation == link.Generation)
        {
            parent.AddOpenTask(link.TaskId, new(TurnActionKind.CallSubOrchestration, 0));
        }
    }

    private static void LoadInbox(HubEngine engine, Recovery found, List<Message> orphans)
    {
        foreach ((long receiver, Message message) in found.Inbox)
        {
            if (engine.Directory.Find(receiver) is not { } instance)
            {
                orphans.Add(message);
                continue;
            }

            if (message.Input!.Kind is TurnInputKind.SubOrchestrationCompleted or TurnInputKind.SubOrchestrationFailed
                && message.Generation == instance.Generation)
            {
                lock (instance.Gate)
                {
                    instance.AddOpenTask(message.Input.TaskId, new(TurnActionKind.CallSubOrchestration, 0));
                }
            }

            engine.Dispatcher.Post(instance, message);
        }
    }

    private static void LoadTimers(HubEngine engine, Recovery found, List<Message> orphans)
    {
        foreach ((long owner, long row, int taskId, long due) in found.Timers)
        {
            if (engine.Directory.Find(owner) is { } instance)
            {
                OpenTask task = new(TurnActionKind.CreateTimer, row);
                lock (instance.Gate)
                {
                    instance.AddOpenTask(taskId, task);
                }

                engine.Timers.Add(
                    new(instance, new(new(TurnInputKind.TimerFired, taskId), instance.Generation, MessageSource.Timer, row), task), due);
            }
            else
            {
                orphans.Add(new(null, 0, MessageSource.Timer, row));
            }
        }
    }

    private static void LoadWork(HubEngine engine, Recovery found, List<Message> orphans)
    {
        Dictionary<long, Instance> ended = [];
        foreach (WorkItemRow row in found.WorkItems)
        {
            if (row.InstanceId is null)
            {
                orphans.Add(new(null, 0, MessageSource.WorkItem, row.Row));
                continue;
            }

            OpenTask task = new(TurnActionKind.CallActivity, row.Row);
            if (engine.Directory.Find(row.Instance) is not { } instance)
            {
                // Called by an instance that did not wait for it: it runs once, and nobody reads its result.
                instance = Ended(ended, row);
            }
            else if (row.Generation == instance.Generation)
            {
                lock (instance.Gate)
                {
                    instance.AddOpenTask(row.Task, task);
                }
            }

            ActivityCall call = new(row.Name, row.Version, row.InstanceId, row.Task, row.Input);
            engine.Activities.Add(instance, new(call, row.Generation, task));
        }
    }

    private static Instance Ended(Dictionary<long, Instance> known, WorkItemRow row)
    {
        if (!known.TryGetValue(row.Instance, out Instance? instance))
        {
            known[row.Instance] = instance = new(row.Instance, row.InstanceId!)
            {
                Name = string.Empty,
                CreatedAt = DateTime.UnixEpoch,
                IsClosed = true,
            };
        }

        return instance;
    }
}
