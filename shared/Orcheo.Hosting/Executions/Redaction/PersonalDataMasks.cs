using Orcheo.Core.Executions;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>
/// Masks personal data in the events and log lines of runs that hand data to models. Outputs, checkpoints and the record of calls keep
/// it: they are the data itself, and a replay answers from them.
/// </summary>
public sealed class PersonalDataMasks
{
    private readonly PersonalDataMask? _mask;

    /// <summary>Makes the mask that the options ask for.</summary>
    public PersonalDataMasks(PersonalDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _mask = options.Mask ? new PersonalDataMask(options.Compile()) : null;
    }

    /// <summary>The mask of a run; null when nothing is masked.</summary>
    internal PersonalDataMask? Of(bool wanted) => wanted ? _mask : null;

    /// <summary>The events as they are stored and shown.</summary>
    internal IReadOnlyList<PendingEvent> Apply(bool wanted, IReadOnlyList<PendingEvent> events) => Of(wanted) is { } mask
        ? [.. events.Select(item => item with { Payload = mask.Redact(item.Payload) })]
        : events;

    /// <summary>A text as it is logged.</summary>
    internal string Apply(bool wanted, string text) => Of(wanted)?.Apply(text) ?? text;
}
