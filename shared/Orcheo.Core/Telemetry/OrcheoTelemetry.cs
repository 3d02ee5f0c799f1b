using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orcheo.Core.Telemetry;

/// <summary>Where Orcheo's spans and measurements come from. Nobody listens unless telemetry is on, and then they cost next to nothing.</summary>
public static class OrcheoTelemetry
{
    /// <summary>The name of the source of spans.</summary>
    public const string SourceName = "Orcheo";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Orcheo";

    /// <summary>The meter of the embedded durable engine, which knows nothing of Orcheo and names it itself.</summary>
    public const string DurableMeterName = "Orcheo.Durable";

    /// <summary>The source of spans.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(MeterName);

    /// <summary>Whether a span is one of Orcheo's.</summary>
    public static bool IsOwn(Activity? activity) => activity is not null && ReferenceEquals(activity.Source, Source);
}
