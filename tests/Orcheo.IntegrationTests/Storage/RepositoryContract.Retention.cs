using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

public abstract partial class RepositoryContract
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Executions_go_with_everything_of_theirs_once_their_time_is_over_and_the_lists_stay_right()
    {
        var ended = await RunAsync(ExecutionStatus.Succeeded, events: 130);
        var failed = await RunAsync(ExecutionStatus.Failed);
        var lastEnd = Time.GetUtcNow();
        var running = await CreateAsync();
        Time.Advance(Day);
        var late = await RunAsync(ExecutionStatus.Succeeded);
        Time.Advance(29 * Day);
        var young = await RunAsync(ExecutionStatus.Cancelled);

        Assert.Equal(0, await PurgeAsync(Store, lastEnd - TimeSpan.FromMilliseconds(1)));
        Assert.Equal([young, late, running, failed, ended], await IdsAsync());
        Assert.Equal(2, await PurgeAsync(Store, lastEnd + TimeSpan.FromMilliseconds(1)));
        Assert.Equal([young, late, running], await IdsAsync());
        Assert.Equal([young, late, running], await IdsAsync(null, "wf_1"));
        Assert.Equal([late], await IdsAsync(ExecutionStatus.Succeeded));
        Assert.Empty(await IdsAsync(ExecutionStatus.Failed, "wf_1"));
        Assert.Equal([running], await IdsAsync(ExecutionStatus.Queued));
        foreach (var id in new[] { ended, failed })
        {
            Assert.Null(await Executions.GetAsync(Tenant, id, Ct));
            Assert.Empty((await Store.QueryAsync("executions", $"{Tenant}|{id}", new TableQuery(), Ct)).Rows);
        }

        Assert.Equal(0, await PurgeAsync(Store, lastEnd + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task One_that_started_long_ago_and_ended_just_now_stays()
    {
        var id = await CreateAsync();
        Time.Advance(40 * Day);
        await EndAsync(id, ExecutionStatus.Succeeded);
        Assert.Equal(0, await PurgeAsync(Store, Time.GetUtcNow() - (30 * Day)));
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Succeeded));
    }

    [Fact]
    public async Task A_purge_that_dies_anywhere_is_taken_up_by_the_next()
    {
        for (var writes = 0; writes < 16; writes++)
        {
            var id = await RunAsync(ExecutionStatus.Succeeded, recordDays: 1);
            var active = await CreateAsync();
            Time.Advance(31 * Day);
            try
            {
                await PurgeAsync(new CutOffStore(Store, writes), Time.GetUtcNow() - (30 * Day));
            }
            catch (StorageException)
            {
                // Dead.
            }

            await PurgeAsync(Store, Time.GetUtcNow() - (30 * Day));
            Assert.Equal([active], await IdsAsync());
            Assert.Empty(await IdsAsync(ExecutionStatus.Succeeded));
            Assert.Empty((await Store.QueryAsync("executions", $"{Tenant}|{id}", new TableQuery(), Ct)).Rows);
            foreach (var list in new[] { "all", "st|succeeded", "st|active", "wf|wf_1", "ws|wf_1|succeeded", "due" })
            {
                var rows = await Store.QueryAsync("executionindex", $"{Tenant}|{list}", new TableQuery(), Ct);
                Assert.DoesNotContain(rows.Rows, row => System.Text.Encoding.UTF8.GetString(row.Value.Span) == id);
            }

            await EndAsync(active, ExecutionStatus.Cancelled);
            Time.Advance(31 * Day);
            await PurgeAsync(Store, Time.GetUtcNow() - (30 * Day));
        }
    }

    [Fact]
    public async Task Events_and_checkpoints_go_earlier_where_that_is_said_and_the_execution_stays()
    {
        var kept = await RunAsync(ExecutionStatus.Succeeded);
        var early = await RunAsync(ExecutionStatus.Succeeded, events: 130, recordDays: 7);
        var open = await CreateAsync(recordDays: 7);
        Time.Advance((7 * Day) - TimeSpan.FromMilliseconds(2));
        Assert.Equal(0, await Purge(Store).PurgeRecordsAsync(Tenant, 10, Ct));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await Purge(Store).PurgeRecordsAsync(Tenant, 10, Ct));
        Assert.Equal(0, await Purge(Store).PurgeRecordsAsync(Tenant, 10, Ct));

        Assert.Empty(await Executions.GetEventsAsync(Tenant, early, 0, 1000, Ct));
        Assert.Empty(await Executions.GetCheckpointsAsync(Tenant, early, Ct));
        var execution = (await Executions.GetAsync(Tenant, early, Ct))!;
        Assert.Equal((ExecutionStatus.Succeeded, "42"), (execution.Status, execution.Output.GetRawText()));
        Assert.NotNull(await Executions.GetStartAsync(Tenant, early, Ct));
        Assert.Equal(Time.GetUtcNow(), (await Executions.GetHeadAsync(Tenant, early, Ct))!.RecordsPurgedAt);
        Assert.NotEmpty(await Executions.GetEventsAsync(Tenant, kept, 0, 1000, Ct));
        Assert.NotEmpty(await Executions.GetCheckpointsAsync(Tenant, kept, Ct));
        Assert.Equal([open, early, kept], await IdsAsync());

        Time.Advance(24 * Day);
        Assert.Equal(2, await PurgeAsync(Store, Time.GetUtcNow() - (30 * Day)));
        Assert.Equal([open], await IdsAsync());
    }

    [Fact]
    public async Task Purging_in_small_batches_while_executions_are_listed_and_started_loses_none_that_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(ExecutionStatus.Succeeded);
        }

        Time.Advance(31 * Day);
        var expected = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            expected.Insert(0, await RunAsync(ExecutionStatus.Succeeded));
        }

        var purge = PurgeAsync(Store, Time.GetUtcNow() - (30 * Day));
        while (!purge.IsCompleted)
        {
            Assert.Equal(expected, (await IdsAsync(ExecutionStatus.Succeeded)).Take(expected.Count));
        }

        Assert.Equal(20, await purge);
        Assert.Equal(expected, await IdsAsync());
    }

    private ExecutionPurge Purge(ITableStore store) => new(store, Time);

    /// <summary>Purges in batches of two until nothing is left to look at.</summary>
    private async Task<int> PurgeAsync(ITableStore store, DateTimeOffset endedBefore)
    {
        var removed = 0;
        string? continuation = null;
        do
        {
            var batch = await Purge(store).PurgeAsync(Tenant, endedBefore, continuation, 2, Ct);
            removed += batch.Removed;
            continuation = batch.Continuation;
        }
        while (continuation is not null);

        return removed;
    }

    /// <summary>An execution with events and a checkpoint, that has ended.</summary>
    private async Task<string> RunAsync(ExecutionStatus status, int events = 1, double? recordDays = null)
    {
        var id = await CreateAsync(recordDays);
        var journal = new ExecutionJournal(Store, Time);
        for (var i = 0; i < events; i++)
        {
            await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [new PendingEvent(EventTypes.Log, Time.GetUtcNow(), null, JsonElement.Parse("{}"))] }, Ct);
        }

        var checkpoint = new Checkpoint
        {
            Id = OrcheoId.New(OrcheoId.Checkpoint, Time.GetUtcNow()),
            ExecutionId = id,
            NodeId = "a",
            Seq = 0,
            Ts = Time.GetUtcNow(),
            Succeeded = true,
        };
        await journal.AppendAsync(Tenant, id, _ => new JournalBatch { Checkpoint = checkpoint, Events = [new PendingEvent(EventTypes.Log, Time.GetUtcNow(), "a", JsonElement.Parse("{}"))] }, Ct);
        await EndAsync(id, status);
        return id;
    }

    private Task<JournalResult> EndAsync(string id, ExecutionStatus status)
    {
        var end = new JournalBatch
        {
            Output = JsonElement.Parse("42"),
            Change = head => head with { Status = status, CompletedAt = Time.GetUtcNow() },
        };
        return new ExecutionJournal(Store, Time).AppendAsync(Tenant, id, _ => end, Ct);
    }
}
