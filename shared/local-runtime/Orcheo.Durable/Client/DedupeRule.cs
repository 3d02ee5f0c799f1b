using System.Collections.Frozen;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>In which statuses an existing instance refuses a start with its id.</summary>
internal sealed record DedupeRule(FrozenSet<OrchestrationRuntimeStatus> Refusing)
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    // Without a wish, an unfinished instance refuses and a finished one is replaced: a start that is repeated does not run twice at once.
    private static readonly DedupeRule Default = new(Unfinished.ToFrozenSet());

    public static DedupeRule From(IReadOnlyList<string>? statuses)
    {
        if (statuses is null)
        {
            return Default;
        }

        FrozenSet<OrchestrationRuntimeStatus> refusing = statuses.Select(Parse).ToFrozenSet();
        if (refusing.Contains(OrchestrationRuntimeStatus.Terminated) && !Unfinished.All(refusing.Contains))
        {
            throw new ArgumentException(
                "The dedupe statuses must not contain Terminated while an unfinished instance may be replaced: it would be terminated, "
                + "and would then refuse the start.",
                nameof(statuses));
        }

        return new(refusing);
    }

    private static OrchestrationRuntimeStatus Parse(string text)
        => Enum.TryParse(text, ignoreCase: true, out OrchestrationRuntimeStatus status) && Enum.IsDefined(status)
            ? status
            : throw new ArgumentException($"'{text}' is not a status of an orchestration.", nameof(text));
}
