using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>The ids of spans: derived, given, stored.</summary>
public sealed class ExecutionTraceTests
{
    private const string Id = "exe_01k3z5w0a1b2c3d4e5f6g7h8s1";

    [Fact]
    public void The_ids_of_an_execution_never_change()
    {
        var trace = ExecutionTrace.Of(Id);

        // Written down once: what was sent by an earlier version must be the same tree.
        Assert.Equal("03de30984025ecad3112b7373fc9a1ae", trace.TraceId.ToHexString());
        Assert.Equal("0e51932c955c12ae", trace.SpanId.ToHexString());
        Assert.Equal("5b803b4b2074ec5e", trace.SpanOf("call").ToHexString());
        Assert.Equal(trace, ExecutionTrace.Of(Id));
    }

    [Fact]
    public void Executions_and_nodes_have_ids_of_their_own()
    {
        var traces = Enumerable.Range(0, 1000).Select(i => ExecutionTrace.Of($"exe_{i}")).ToList();
        Assert.Equal(1000, traces.Select(trace => trace.TraceId).Distinct().Count());
        Assert.Equal(2000, traces.Select(trace => trace.SpanId).Concat(traces.Select(trace => trace.SpanOf("a"))).Distinct().Count());
    }

    [Fact]
    public void This_runtime_lets_spans_have_given_ids()
    {
        Assert.True(SpanIdentity.IsSupported, "Activity has no field _spanId or _id any more: trees of executions have gaps. See ADR 20.");
        using var span = new Activity("parent").SetIdFormat(ActivityIdFormat.W3C).Start();
        _ = span.Id;
        var id = ActivitySpanId.CreateRandom();
        SpanIdentity.Set(span, id);
        using var child = new Activity("child").Start();

        Assert.Equal((id, id), (span.SpanId, child.ParentSpanId));
        Assert.EndsWith($"-{id}-00", span.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Heads_and_calls_of_before_still_read()
    {
        var head = StoredJson.Read<ExecutionHead>(Encoding.UTF8.GetBytes(
            """{"id":"exe_1","status":"running","trigger":{"type":"api"},"stats":{"nodes_total":1},"created_at":"2026-01-01T00:00:00.000Z","last_seq":3}"""));
        var call = JsonSerializer.Deserialize<RunNodeInput>(
            """{"tenant":"t","execution_id":"exe_1","checksum":"c","node":{"id":"a","type":"delay"},"retry":{"max_attempts":1,"initial_interval_seconds":1,"backoff_coefficient":1,"max_interval_seconds":1,"jitter":false},"timeout_seconds":1,"values":{}}""",
            OrcheoJson.Options)!;

        Assert.Null(head.TraceParent);
        Assert.Equal((null, null), (call.WorkflowId, call.WorkflowVersion));
    }
}
