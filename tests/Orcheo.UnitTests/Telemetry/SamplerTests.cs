using System.Diagnostics;
using OpenTelemetry.Trace;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>Which executions are traced.</summary>
public sealed class SamplerTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("always_on", null, true)]
    [InlineData("always_off", null, false)]
    [InlineData("parentbased_always_off", null, false)]
    [InlineData("traceidratio", "1", true)]
    [InlineData("parentbased_traceidratio", "0", false)]
    [InlineData("parentbased_traceidratio", "much", true)]
    [InlineData("unheard_of", null, true)]
    public void An_execution_is_decided_by_the_root_sampler_whatever_its_parent_says(string? name, string? argument, bool sampled)
    {
        foreach (var span in (string[])[SpanNames.Execution, $"{SpanNames.Node} delay"])
        {
            foreach (var flags in (ActivityTraceFlags[])[ActivityTraceFlags.None, ActivityTraceFlags.Recorded])
            {
                Assert.Equal(sampled, IsSampled(ExecutionSampler.Of(name, argument), span, flags, ActivityTraceId.CreateRandom()));
            }
        }
    }

    [Fact]
    public void A_ratio_takes_the_same_executions_everywhere()
    {
        var sampler = ExecutionSampler.Of("parentbased_traceidratio", "0.25");
        var ids = Enumerable.Range(0, 4000).Select(i => ExecutionTrace.Of($"exe_{i}").TraceId).ToList();
        var taken = ids.Where(id => IsSampled(sampler, SpanNames.Execution, ActivityTraceFlags.Recorded, id)).ToList();

        Assert.InRange(taken.Count, 850, 1150);
        Assert.Equal(taken, ids.Where(id => IsSampled(ExecutionSampler.Of("traceidratio", "0.25"), "node x", ActivityTraceFlags.None, id)));
    }

    [Theory]
    [InlineData(null, ActivityTraceFlags.None, false)]
    [InlineData("parentbased_always_off", ActivityTraceFlags.Recorded, true)]
    [InlineData("always_on", ActivityTraceFlags.None, true)]
    public void Other_spans_follow_their_parent_where_that_is_asked_for(string? name, ActivityTraceFlags parent, bool sampled) =>
        Assert.Equal(sampled, IsSampled(ExecutionSampler.Of(name, null), SpanNames.Attempt, parent, ActivityTraceId.CreateRandom()));

    private static bool IsSampled(Sampler sampler, string name, ActivityTraceFlags parent, ActivityTraceId id) =>
        sampler.ShouldSample(new SamplingParameters(
            new ActivityContext(id, ActivitySpanId.CreateRandom(), parent), id, name, ActivityKind.Internal, [], [])).Decision == SamplingDecision.RecordAndSample;
}
