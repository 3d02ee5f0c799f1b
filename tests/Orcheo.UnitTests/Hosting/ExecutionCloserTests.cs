using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class ExecutionCloserTests : StoreTest
{
    private ExecutionCloser _closer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _closer = new ExecutionCloser(Executions, Journal, Time);
    }

    [Fact]
    public async Task An_end_is_recorded_once_with_output_counts_and_times()
    {
        var id = await CreateAsync();
        await AppendAsync(id, _ => new JournalBatch { Events = [Event("works")] });
        Time.Advance(TimeSpan.FromSeconds(2));
        var input = Ended(id) with { Output = JsonElement.Parse("""{"a":1}"""), Skipped = ["c"], Counts = new RunCounts(3, 2, 0, 1) };
        await _closer.CompleteAsync(input, Cancel);
        Time.Advance(TimeSpan.FromSeconds(2));
        await _closer.CompleteAsync(input with { Status = ExecutionStatus.Failed, Output = OrcheoJson.Null }, Cancel);

        var execution = (await Executions.GetAsync(Tenant, id, Cancel))!;
        Assert.Equal((ExecutionStatus.Succeeded, """{"a":1}"""), (execution.Status, execution.Output.GetRawText()));
        Assert.Equal((2, 0, 1, 2000L), (execution.Stats.NodesSucceeded, execution.Stats.NodesFailed, execution.Stats.NodesSkipped, execution.Stats.DurationMs));
        Assert.Equal(TimeSpan.FromSeconds(2), execution.CompletedAt - execution.CreatedAt);
        var events = await EventsAsync(id);
        AssertGapless(events);
        Assert.Equal(
            [EventTypes.ExecutionStart, EventTypes.Log, EventTypes.NodeSkipped, EventTypes.ExecutionEnd], events.Select(item => item.Type));
    }

    [Fact]
    public async Task An_end_before_any_node_started_takes_no_time_and_skips_all()
    {
        var id = await CreateAsync();
        Time.Advance(TimeSpan.FromSeconds(9));
        await _closer.CompleteAsync(Ended(id, ExecutionStatus.Cancelled), Cancel);

        var head = await HeadAsync(id);
        Assert.Equal((0L, 3), (head.Stats.DurationMs, head.Stats.NodesSkipped));
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.ExecutionEnd], (await EventsAsync(id)).Select(item => item.Type));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("node", 0)]
    public async Task A_failure_has_one_error_event_be_it_a_nodes_or_not(string? nodeId, int expected)
    {
        var id = await CreateAsync();
        await _closer.CompleteAsync(Ended(id, ExecutionStatus.Failed) with { Error = new RunError("ORC5000", "gone", nodeId) }, Cancel);

        // The error of a node has its event already, from the node's own record.
        Assert.Equal(expected, (await EventsAsync(id)).Count(item => item.Type == EventTypes.Error));
        Assert.Equal(("ORC5000", nodeId), ((await HeadAsync(id)).Error!.Code, (await HeadAsync(id)).Error!.NodeId));
    }

    [Fact]
    public async Task A_repeated_end_brings_lists_up_to_date_that_a_crash_has_left_behind()
    {
        var id = await CreateAsync(head => head with { WorkflowId = "wf_1" });
        await _closer.CompleteAsync(Ended(id), Cancel);
        foreach (var partition in new[] { ExecutionTables.StatusIndex(Tenant, StatusClass.Active), ExecutionTables.WorkflowStatusIndex(Tenant, "wf_1", StatusClass.Waiting) })
        {
            await Store.WriteAsync(ExecutionTables.Index, partition, [NewestFirstIndex.Entry(id)], Cancel);
        }

        await Store.WriteAsync(ExecutionTables.Index, ExecutionTables.StatusIndex(Tenant, StatusClass.Succeeded), [NewestFirstIndex.Removal(id)], Cancel);
        Assert.Empty(await IdsAsync(ExecutionStatus.Succeeded));

        await _closer.CompleteAsync(Ended(id), Cancel);
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Succeeded));
        Assert.Empty((await Executions.ListIdsAsync(Tenant, StatusClass.Active, new ListRequest(), Cancel)).Items);
        var row = await Store.QueryAsync(ExecutionTables.Index, ExecutionTables.WorkflowStatusIndex(Tenant, "wf_1", StatusClass.Waiting), new TableQuery(), Cancel);
        Assert.Empty(row.Rows);
    }

    [Fact]
    public async Task Only_a_running_execution_is_marked_as_waiting()
    {
        var running = await CreateAsync();
        await SetStatusAsync(running, ExecutionStatus.Running);
        Assert.True(await _closer.MarkWaitingAsync(new ExecutionReference(Tenant, running), Cancel));
        Assert.Equal([running], await IdsAsync(ExecutionStatus.Waiting));

        var cancelling = await CreateAsync();
        await SetStatusAsync(cancelling, ExecutionStatus.Cancelling);
        Assert.False(await _closer.MarkWaitingAsync(new ExecutionReference(Tenant, cancelling), Cancel));
        Assert.Equal(ExecutionStatus.Cancelling, (await HeadAsync(cancelling)).Status);
    }

    [Theory]
    [InlineData(ExecutionStatus.Succeeded)]
    [InlineData(ExecutionStatus.Failed)]
    public async Task An_accepted_cancellation_wins_over_whatever_the_execution_came_to(ExecutionStatus status)
    {
        var id = await CreateAsync();
        await _closer.CancelAsync(new ExecutionReference(Tenant, id), Cancel);
        var head = await _closer.CompleteAsync(Ended(id, status) with { Output = JsonElement.Parse("1"), Error = new RunError("ORC5000", "x", "node") }, Cancel);

        Assert.Equal((ExecutionStatus.Cancelled, "ORC3010"), (head.Status, head.Error!.Code));
        Assert.Equal(JsonValueKind.Null, (await Executions.GetAsync(Tenant, id, Cancel))!.Output.ValueKind);
        Assert.Equal("cancelled", (await EventsAsync(id))[^1].Payload.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_cancellation_is_accepted_until_the_end()
    {
        var id = await CreateAsync();
        var reference = new ExecutionReference(Tenant, id);
        var (head, accepted) = await _closer.CancelAsync(reference, Cancel);
        Assert.Equal((ExecutionStatus.Cancelling, true), (head.Status, accepted));
        var seq = (await HeadAsync(id)).LastSeq;
        Assert.True((await _closer.CancelAsync(reference, Cancel)).Accepted);
        Assert.Equal(seq, (await HeadAsync(id)).LastSeq);

        await _closer.CompleteAsync(Ended(id, ExecutionStatus.Cancelled), Cancel);
        Assert.Equal((ExecutionStatus.Cancelled, false), await CancelledAsync(reference));
    }

    private async Task<(ExecutionStatus Status, bool Accepted)> CancelledAsync(ExecutionReference reference)
    {
        var (head, accepted) = await _closer.CancelAsync(reference, Cancel);
        return (head.Status, accepted);
    }

    private static CompleteExecutionInput Ended(string id, ExecutionStatus status = ExecutionStatus.Succeeded) => new()
    {
        Tenant = Tenant,
        ExecutionId = id,
        Status = status,
        Output = OrcheoJson.Null,
    };
}
