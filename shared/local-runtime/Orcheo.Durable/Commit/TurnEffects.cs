namespace Orcheo.Durable;

/// <summary>What a turn sets going once it is durable.</summary>
internal sealed class TurnEffects
{
    public List<(int TaskId, OpenTask Task)> NewTasks { get; } = new(1);

    public List<int> CancelledTimers { get; } = new(0);

    public List<ActivityWork> Activities { get; } = new(1);

    public List<(TimerEntry Entry, long Due)> Timers { get; } = new(0);

    public List<InstanceRow> Children { get; } = new(0);

    public List<(long Receiver, Message Message)> Messages { get; } = new(0);

    /// <summary>Gets the events that the next run of the same instance begins with.</summary>
    public List<Message> Carried { get; } = new(0);

    /// <summary>Forgets what an undone attempt to write has noted.</summary>
    public void Clear()
    {
        NewTasks.Clear();
        CancelledTimers.Clear();
        Activities.Clear();
        Timers.Clear();
        Children.Clear();
        Messages.Clear();
        Carried.Clear();
    }

    public void Apply(HubEngine engine, Instance instance)
    {
        foreach (InstanceRow child in Children)
        {
            engine.Admit(child);
        }

        foreach (ActivityWork work in Activities)
        {
            engine.Activities.Add(instance, work);
        }

        foreach ((TimerEntry entry, long due) in Timers)
        {
            engine.Timers.Add(entry, due);
        }

        foreach ((long receiver, Message message) in Messages)
        {
            engine.Deliver(receiver, message);
        }
    }
}
