using System.Globalization;
using System.Text;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>The rules of the port. Every adapter passes them; each derives a class that says how to open it.</summary>
public abstract partial class TableStoreContract : IAsyncLifetime
{
    protected const string Table = "rows";
    protected const string Partition = "default|wf_1";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected ITableStore Store { get; private set; } = null!;

    /// <summary>How much slower the adapter is than a local file: what is only repetition is divided by this.</summary>
    protected virtual int Slowness => 1;

    public async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        await Store.InitializeAsync([Table, "others"], Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store over rows that belong to this test alone; within a test, each call opens the same rows.</summary>
    protected abstract Task<ITableStore> OpenAsync();

    protected abstract Task CleanUpAsync();

    [Fact]
    public async Task A_row_that_was_never_written_is_null()
    {
        Assert.Null(await Store.GetAsync(Table, Partition, "a", Ct));
        var page = await Store.QueryAsync(Table, Partition, new TableQuery(), Ct);
        Assert.Empty(page.Rows);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task An_inserted_row_is_read_back_with_the_etag_of_its_write()
    {
        var etag = await InsertAsync("a", "Grüße, 世界 🌍");
        var row = await Store.GetAsync(Table, Partition, "a", Ct);
        Assert.Equal("a", row!.RowKey);
        Assert.Equal("Grüße, 世界 🌍", Text(row));
        Assert.Equal(etag, row.ETag);
    }

    [Fact]
    public async Task Tables_and_partitions_are_apart()
    {
        await InsertAsync("a", "here");
        Assert.Null(await Store.GetAsync("others", Partition, "a", Ct));
        Assert.Null(await Store.GetAsync(Table, "default|wf_2", "a", Ct));
        Assert.True((await Store.WriteAsync(Table, "default|wf_2", [TableWrite.Insert("a", Bytes("there"))], Ct)).Applied);
        Assert.Equal("here", Text(await Store.GetAsync(Table, Partition, "a", Ct)));
    }

    [Fact]
    public async Task Inserting_a_row_that_exists_conflicts()
    {
        await InsertAsync("a", "first");
        await AssertConflictAsync(0, TableConflictKind.RowExists, TableWrite.Insert("a", Bytes("second")));
        Assert.Equal("first", Text(await Store.GetAsync(Table, Partition, "a", Ct)));
    }

    [Fact]
    public async Task Replacing_needs_the_current_etag()
    {
        var first = await InsertAsync("a", "1");
        var second = await ApplyOneAsync(TableWrite.Replace("a", Bytes("2"), first));
        Assert.NotEqual(first, second);
        await AssertConflictAsync(0, TableConflictKind.ETagMismatch, TableWrite.Replace("a", Bytes("3"), first));
        await AssertConflictAsync(0, TableConflictKind.ETagMismatch, TableWrite.Replace("a", Bytes("3"), "from another store"));
        await AssertConflictAsync(0, TableConflictKind.RowMissing, TableWrite.Replace("b", Bytes("3"), first));
        Assert.Equal("2", Text(await Store.GetAsync(Table, Partition, "a", Ct)));
    }

    [Fact]
    public async Task Replacing_with_the_same_value_changes_the_etag()
    {
        var first = await InsertAsync("a", "same");
        var second = await ApplyOneAsync(TableWrite.Replace("a", Bytes("same"), first));
        await AssertConflictAsync(0, TableConflictKind.ETagMismatch, TableWrite.Replace("a", Bytes("same"), first));
        await ApplyOneAsync(TableWrite.Replace("a", Bytes("same"), second));
    }

    [Fact]
    public async Task An_upsert_adds_and_replaces()
    {
        var first = await ApplyOneAsync(TableWrite.Upsert("a", Bytes("1")));
        var second = await ApplyOneAsync(TableWrite.Upsert("a", Bytes("2")));
        Assert.NotEqual(first, second);
        var row = await Store.GetAsync(Table, Partition, "a", Ct);
        Assert.Equal(("2", second), (Text(row), row!.ETag));
    }

    [Fact]
    public async Task Deleting_with_an_etag_needs_the_current_one()
    {
        var first = await InsertAsync("a", "1");
        var second = await ApplyOneAsync(TableWrite.Upsert("a", Bytes("2")));
        await AssertConflictAsync(0, TableConflictKind.ETagMismatch, TableWrite.Delete("a", first));
        Assert.Equal("", await ApplyOneAsync(TableWrite.Delete("a", second)));
        await AssertConflictAsync(0, TableConflictKind.RowMissing, TableWrite.Delete("a", second));
        Assert.Null(await Store.GetAsync(Table, Partition, "a", Ct));
    }

    [Fact]
    public async Task Deleting_without_an_etag_never_conflicts()
    {
        await InsertAsync("b", "1");
        await InsertAsync("d", "1");
        var result = await WriteAsync(
            TableWrite.Delete("a"), TableWrite.Delete("b"), TableWrite.Insert("c", Bytes("new")), TableWrite.Delete("d"), TableWrite.Delete("e"));
        Assert.True(result.Applied);
        Assert.Equal(["", "", (await Store.GetAsync(Table, Partition, "c", Ct))!.ETag, "", ""], result.ETags);
        Assert.Equal(["c"], await KeysAsync(new TableQuery()));
        Assert.True((await WriteAsync(TableWrite.Delete("x"), TableWrite.Delete("y"))).Applied);
    }

    [Fact]
    public async Task A_row_deleted_and_inserted_again_does_not_get_an_old_etag_back()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            var etag = await InsertAsync("a", "same");
            Assert.True(etags.Add(etag));
            await ApplyOneAsync(TableWrite.Delete("a", etag));
        }
    }

    [Fact]
    public async Task A_batch_applies_all_its_writes()
    {
        var b = await InsertAsync("b", "1");
        var d = await InsertAsync("d", "1");
        var result = await WriteAsync(
            TableWrite.Insert("a", Bytes("2")), TableWrite.Replace("b", Bytes("2"), b), TableWrite.Upsert("c", Bytes("2")), TableWrite.Delete("d", d));
        Assert.True(result.Applied);
        var page = await Store.QueryAsync(Table, Partition, new TableQuery(), Ct);
        Assert.Equal(["a", "b", "c"], page.Rows.Select(row => row.RowKey));
        Assert.All(page.Rows, row => Assert.Equal("2", Text(row)));
        Assert.Equal([.. page.Rows.Select(row => row.ETag), ""], result.ETags);
    }

    [Theory]
    [InlineData(TableConflictKind.RowExists)]
    [InlineData(TableConflictKind.ETagMismatch)]
    [InlineData(TableConflictKind.RowMissing)]
    public async Task A_batch_with_a_conflict_applies_nothing_and_names_the_first(TableConflictKind kind)
    {
        var old = await InsertAsync("b", "1");
        await ApplyOneAsync(TableWrite.Replace("b", Bytes("2"), old));
        var conflicting = kind switch
        {
            TableConflictKind.RowExists => TableWrite.Insert("b", Bytes("3")),
            TableConflictKind.ETagMismatch => TableWrite.Replace("b", Bytes("3"), old),
            _ => TableWrite.Delete("missing", old),
        };
        await AssertConflictAsync(
            2, kind, TableWrite.Insert("a", Bytes("3")), TableWrite.Delete("x"), conflicting, TableWrite.Replace("y", Bytes("3"), old));
        Assert.Equal(["b"], await KeysAsync(new TableQuery()));
        Assert.Equal("2", Text(await Store.GetAsync(Table, Partition, "b", Ct)));
    }

    [Fact]
    public async Task A_batch_holds_a_hundred_rows_and_their_etags_come_in_order()
    {
        TableWrite[] writes = [.. Enumerable.Range(0, 100).Reverse().Select(i => TableWrite.Insert(Key(i), Bytes(Key(i))))];
        var result = await WriteAsync(writes);
        var page = await Store.QueryAsync(Table, Partition, new TableQuery { Limit = 100 }, Ct);
        Assert.Equal(Enumerable.Range(0, 100).Select(Key), page.Rows.Select(Text));
        Assert.Null(page.Continuation);
        Assert.Equal(page.Rows.Select(row => row.ETag).Reverse(), result.ETags);
    }

    [Fact]
    public async Task Concurrent_writers_of_one_row_lose_no_update()
    {
        const int Writers = 8;
        var rounds = 24 / Slowness;
        await InsertAsync("counter", "0");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(IncrementAsync, Ct)));
        Assert.Equal(Writers * rounds, int.Parse(Text(await Store.GetAsync(Table, Partition, "counter", Ct)), CultureInfo.InvariantCulture));

        async Task IncrementAsync()
        {
            for (var done = 0; done < rounds;)
            {
                var row = await Store.GetAsync(Table, Partition, "counter", Ct);
                var next = int.Parse(Text(row), CultureInfo.InvariantCulture) + 1;
                var result = await WriteAsync(TableWrite.Replace("counter", Bytes(Key(next)), row!.ETag));
                done += result.Applied ? 1 : 0;
            }
        }
    }

    [Fact]
    public async Task Of_concurrent_inserts_of_one_row_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => WriteAsync(
            TableWrite.Insert("row", Bytes(Key(i))), TableWrite.Upsert($"of-{Key(i)}", Bytes("x")))));
        var winner = Assert.Single(Enumerable.Range(0, 16), i => results[i].Applied);
        Assert.Equal(Key(winner), Text(await Store.GetAsync(Table, Partition, "row", Ct)));
        Assert.Equal([$"of-{Key(winner)}", "row"], await KeysAsync(new TableQuery()));
    }

    [Fact]
    public async Task A_read_sees_every_acknowledged_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50 / Slowness; i++)
                {
                    await ApplyOneAsync(TableWrite.Upsert($"row-{writer}", Bytes(Key(i))));
                    Assert.Equal(Key(i), Text(await Store.GetAsync(Table, Partition, $"row-{writer}", Ct)));
                    var page = await Store.QueryAsync(Table, Partition, TableQuery.Prefix($"row-{writer}"), Ct);
                    Assert.Equal(Key(i), Text(Assert.Single(page.Rows)));
                }
            },
            Ct)));
    }

    [Fact]
    public async Task What_was_written_is_there_after_opening_again()
    {
        var etag = await InsertAsync("a", "kept");
        await ApplyOneAsync(TableWrite.Delete("a", etag));
        etag = await InsertAsync("a", "kept");
        await DisposeStoreAsync();
        await InitializeAsync();
        var row = await Store.GetAsync(Table, Partition, "a", Ct);
        Assert.Equal(("kept", etag), (Text(row), row!.ETag));
        Assert.NotEqual(etag, await ApplyOneAsync(TableWrite.Replace("a", Bytes("new"), etag)));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.WriteAsync(Table, Partition, [TableWrite.Insert("a", Bytes("x"))], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync(Table, Partition, "a", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.QueryAsync(Table, Partition, new TableQuery(), cancelled.Token));
        Assert.Null(await Store.GetAsync(Table, Partition, "a", Ct));
    }

    protected static string Key(int i) => i.ToString("d6", CultureInfo.InvariantCulture);

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(TableRow? row) => Encoding.UTF8.GetString(row!.Value.Span);

    protected Task<TableWriteResult> WriteAsync(params TableWrite[] writes) => Store.WriteAsync(Table, Partition, writes, Ct);

    protected async Task<string> ApplyOneAsync(TableWrite write)
    {
        var result = await WriteAsync(write);
        Assert.True(result.Applied, result.Conflict?.ToString());
        return Assert.Single(result.ETags!);
    }

    protected Task<string> InsertAsync(string key, string text) => ApplyOneAsync(TableWrite.Insert(key, Bytes(text)));

    protected async Task AssertConflictAsync(int index, TableConflictKind kind, params TableWrite[] writes)
    {
        var result = await WriteAsync(writes);
        Assert.False(result.Applied);
        Assert.Null(result.ETags);
        Assert.Equal(new TableConflict(index, kind), result.Conflict);
    }

    protected async Task<string[]> KeysAsync(TableQuery query) =>
        [.. (await Store.QueryAsync(Table, Partition, query, Ct)).Rows.Select(row => row.RowKey)];

    private async Task DisposeStoreAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
