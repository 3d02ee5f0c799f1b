using Orcheo.Core.Json;

namespace Orcheo.Core.Executions;

/// <summary>Makes the message that starts an execution small enough. What is left out is in the stored start.</summary>
public static class StartBounds
{
    /// <summary>The message, without its largest values where they are too many together.</summary>
    public static ExecuteWorkflowInput Bound(ExecuteWorkflowInput message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var bounded = message with { Bounded = true };
        var parts = new (int Size, Func<ExecuteWorkflowInput, ExecuteWorkflowInput> Store)[]
        {
            (MessageSize.Of(message.Definition), it => it with { Definition = OrcheoJson.Null, DefinitionStored = true }),
            (MessageSize.Of(message.Input), it => it with { Input = OrcheoJson.Null, InputStored = true }),
            (MessageSize.Of(message.EntryValue), it => it with { EntryValue = OrcheoJson.Null, EntryStored = true }),
            (MessageSize.Of(message.Trigger), it => it with { Trigger = OrcheoJson.Null, TriggerStored = true }),
        };
        var size = MessageLimits.Frame + MessageSize.Of(message.Pinned) + parts.Sum(part => part.Size);
        foreach (var part in parts.OrderByDescending(part => part.Size))
        {
            if (size <= MessageLimits.Message)
            {
                break;
            }

            bounded = part.Store(bounded);
            size -= part.Size;
        }

        return bounded;
    }
}
