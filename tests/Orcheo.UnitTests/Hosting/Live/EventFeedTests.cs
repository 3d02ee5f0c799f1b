using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Hosting;
using Orcheo.Hosting.Live;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting.Live;

/// <summary>What a watcher is given: every event once and in order, whoever wrote it and whenever it asks.</summary>
public sealed class EventFeedTests : StoreTest
{
    private readonly LiveEvents _live = new(new LiveLimits(Events: 4));
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    [Fact]
    public async Task It_follows_an_execution_from_before_its_start_to_its_end()
    {
        var id = await CreateAsync();
        var journal = NewJournal(broadcast: _live);
        var watcher = Watch(id);
        Assert.True(_live.IsWatched(Tenant, id));
        await WriteAsync(journal, id, "a");
        await WriteAsync(journal, id, "b", "c");
        await EndAsync(journal, id);

        Assert.Equal([1, 2, 3, 4, 5], await watcher.RestAsync());
        Assert.Equal(0, _live.Watched);
    }

    [Fact]
    public async Task It_begins_after_what_the_client_has()
    {
        var id = await CreateAsync();
        var journal = NewJournal(broadcast: _live);
        await WriteAsync(journal, id, "a", "b", "c");
        var watcher = Watch(id, after: 2);
        await watcher.UntilAsync(4);
        await EndAsync(journal, id);

        Assert.Equal([3, 4, 5], await watcher.RestAsync());
    }

    [Fact]
    public async Task An_execution_that_has_ended_is_told_to_its_end()
    {
        var id = await CreateAsync();
        await WriteAsync(Journal, id, [.. Enumerable.Range(0, 500).Select(number => $"{number}")]);
        await EndAsync(Journal, id);

        var watcher = Watch(id);
        Assert.Equal(Enumerable.Range(1, 502).Select(seq => (long)seq), await watcher.RestAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Nothing_is_waited_for_after_the_end(long after)
    {
        var id = await CreateAsync();
        await WriteAsync(Journal, id, "a");
        await EndAsync(Journal, id);

        var watcher = Watch(id, after);
        Assert.Empty(await watcher.RestAsync());
    }

    [Fact]
    public async Task An_execution_whose_events_are_gone_ends_at_once()
    {
        var id = await CreateAsync(head => head with { Status = ExecutionStatus.Succeeded, LastSeq = 7 });
        var purged = Watch(id);
        Assert.Empty(await purged.RestAsync());
        var missing = Watch("exe_00000000000000000000000000");
        Assert.Empty(await missing.RestAsync());
    }

    [Fact]
    public async Task Events_that_another_process_writes_are_found_in_the_store()
    {
        var id = await CreateAsync();
        var watcher = Watch(id);
        await WriteAsync(Journal, id, "a");
        await watcher.UntilAsync(2);
        await EndAsync(Journal, id);

        Assert.Equal([1, 2, 3], await watcher.RestAsync());
    }

    [Fact]
    public async Task What_another_process_has_written_in_between_is_read_before_what_comes_live()
    {
        var id = await CreateAsync();
        var here = NewJournal(broadcast: _live);
        await WriteAsync(here, id, "a");
        var watcher = Watch(id, tick: false);
        await watcher.UntilAsync(2);
        await WriteAsync(Journal, id, "there", "there");
        await WriteAsync(here, id, "here");
        await EndAsync(here, id);

        Assert.Equal([1, 2, 3, 4, 5, 6], await watcher.RestAsync());
    }

    [Fact]
    public async Task A_watcher_that_falls_behind_catches_up_from_the_store()
    {
        var id = await CreateAsync();
        var journal = NewJournal(broadcast: _live);
        var watcher = Watch(id);
        for (var round = 0; round < 20; round++)
        {
            await WriteAsync(journal, id, "a", "b", "c", "d", "e", "f", "g");
        }

        await EndAsync(journal, id);
        Assert.Equal(Enumerable.Range(1, 142).Select(seq => (long)seq), await watcher.RestAsync());
    }

    [Fact]
    public async Task Passing_events_come_between_the_others()
    {
        var id = await CreateAsync();
        var journal = NewJournal(broadcast: _live);
        await WriteAsync(journal, id, "a");
        var watcher = Watch(id);
        await watcher.UntilAsync(2);
        _live.Show(Tenant, id, new PendingEvent(EventTypes.LlmDelta, Time.GetUtcNow(), null, OrcheoJson.EmptyObject));
        await EndAsync(journal, id);

        Assert.Equal([1, 2, 0, 3], await watcher.RestAsync());
    }

    [Fact]
    public async Task Without_events_it_shows_now_and_then_that_it_lives()
    {
        var id = await CreateAsync();
        var watcher = Watch(id);
        var began = Time.GetUtcNow();
        await Eventually.TrueAsync(() => watcher.Heartbeats == 2, () => Time.Advance(TimeSpan.FromSeconds(1)));

        Assert.InRange(Time.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Looks_that_find_nothing_cost_one_read_each_and_now_and_then_one_more()
    {
        var id = await CreateAsync();
        var store = new CountingStore(Store);
        var watcher = Watch(id, store: store);
        await Eventually.TrueAsync(() => store.Queries >= 41, () => Time.Advance(TimeSpan.FromMilliseconds(100)));

        // At the beginning, and after every tenth look.
        Assert.InRange(store.Reads.Count, store.Queries / 10, 1 + (store.Queries / 10));
        await EndAsync(Journal, id);
        Assert.Equal([1, 2], await watcher.RestAsync());
    }

    [Fact]
    public async Task A_host_that_stops_ends_it()
    {
        var id = await CreateAsync();
        var watcher = Watch(id);
        _lifetime.StopApplication();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(watcher.RestAsync);
        Assert.Equal(0, _live.Watched);
    }

    private Watcher Watch(string id, long after = 0, bool tick = true, ITableStore? store = null)
    {
        var feed = new EventFeed(store is null ? Executions : new ExecutionStore(store), _live, new LiveOptions(), new DurableRunner("elsewhere"), _lifetime, Time);
        return new Watcher(feed.FollowAsync(Tenant, id, after, Cancel), tick ? () => Time.Advance(TimeSpan.FromMilliseconds(100)) : () => { });
    }

    private Task<JournalResult> WriteAsync(ExecutionJournal journal, string id, params string[] messages) =>
        journal.AppendAsync(Tenant, id, _ => new JournalBatch { Events = [.. messages.Select(Event)] }, Cancel);

    private Task<JournalResult> EndAsync(ExecutionJournal journal, string id) => journal.AppendAsync(
        Tenant,
        id,
        _ => new JournalBatch
        {
            Events = [new PendingEvent(EventTypes.ExecutionEnd, Time.GetUtcNow(), null, OrcheoJson.EmptyObject)],
            Change = head => head with { Status = ExecutionStatus.Succeeded },
        },
        Cancel);

    /// <summary>Reads a feed from the moment it is made.</summary>
    private sealed class Watcher
    {
        private readonly Lock _lock = new();
        private readonly List<long> _seen = [];
        private readonly Action _meanwhile;
        private readonly Task _reading;
        private int _heartbeats;

        public Watcher(IAsyncEnumerable<IReadOnlyList<LiveEvent>> feed, Action meanwhile)
        {
            _meanwhile = meanwhile;
            _reading = ReadAsync(feed);
        }

        public int Heartbeats => Volatile.Read(ref _heartbeats);

        public Task UntilAsync(long seq) => Eventually.TrueAsync(() => Seen().Contains(seq), _meanwhile);

        public async Task<IReadOnlyList<long>> RestAsync()
        {
            await Eventually.TrueAsync(() => _reading.IsCompleted, _meanwhile);
            await _reading;
            return Seen();
        }

        private IReadOnlyList<long> Seen()
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }

        private async Task ReadAsync(IAsyncEnumerable<IReadOnlyList<LiveEvent>> feed)
        {
            await foreach (var batch in feed)
            {
                lock (_lock)
                {
                    _seen.AddRange(batch.Select(item => item.Seq));
                    _heartbeats += batch.Count == 0 ? 1 : 0;
                }
            }
        }
    }
}
