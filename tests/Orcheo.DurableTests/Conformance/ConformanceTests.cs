using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests.Conformance;

/// <summary>
/// The behaviours of the public model. Every test runs twice: with runs that stay in memory between turns, and with every run evicted
/// after every turn, so that each turn replays the whole history. What an orchestration sees must not differ.
/// </summary>
public abstract class ConformanceTests(bool evicting)
{
    protected bool IsEvicting => evicting;

    internal TestHub NewHub(Func<TaskHubOptions, TaskHubOptions>? configure = null)
        => new(options => (configure ?? (same => same))(evicting ? options with { MaxLiveInstances = 0 } : options));
}
