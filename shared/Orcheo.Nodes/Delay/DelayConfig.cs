using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.Delay;

/// <summary>Config of <c>delay</c>: exactly one of its members.</summary>
[Description("How long delay waits: exactly one of the two.")]
[Schema("""{"oneOf":[{"required":["seconds"]},{"required":["until"]}]}""")]
internal sealed record DelayConfig
{
    /// <summary>The longest wait, in seconds: 366 days.</summary>
    public const double MaxSeconds = 366 * 24 * 3600;

    /// <summary>How long, in seconds.</summary>
    [Range(0, MaxSeconds)]
    [Description("How long to wait, in seconds; fractions allowed, at most 366 days.")]
    public double? Seconds { get; init; }

    /// <summary>Until when.</summary>
    [Schema("""{"format":"date-time"}""")]
    [Description("Until when to wait: an RFC 3339 date and time with an offset, at most 366 days ahead. A time that has passed ends the wait at once.")]
    public string? Until { get; init; }
}
