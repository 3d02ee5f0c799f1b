using Orcheo.Core.Executions;
using Orcheo.Core.Json;

namespace Orcheo.UnitTests.Executions;

/// <summary>What was stored by earlier versions still reads: histories and heads from before there were test runs.</summary>
public sealed class StoredShapeTests
{
    [Fact]
    public void A_start_from_before_test_runs_reads_and_pins_nothing()
    {
        var input = StoredJson.Read<ExecuteWorkflowInput>("""
            {"tenant":"default","execution_id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j9","definition":{"nodes":[],"edges":[],"settings":{}},"checksum":"00",
             "trigger_type":"api","trigger":{"type":"api"},"input":null,"entry_value":null,"replay":{"execution_id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j8","recorded":true}}
            """u8.ToArray());
        Assert.Null(input.Pinned);
        Assert.False(input.Bounded || input.DefinitionStored || input.InputStored || input.TriggerStored || input.EntryStored);
        var call = StoredJson.Read<RunNodeInput>("""
            {"tenant":"default","execution_id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j9","checksum":"00","node":{"id":"a","type":"delay"},
             "retry":{"max_attempts":3,"initial_interval_seconds":1,"backoff_coefficient":2,"max_interval_seconds":30,"jitter":true},
             "timeout_seconds":60,"values":{},"skipped":[],"credentials":[]}
            """u8.ToArray());
        Assert.False(call.Pinned || call.Bounded || call.NodeStored);
        Assert.Equal((null, null, null), (call.EntryOf, call.Stored, call.Parts));
    }

    [Fact]
    public void A_head_from_before_test_runs_reads_and_is_none()
    {
        var head = StoredJson.Read<ExecutionHead>("""
            {"id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j9","status":"succeeded","trigger":{"type":"api"},"stats":{"nodes_total":1},"created_at":"2026-01-31T09:15:00.000Z","last_seq":4}
            """u8.ToArray());
        Assert.Null(head.Test);
        var test = StoredJson.Read<TestRun>(StoredJson.Write(new TestRun(["a"])));
        Assert.Equal(("a", null), (Assert.Single(test.Pinned), test.OnlyNodeId));
    }
}
