using System.Diagnostics.Metrics;

namespace Orcheo.Durable;

/// <summary>The measurements of a task hub.</summary>
internal sealed class DurableMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Orcheo.Durable";

    /// <summary>Turns and other units that were committed.</summary>
    public const string Turns = "orcheo.durable.turns";

    /// <summary>How many of them shared a commit.</summary>
    public const string CommitSize = "orcheo.durable.commit.size";

    /// <summary>Instances that have not ended.</summary>
    public const string InstancesActive = "orcheo.durable.instance.active";

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _turns;
    private readonly Histogram<int> _commitSize;

    /// <param name="active">Tells how many instances have not ended.</param>
    public DurableMetrics(Func<int> active)
    {
        _turns = _meter.CreateCounter<long>(Turns, "{turn}", "Turns of orchestrations that were committed.");
        _commitSize = _meter.CreateHistogram(
            CommitSize, "{unit}", "How many turns and other units of writing shared a commit.", tags: null, Sizes);
        _meter.CreateObservableUpDownCounter(InstancesActive, active, "{instance}", "Orchestrations that have not ended: running, waiting or queued.");
    }

    /// <summary>A group was committed.</summary>
    public void Committed(List<WriteUnit> units)
    {
        if (_turns.Enabled || _commitSize.Enabled)
        {
            _commitSize.Record(units.Count);
            _turns.Add(units.Count(unit => unit is TurnUnit));
        }
    }

    public void Dispose() => _meter.Dispose();
}
