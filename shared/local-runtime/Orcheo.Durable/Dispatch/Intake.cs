namespace Orcheo.Durable;

/// <summary>The messages that a turn takes from the mailbox, sorted into those it consumes and those that no longer matter.</summary>
internal sealed class Intake
{
    public List<TurnInput> Inputs { get; } = [];

    /// <summary>Gets the messages of the inputs, at the same places.</summary>
    public List<Message> Messages { get; } = [];

    /// <summary>Gets the messages whose rows are only to be deleted.</summary>
    public List<Message> Stale { get; } = [];

    /// <summary>Gets whether the instance has to look around although nothing arrived.</summary>
    public bool IsWoken { get; private set; }

    public static Intake Take(Instance instance)
    {
        Intake intake = new();
        lock (instance.Gate)
        {
            List<Message> taken = instance.Mailbox;
            instance.Mailbox = [];
            foreach (Message message in taken)
            {
                intake.Sort(instance, message);
            }
        }

        return intake;
    }

    /// <summary>Gives back what the run did not consume because it ended: after continue-as-new the next run reads it.</summary>
    public void KeepUnconsumed(Instance instance, int consumed)
    {
        if (consumed == Inputs.Count)
        {
            return;
        }

        lock (instance.Gate)
        {
            instance.Mailbox.InsertRange(0, Messages.Skip(consumed));
        }

        Inputs.RemoveRange(consumed, Inputs.Count - consumed);
        Messages.RemoveRange(consumed, Messages.Count - consumed);
    }

    private void Sort(Instance instance, Message message)
    {
        if (message.Input is null)
        {
            IsWoken = true;
        }
        else if (IsCurrent(instance, message))
        {
            Inputs.Add(message.Input);
            Messages.Add(message);
        }
        else
        {
            Stale.Add(message);
        }
    }

    private static bool IsCurrent(Instance instance, Message message)
    {
        if (message.Generation != Message.AnyGeneration && message.Generation != instance.Generation)
        {
            return false;
        }

        return message.Input!.Kind switch
        {
            TurnInputKind.Started => TakeStart(instance),
            TurnInputKind.EventRaised or TurnInputKind.Suspended or TurnInputKind.Resumed or TurnInputKind.Terminated => true,
            _ => instance.OpenTasks?.Remove(message.Input.TaskId) == true,
        };
    }

    private static bool TakeStart(Instance instance)
    {
        bool due = instance.StartPending;
        instance.StartPending = false;
        return due;
    }
}
