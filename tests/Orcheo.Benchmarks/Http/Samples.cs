namespace Orcheo.Benchmarks.Http;

/// <summary>Every single latency of a run, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    public Samples(IEnumerable<double> milliseconds, int failures, TimeSpan took)
    {
        _sorted = [.. milliseconds.Order()];
        Failures = failures;
        Took = took;
    }

    public int Count => _sorted.Length;

    /// <summary>How many answers were not what they should be; they are not among the samples.</summary>
    public int Failures { get; }

    public TimeSpan Took { get; }

    public double PerSecond => Math.Round(Count / Took.TotalSeconds, 1);

    /// <summary>The nearest-rank percentile.</summary>
    public double Percentile(double percent) => _sorted.Length == 0
        ? double.NaN
        : Math.Round(_sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * _sorted.Length) - 1, 0, _sorted.Length - 1)], 2);
}
