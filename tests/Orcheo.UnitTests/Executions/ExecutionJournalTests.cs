using Orcheo.Core.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Executions;

public sealed class ExecutionJournalTests : StoreTest
{
    [Fact]
    public async Task The_first_append_starts_the_execution_and_measures_its_time_in_the_queue()
    {
        var id = await CreateAsync(head => head with { WorkflowVersion = 3 });
        Time.Advance(TimeSpan.FromMilliseconds(250));

        var result = await AppendAsync(id, _ => new JournalBatch { Events = [Event("a"), Event("b")] });

        Assert.True(result.Written);
        Assert.Equal(3, result.LastSeq);
        var head = await HeadAsync(id);
        Assert.Equal((ExecutionStatus.Running, 3L, 250L), (head.Status, head.LastSeq, head.Stats.QueueMs));
        Assert.Equal(Time.GetUtcNow(), head.StartedAt);
        var events = await EventsAsync(id);
        AssertGapless(events);
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.Log, EventTypes.Log], events.Select(item => item.Type));
        Assert.Equal(3, events[0].Payload.GetProperty("workflow_version").GetInt32());
        Assert.Equal("api", events[0].Payload.GetProperty("trigger").GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_execution_cancelled_in_the_queue_stays_cancelling_when_its_first_events_come()
    {
        var id = await CreateAsync();
        await SetStatusAsync(id, ExecutionStatus.Cancelling);

        Assert.Equal(ExecutionStatus.Cancelling, (await HeadAsync(id)).Status);
        Assert.NotNull((await HeadAsync(id)).StartedAt);
    }

    [Fact]
    public async Task Watchers_are_told_of_events_once_they_are_stored()
    {
        var id = await CreateAsync();
        var broadcast = new RecordingBroadcast();
        await NewJournal(broadcast: broadcast).AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("a")] }, Cancel);

        await Eventually.TrueAsync(() => broadcast.Events.Count == 2);
        Assert.Equal((await EventsAsync(id)).Select(item => item.Id), broadcast.Events.Select(item => item.Id));
        Assert.Equal(id, Assert.Single(broadcast.Executions));
    }

    [Fact]
    public async Task A_broadcast_that_fails_harms_no_writer()
    {
        var id = await CreateAsync();
        var journal = NewJournal(broadcast: new RecordingBroadcast { Failing = true });

        Assert.True((await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("a")] }, Cancel)).Written);
        Assert.True((await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("b")] }, Cancel)).Written);
        Assert.Equal(3, (await EventsAsync(id)).Count);
    }

    [Fact]
    public async Task Nothing_to_write_writes_nothing()
    {
        var id = await CreateAsync();
        var result = await AppendAsync(id, _ => null);

        Assert.False(result.Written);
        Assert.Equal(ExecutionStatus.Queued, result.Head.Status);
        Assert.Empty(await EventsAsync(id));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task A_head_that_another_process_has_overtaken_is_read_and_not_tried_where_that_is_known(bool known, int batches)
    {
        var id = await CreateAsync();
        var store = new CountingStore(Store);
        var here = NewJournal(store);
        await here.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("a")] }, Cancel);
        var there = await AppendAsync(id, _ => new JournalBatch { Events = [Event("b")] });
        var (readsBefore, batchesBefore) = (store.Reads.Count, store.Batches);
        if (known)
        {
            here.Advanced(Tenant, id, there.LastSeq);
        }

        Assert.True((await here.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("c")] }, Cancel)).Written);
        Assert.Equal((1, batches), (store.Reads.Count - readsBefore, store.Batches - batchesBefore));
        AssertGapless(await EventsAsync(id));
    }

    [Fact]
    public async Task An_execution_that_does_not_exist_is_refused()
    {
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(
            () => AppendAsync("exe_00000000000000000000000000", _ => new JournalBatch { Events = [Event("a")] }));
        Assert.Contains("exe_00000000000000000000000000", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compose_that_throws_fails_its_own_append_only()
    {
        var id = await CreateAsync();
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        var first = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("first")] }, Cancel);
        await store.Blocked.WaitAsync(Cancel);

        // These three come while the first is being written, so that they share the next batch.
        var before = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("before")] }, Cancel);
        var broken = journal.AppendAsync(Tenant, id, _ => throw new FormatException("broken"), Cancel);
        var after = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("after")] }, Cancel);
        store.Release();

        await Task.WhenAll(first, before, after);
        Assert.Equal("broken", (await Assert.ThrowsAsync<FormatException>(() => broken)).Message);
        Assert.Equal(["first", "before", "after"], await MessagesAsync(id));
        Assert.Equal(2, store.Writes);
    }

    [Fact]
    public async Task A_checkpoint_that_is_there_already_is_refused_without_losing_the_others_of_its_group()
    {
        var id = await CreateAsync();
        await AppendNodeAsync(Journal, id, "node", "original");
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        var first = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("first")] }, Cancel);
        await store.Blocked.WaitAsync(Cancel);

        var other = AppendNodeAsync(journal, id, "other", "other");
        var repeated = AppendNodeAsync(journal, id, "node", "repeated");
        var another = AppendNodeAsync(journal, id, "another", "another");
        store.Release();

        await first;
        Assert.False((await repeated).Written);
        Assert.True((await other).Written);
        Assert.True((await another).Written);
        Assert.Equal(["original", "first", "other", "another"], await MessagesAsync(id));
        Assert.Equal(["node", "other", "another"], (await Executions.GetCheckpointsAsync(Tenant, id, Cancel)).Select(item => item.NodeId));
        AssertGapless(await EventsAsync(id));
    }

    [Fact]
    public async Task Of_two_checkpoints_of_one_node_in_one_group_the_first_is_kept()
    {
        var id = await CreateAsync();
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        var first = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("first")] }, Cancel);
        await store.Blocked.WaitAsync(Cancel);

        var one = AppendNodeAsync(journal, id, "node", "one");
        var two = AppendNodeAsync(journal, id, "node", "two");
        var other = AppendNodeAsync(journal, id, "other", "other");
        store.Release();

        await first;
        Assert.True((await one).Written);
        Assert.False((await two).Written);
        Assert.True((await other).Written);
        Assert.Equal(["first", "one", "other"], await MessagesAsync(id));
        Assert.Equal(2, (await HeadAsync(id)).Stats.NodesSucceeded);
    }

    [Fact]
    public async Task A_group_is_bounded_and_each_sees_the_head_that_the_one_before_it_left()
    {
        var id = await CreateAsync();
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        var first = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("first")] }, Cancel);
        await store.Blocked.WaitAsync(Cancel);
        var seen = new List<long>();
        var many = Enumerable.Range(0, 70).Select(number => journal.AppendAsync(
            Tenant,
            id,
            head =>
            {
                seen.Add(head.LastSeq);
                return new JournalBatch { Events = [Event($"{number}")] };
            },
            Cancel)).ToList();
        store.Release();
        await first;

        var results = await Task.WhenAll(many);
        Assert.Equal(Enumerable.Range(3, 70).Select(seq => (long)seq), results.Select(result => result.LastSeq));
        Assert.Equal(Enumerable.Range(2, 70).Select(seq => (long)seq), seen);
        // 32 + 32 + 6, after the first.
        Assert.Equal(4, store.Writes);
        AssertGapless(await EventsAsync(id));
    }

    [Fact]
    public async Task A_failure_of_the_store_reaches_every_append_of_the_group_and_the_next_one_works()
    {
        var id = await CreateAsync();
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        var failing = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("lost")] }, Cancel);
        await store.Blocked.WaitAsync(Cancel);
        store.Fail(new Core.Storage.StorageException("The disk is full."));
        await Assert.ThrowsAsync<Core.Storage.StorageException>(() => failing);

        Assert.True((await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("kept")] }, Cancel)).Written);
        Assert.Equal(["kept"], await MessagesAsync(id));
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_the_write_to_its_fate()
    {
        var id = await CreateAsync();
        var store = new PausedStore(Store);
        var journal = NewJournal(store);
        using var impatient = new CancellationTokenSource();
        var append = journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("written")] }, impatient.Token);
        await store.Blocked.WaitAsync(Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
        store.Release();

        await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [Event("next")] }, Cancel);
        Assert.Equal(["written", "next"], await MessagesAsync(id));
    }

    [Fact]
    public async Task Status_changes_move_the_execution_between_the_lists()
    {
        var id = await CreateAsync(head => head with { WorkflowId = "wf_1" });
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Queued, "wf_1"));
        await SetStatusAsync(id, ExecutionStatus.Waiting);
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Waiting, "wf_1"));
        await SetStatusAsync(id, ExecutionStatus.Succeeded);

        Assert.Equal([id], await IdsAsync(ExecutionStatus.Succeeded));
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Succeeded, "wf_1"));
        Assert.Empty(await IdsAsync(ExecutionStatus.Waiting));
        Assert.Empty((await Executions.ListIdsAsync(Tenant, StatusClass.Active, new Core.Storage.ListRequest(), Cancel)).Items);
        Assert.Empty((await Executions.ListIdsAsync(Tenant, StatusClass.Waiting, new Core.Storage.ListRequest(), Cancel)).Items);
    }

    private Task<JournalResult> AppendNodeAsync(ExecutionJournal journal, string id, string node, string message) => journal.AppendAsync(
        Tenant,
        id,
        _ => new JournalBatch
        {
            Events = [Event(message)],
            Checkpoint = CheckpointOf(id, node),
            Change = head => head with { Stats = head.Stats with { NodesSucceeded = head.Stats.NodesSucceeded + 1 } },
        },
        Cancel);

    private async Task<string[]> MessagesAsync(string id) =>
        [.. (await EventsAsync(id)).Where(item => item.Type == EventTypes.Log).Select(item => item.Payload.GetProperty("message").GetString()!)];

    [Fact]
    public async Task What_must_not_come_after_a_nodes_end_does_not_whoever_wrote_it()
    {
        var id = await CreateAsync();
        var other = NewJournal();
        var first = await StartAsync(other, id, "a");
        await AppendAsync(id, _ => new JournalBatch { Events = [Event("end")], Checkpoint = CheckpointOf(id, "a") });

        // The other journal still has the head of before the end.
        var late = await StartAsync(other, id, "a");
        var elsewhere = await StartAsync(other, id, "b");

        Assert.Equal((true, false, true), (first.Written, late.Written, elsewhere.Written));
        var events = await EventsAsync(id);
        AssertGapless(events);
        Assert.Equal(["start a", "end", "start b"], events.Skip(1).Select(item => item.Payload.GetProperty("message").GetString()));
    }

    private Task<JournalResult> StartAsync(ExecutionJournal journal, string id, string nodeId) =>
        journal.AppendUnlessEndedAsync(Tenant, id, nodeId, _ => new JournalBatch { Events = [Event($"start {nodeId}")] }, Cancel);
}
