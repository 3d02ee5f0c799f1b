using Microsoft.Data.Sqlite;
using Orcheo.Core.Storage;
using Orcheo.Storage.Sqlite;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>What only the SQLite store has: a file that can fail, a writer that groups.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private const string Table = "rows";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-store-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "orcheo.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Batches_that_queue_behind_a_commit_share_the_next_one()
    {
        await using var store = await OpenAsync();
        List<Task<TableWriteResult>> writes = [];
        await using (await LockAsync())
        {
            for (var i = 0; i < 200; i++)
            {
                writes.Add(InsertAsync(store, $"row-{i}"));
            }

            Assert.DoesNotContain(writes, write => write.IsCompleted);
        }

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Applied));
        Assert.InRange(store.Commits, 1, 2);
    }

    [Fact]
    public async Task A_conflict_inside_a_group_leaves_the_other_batches_alone()
    {
        await using var store = await OpenAsync();
        List<Task<TableWriteResult>> writes = [];
        await using (await LockAsync())
        {
            for (var i = 0; i < 30; i++)
            {
                writes.Add(store.WriteAsync(
                    Table, "p", [TableWrite.Insert($"own-{i:d2}", default), TableWrite.Insert($"shared-{i / 3:d2}", default)], Ct));
            }
        }

        var results = await Task.WhenAll(writes);
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 3 == 0), Enumerable.Range(0, 30).Where(i => results[i].Applied));
        Assert.All(results.Where(r => !r.Applied), r => Assert.Equal(new TableConflict(1, TableConflictKind.RowExists), r.Conflict));
        Assert.Equal(20, (await store.QueryAsync(Table, "p", new TableQuery(), Ct)).Rows.Count);
    }

    [Fact]
    public async Task Cancelling_a_queued_batch_withdraws_it()
    {
        await using var store = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        Task<TableWriteResult> first;
        Task<TableWriteResult> queued;
        await using (await LockAsync())
        {
            // The writer takes the first batch and waits for the lock with it; the second stays in the queue.
            first = InsertAsync(store, "first");
            await AwaitAsync(() => !store.HasQueuedWrites);
            queued = store.WriteAsync(Table, "p", [TableWrite.Insert("queued", default)], cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        }

        Assert.True((await first).Applied);
        Assert.Null(await store.GetAsync(Table, "p", "queued", Ct));
    }

    [Fact]
    public async Task A_batch_that_the_writer_has_taken_tells_its_true_outcome_though_cancelled()
    {
        await using var store = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        Task<TableWriteResult> write;
        await using (await LockAsync())
        {
            write = store.WriteAsync(Table, "p", [TableWrite.Insert("a", default)], cancellation.Token);
            await AwaitAsync(() => !store.HasQueuedWrites);
            await cancellation.CancelAsync();
        }

        Assert.True((await write).Applied);
        Assert.NotNull(await store.GetAsync(Table, "p", "a", Ct));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nothing()
    {
        await using var store = await OpenAsync(options => options with { QueueCapacity = 2 });
        List<Task<TableWriteResult>> writes = [];
        using var cancellation = new CancellationTokenSource();
        await using (await LockAsync())
        {
            writes.AddRange(Enumerable.Range(0, 20).Select(i => InsertAsync(store, $"row-{i:d2}")));
            var waiting = store.WriteAsync(Table, "p", [TableWrite.Insert("waiting", default)], cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await Task.WhenAll(writes);
        var page = await store.QueryAsync(Table, "p", new TableQuery(), Ct);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"row-{i:d2}"), page.Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task Closing_commits_what_is_queued_and_leaves_one_file()
    {
        var store = await OpenAsync();
        Task<TableWriteResult>[] writes = [.. Enumerable.Range(0, 50).Select(i => InsertAsync(store, $"row-{i}"))];
        await store.DisposeAsync();
        await store.DisposeAsync();
        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.Applied));
        Assert.Equal([File], Directory.GetFiles(_folder.FullName));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(store, "late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.GetAsync(Table, "p", "late", Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.InitializeAsync([Table], Ct));
        await using var again = await OpenAsync();
        Assert.Equal(50, (await again.QueryAsync(Table, "p", new TableQuery { Limit = 100 }, Ct)).Rows.Count);
    }

    [Fact]
    public async Task Closing_while_callers_wait_for_room_commits_or_refuses_each_of_them()
    {
        var store = await OpenAsync(options => options with { QueueCapacity = 1 });
        Task<TableWriteResult>[] writes = [.. Enumerable.Range(0, 50).Select(i => InsertAsync(store, $"row-{i:d2}"))];
        await store.DisposeAsync();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default);
        await using var again = await OpenAsync();
        var found = (await again.QueryAsync(Table, "p", new TableQuery(), Ct)).Rows.Select(row => row.RowKey);
        Assert.Equal(Enumerable.Range(0, 50).Where(i => writes[i].IsCompletedSuccessfully).Select(i => $"row-{i:d2}"), found);
        Assert.All(writes.Where(write => write.IsFaulted), write => Assert.IsType<ObjectDisposedException>(write.Exception!.InnerException));
    }

    [Fact]
    public async Task The_log_is_folded_back_while_writing_goes_on()
    {
        await using var store = await OpenAsync(options => options with { CheckpointPages = 64 });
        for (var i = 0; i < 3000; i++)
        {
            await store.WriteAsync(Table, "p", [TableWrite.Insert($"row-{i:d4}", new byte[2000])], Ct);
        }

        // 3,000 rows of 2 kB write about 50 MB of log when it is never begun anew.
        Assert.InRange(new FileInfo(File + "-wal").Length, 1, 10_000_000);
        Assert.Equal(1000, (await store.QueryAsync(Table, "p", new TableQuery { Limit = 1000 }, Ct)).Rows.Count);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_keeps_the_rest()
    {
        await using var store = await OpenAsync(options => options with { MaxBytes = 300_000 });
        var etag = Assert.Single((await InsertAsync(store, "kept")).ETags!);
        var failure = await Assert.ThrowsAsync<StorageException>(
            () => store.WriteAsync(Table, "p", [TableWrite.Upsert("kept", default), TableWrite.Insert("large", new byte[1_000_000])], Ct));
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Contains(File, failure.Message, StringComparison.Ordinal);
        Assert.Null(await store.GetAsync(Table, "p", "large", Ct));
        Assert.Equal(etag, (await store.GetAsync(Table, "p", "kept", Ct))!.ETag);
        var next = await store.WriteAsync(Table, "p", [TableWrite.Replace("kept", default, etag)], Ct);
        Assert.NotEqual(etag, Assert.Single(next.ETags!));
    }

    [Fact]
    public async Task A_group_that_fails_is_acknowledged_to_none()
    {
        await using var store = await OpenAsync(options => options with { MaxBytes = 300_000 });
        await InsertAsync(store, "taken");
        List<Task<TableWriteResult>> writes = [];
        await using (await LockAsync())
        {
            var holder = InsertAsync(store, "holder");
            await AwaitAsync(() => !store.HasQueuedWrites);
            writes.Add(InsertAsync(store, "small"));
            writes.Add(InsertAsync(store, "taken"));
            writes.Add(store.WriteAsync(Table, "p", [TableWrite.Insert("large", new byte[1_000_000])], Ct));
        }

        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StorageException>(() => write);
        }

        Assert.Equal(["holder", "taken"], (await store.QueryAsync(Table, "p", new TableQuery(), Ct)).Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task Another_process_that_keeps_the_lock_is_named_as_the_cause()
    {
        await using var store = await OpenAsync(options => options with { BusyTimeout = TimeSpan.FromMilliseconds(20) });
        await using (await LockAsync())
        {
            var failure = await Assert.ThrowsAsync<StorageException>(() => InsertAsync(store, "a"));
            Assert.Contains("lock", failure.Message, StringComparison.Ordinal);
        }

        Assert.True((await InsertAsync(store, "a")).Applied);
    }

    [Fact]
    public async Task Two_stores_on_one_file_never_give_the_same_etag()
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => InsertAsync(i % 2 == 0 ? one : two, $"row-{i}")));
        Assert.Equal(40, results.Select(result => Assert.Single(result.ETags!)).Distinct().Count());
        Assert.NotNull(await one.GetAsync(Table, "p", "row-1", Ct));
    }

    [Theory]
    [InlineData("this is no database, but it is long enough to be looked at: 0123456789 0123456789 0123456789 0123456789 0123456789")]
    [InlineData("short")]
    public async Task A_file_that_is_no_database_is_refused(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, Ct);
        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());
        Assert.Contains("not a SQLite database", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_reported_and_not_answered_with_wrong_rows()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                await store.WriteAsync(Table, "p", [TableWrite.Insert($"row-{i:d2}", new byte[3000])], Ct);
            }
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File, Ct);
        Array.Fill(bytes, (byte)0xA5, 3 * 4096, bytes.Length - (3 * 4096));
        await System.IO.File.WriteAllBytesAsync(File, bytes, Ct);
        await using var damaged = await OpenAsync();
        var failure = await Assert.ThrowsAsync<StorageException>(() => damaged.QueryAsync(Table, "p", new TableQuery(), Ct));
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => InsertAsync(damaged, "row-05"));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused()
    {
        await ExecuteAsync("CREATE TABLE theirs (id INTEGER)");
        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());
        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        await ExecuteAsync("PRAGMA user_version=99");
        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenAsync());
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await System.IO.File.WriteAllTextAsync(File, "a file where a folder should be", Ct);
        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(options => options with { Path = Path.Combine(File, "sub", "x.db") }));
        Assert.Contains(File, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_cannot_be_opened_is_named()
    {
        var failure = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(options => options with { Path = _folder.FullName }));
        Assert.Contains("cannot be opened", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_open_before_initialization()
    {
        await using var store = new SqliteTableStore(new SqliteTableStoreOptions { Path = File });
        await Assert.ThrowsAsync<ArgumentException>(() => InsertAsync(store, "a"));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SqliteTableStore(new SqliteTableStoreOptions { Path = File, QueueCapacity = 0 }));
    }

    [Fact]
    public async Task More_readers_than_connections_take_turns()
    {
        await using var store = await OpenAsync(options => options with { Readers = 2 });
        await InsertAsync(store, "a");
        var rows = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => store.GetAsync(Table, "p", "a", Ct), Ct)));
        Assert.All(rows, Assert.NotNull);
    }

    private static Task<TableWriteResult> InsertAsync(SqliteTableStore store, string key) =>
        store.WriteAsync(Table, "p", [TableWrite.Insert(key, default)], Ct);

    private static async Task AwaitAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<SqliteTableStore> OpenAsync(Func<SqliteTableStoreOptions, SqliteTableStoreOptions>? configure = null)
    {
        var options = new SqliteTableStoreOptions { Path = File, BusyTimeout = TimeSpan.FromSeconds(30) };
        var store = new SqliteTableStore(configure?.Invoke(options) ?? options);
        try
        {
            await store.InitializeAsync([Table], Ct);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the write lock, as another process could, until disposed.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Ct);
        return connection;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }
}
