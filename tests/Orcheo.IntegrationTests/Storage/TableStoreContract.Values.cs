using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>Values of all sizes.</summary>
public abstract partial class TableStoreContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((64 * 1024) - 1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(11 * 64 * 1024)]
    [InlineData((11 * 64 * 1024) + 1)]
    [InlineData(15 * 64 * 1024)]
    [InlineData((15 * 64 * 1024) + 1)]
    [InlineData(1024 * 1024)]
    [InlineData(5 * 1024 * 1024)]
    public async Task A_value_of_any_size_is_read_back(int size)
    {
        var value = RandomBytes(size);
        var etag = await ApplyOneAsync(TableWrite.Insert("a", value));
        var row = await Store.GetAsync(Table, Partition, "a", Ct);
        Assert.True(row!.Value.Span.SequenceEqual(value));
        Assert.Equal(etag, row.ETag);
        var queried = Assert.Single((await Store.QueryAsync(Table, Partition, new TableQuery(), Ct)).Rows);
        Assert.True(queried.Value.Span.SequenceEqual(value));
        Assert.Equal(etag, queried.ETag);
    }

    [Fact]
    public async Task A_value_may_grow_and_shrink()
    {
        var etag = await InsertAsync("a", "small");
        foreach (var size in new[] { 2_000_000, 10, 3_000_000, 11 * 64 * 1024, (11 * 64 * 1024) + 1, 980_000, 100_000 })
        {
            var value = RandomBytes(size);
            var stale = etag;
            etag = await ApplyOneAsync(TableWrite.Replace("a", value, etag));
            Assert.True((await Store.GetAsync(Table, Partition, "a", Ct))!.Value.Span.SequenceEqual(value));
            await AssertConflictAsync(0, TableConflictKind.ETagMismatch, TableWrite.Replace("a", RandomBytes(2_000_000), stale));
            Assert.True((await Store.GetAsync(Table, Partition, "a", Ct))!.Value.Span.SequenceEqual(value));
        }

        await ApplyOneAsync(TableWrite.Delete("a", etag));
        Assert.Null(await Store.GetAsync(Table, Partition, "a", Ct));
    }

    [Theory]
    [InlineData(100, 40_000)]
    [InlineData(100, 70_000)]
    [InlineData(6, 900_000)]
    public async Task A_batch_of_large_values_is_atomic_too(int rows, int size)
    {
        byte[][] values = [.. Enumerable.Range(0, rows).Select(_ => RandomBytes(size))];
        TableWrite[] writes = [.. values.Select((value, i) => TableWrite.Insert(Key(i), value))];
        await InsertAsync("taken", "x");
        await AssertConflictAsync(rows - 1, TableConflictKind.RowExists, [.. writes[1..], TableWrite.Insert("taken", default)]);
        Assert.Equal(["taken"], await KeysAsync(new TableQuery()));

        Assert.True((await WriteAsync(writes)).Applied);
        var read = await ReadAllAsync();
        Assert.Equal(rows + 1, read.Count);
        Assert.All(Enumerable.Range(0, rows), i => Assert.True(read[i].Value.Span.SequenceEqual(values[i])));
    }

    [Fact]
    public async Task A_page_of_large_values_ends_early_and_goes_on()
    {
        for (var i = 0; i < 4; i++)
        {
            await ApplyOneAsync(TableWrite.Insert(Key(i), RandomBytes(3_000_000)));
        }

        var page = await Store.QueryAsync(Table, Partition, new TableQuery(), Ct);
        Assert.Equal([Key(0), Key(1)], page.Rows.Select(row => row.RowKey));
        Assert.Equal([Key(2), Key(3)], await KeysAsync(new TableQuery { Continuation = page.Continuation }));
    }

    protected static byte[] RandomBytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    protected async Task<List<TableRow>> ReadAllAsync()
    {
        var rows = new List<TableRow>();
        var query = new TableQuery { Limit = 1000 };
        do
        {
            var page = await Store.QueryAsync(Table, Partition, query, Ct);
            rows.AddRange(page.Rows);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return rows;
    }
}
