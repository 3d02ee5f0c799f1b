namespace Orcheo.Durable;

/// <summary>External events of one run: those that arrived before anybody waited, and the waits that no event has ended yet.</summary>
/// <remarks>An event ends the youngest wait of its name, so that waits which were given up do not swallow it.</remarks>
internal sealed class EventWaits
{
    private readonly Dictionary<string, Stack<DurableTaskSource>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<(long Order, TurnInput Input)>> _buffered = new(StringComparer.OrdinalIgnoreCase);
    private long _order;

    /// <summary>Gets whether an event could still wake the orchestrator.</summary>
    public bool HasOpenWait => _waits.Values.Any(stack => stack.Any(wait => !wait.IsCompleted));

    public bool TryTakeBuffered(string name, out TurnInput input)
    {
        if (_buffered.TryGetValue(name, out Queue<(long Order, TurnInput Input)>? queue) && queue.TryDequeue(out (long Order, TurnInput Input) first))
        {
            input = first.Input;
            return true;
        }

        input = null!;
        return false;
    }

    public void Add(string name, DurableTaskSource wait)
    {
        if (!_waits.TryGetValue(name, out Stack<DurableTaskSource>? stack))
        {
            _waits[name] = stack = new();
        }

        while (stack.TryPeek(out DurableTaskSource? top) && top.IsCompleted)
        {
            stack.Pop();
        }

        stack.Push(wait);
    }

    /// <summary>Finds the wait that the event ends, or keeps the event.</summary>
    public DurableTaskSource? Take(TurnInput input)
    {
        if (_waits.TryGetValue(input.Name!, out Stack<DurableTaskSource>? stack))
        {
            while (stack.TryPop(out DurableTaskSource? wait))
            {
                if (!wait.IsCompleted)
                {
                    return wait;
                }
            }

            _waits.Remove(input.Name!);
        }

        if (!_buffered.TryGetValue(input.Name!, out Queue<(long Order, TurnInput Input)>? queue))
        {
            _buffered[input.Name!] = queue = new();
        }

        queue.Enqueue((_order++, input));
        return null;
    }

    /// <summary>Gives the events that nobody awaited, in the order in which they arrived.</summary>
    public IReadOnlyList<TurnInput> Unprocessed()
        => [.. _buffered.Values.SelectMany(queue => queue).OrderBy(item => item.Order).Select(item => item.Input)];
}
