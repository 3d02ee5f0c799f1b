using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>Keys, their order, ranges, pages.</summary>
public abstract partial class TableStoreContract
{
    private static readonly char[] _keyCharacters =
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('/' or '\\' or '#' or '?'))];

    [Fact]
    public async Task Keys_may_hold_every_allowed_character_and_order_by_ordinal()
    {
        string[] keys = [.. _keyCharacters.Select(c => $"k{c}k")];
        TableWrite[] writes = [.. keys.OrderBy(key => key.GetHashCode(StringComparison.Ordinal)).Select(key => TableWrite.Insert(key, Bytes(key)))];
        Assert.True((await WriteAsync(writes)).Applied);
        var page = await Store.QueryAsync(Table, Partition, new TableQuery { Limit = 1000 }, Ct);
        Assert.Equal(keys.Order(StringComparer.Ordinal), page.Rows.Select(row => row.RowKey));
        foreach (var key in keys)
        {
            Assert.Equal(key, Text(await Store.GetAsync(Table, Partition, key, Ct)));
        }
    }

    [Fact]
    public async Task A_partition_key_may_hold_every_allowed_character()
    {
        var partition = "p" + string.Concat(_keyCharacters) + "p";
        await Store.WriteAsync(Table, partition, [TableWrite.Insert("a", Bytes("1"))], Ct);
        await Store.WriteAsync(Table, partition, [TableWrite.Upsert("a", Bytes("2")), TableWrite.Insert("b", Bytes("2"))], Ct);
        Assert.Equal("2", Text(await Store.GetAsync(Table, partition, "a", Ct)));
        Assert.Equal(2, (await Store.QueryAsync(Table, partition, new TableQuery(), Ct)).Rows.Count);
    }

    [Fact]
    public async Task Keys_may_have_512_characters()
    {
        var key = new string('k', 512);
        await Store.WriteAsync(Table, key, [TableWrite.Insert(key, Bytes("x"))], Ct);
        Assert.Equal("x", Text(await Store.GetAsync(Table, key, key, Ct)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("ä")]
    [InlineData("513")]
    public async Task Other_keys_are_refused(string key)
    {
        key = key == "513" ? new string('k', 513) : key;
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert(key, default)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.WriteAsync(Table, key, [TableWrite.Insert("a", default)], Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.GetAsync(Table, Partition, key, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.GetAsync(Table, key, "a", Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.QueryAsync(Table, key, new TableQuery(), Ct));
    }

    [Fact]
    public async Task Calls_that_break_the_rules_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync("unknown", Partition, "a", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InitializeAsync(["Upper"], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InitializeAsync(["ab"], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InitializeAsync(["1table"], Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync());
        await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync([.. Enumerable.Range(0, 101).Select(i => TableWrite.Insert(Key(i), default))]));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert("a", default), TableWrite.Delete("a")));
        await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync([.. Enumerable.Range(0, 9).Select(i => TableWrite.Insert(Key(i % 8), default))]));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Replace("a", default, "*")));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Delete("a", "*")));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert("a", default) with { ETag = "1" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WriteAsync(new TableWrite((TableWriteKind)9, "a", default, null)));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(TableWrite.Insert("a", new byte[TableLimits.ValueBytes + 1])));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(Table, Partition, new TableQuery { Limit = 0 }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(Table, Partition, new TableQuery { Limit = 1001 }, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(Table, Partition, new TableQuery { To = "ü" }, Ct));
    }

    [Fact]
    public async Task Initializing_again_adds_tables_and_keeps_rows()
    {
        await InsertAsync("a", "kept");
        await Store.InitializeAsync([Table, "added"], Ct);
        Assert.Equal("kept", Text(await Store.GetAsync(Table, Partition, "a", Ct)));
        Assert.Null(await Store.GetAsync("added", Partition, "a", Ct));
    }

    [Fact]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        await WriteAsync([.. "abcdef".Select(c => TableWrite.Insert(c.ToString(), Bytes("x")))]);
        Assert.Equal(["b", "c", "d"], await KeysAsync(new TableQuery { From = "b", To = "e" }));
        Assert.Equal(["e", "f"], await KeysAsync(new TableQuery { From = "dd" }));
        Assert.Equal(["a"], await KeysAsync(new TableQuery { To = "b" }));
        Assert.Empty(await KeysAsync(new TableQuery { From = "e", To = "b" }));
        Assert.Empty(await KeysAsync(new TableQuery { From = "c", To = "c" }));
    }

    [Fact]
    public async Task A_prefix_selects_the_keys_that_begin_with_it()
    {
        await WriteAsync([.. new[] { "a", "a.", "a.1", "a.2", "a.~", "a0", "b.1", "it's", "it's 2" }.Select(key => TableWrite.Insert(key, Bytes("x")))]);
        Assert.Equal(["a.", "a.1", "a.2", "a.~"], await KeysAsync(TableQuery.Prefix("a.")));
        Assert.Equal(["a.~"], await KeysAsync(TableQuery.Prefix("a.~")));
        Assert.Equal(["it's", "it's 2"], await KeysAsync(TableQuery.Prefix("it's")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task Pages_give_every_row_once_and_the_last_has_no_continuation(int limit)
    {
        await WriteAsync([.. Enumerable.Range(0, 32).Select(i => TableWrite.Insert(Key(i), Bytes("x")))]);
        var query = new TableQuery { From = Key(1), To = Key(31), Limit = limit };
        var keys = new List<string>();
        var pages = 0;
        do
        {
            var page = await Store.QueryAsync(Table, Partition, query, Ct);
            Assert.InRange(page.Rows.Count, 1, limit);
            keys.AddRange(page.Rows.Select(row => row.RowKey));
            query = query with { Continuation = page.Continuation };
            pages++;
        }
        while (query.Continuation is not null);
        Assert.Equal(Enumerable.Range(1, 30).Select(Key), keys);
        Assert.Equal((30 + limit - 1) / limit, pages);
    }

    [Fact]
    public async Task Rows_changed_between_pages_neither_repeat_nor_hide_others()
    {
        await WriteAsync([.. Enumerable.Range(0, 10).Select(i => TableWrite.Insert(Key(i), Bytes("x")))]);
        var first = await Store.QueryAsync(Table, Partition, new TableQuery { Limit = 5 }, Ct);
        await WriteAsync(TableWrite.Delete(Key(2)), TableWrite.Delete(Key(5)), TableWrite.Insert(Key(3) + "b", Bytes("x")));
        var second = await Store.QueryAsync(Table, Partition, new TableQuery { Limit = 5, Continuation = first.Continuation }, Ct);
        Assert.Equal(Enumerable.Range(6, 4).Select(Key), second.Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_page_may_have_a_thousand_rows()
    {
        foreach (var chunk in Enumerable.Range(0, 1001).Chunk(100))
        {
            await WriteAsync([.. chunk.Select(i => TableWrite.Insert(Key(i), Bytes("x")))]);
        }

        var page = await Store.QueryAsync(Table, Partition, new TableQuery { Limit = 1000 }, Ct);
        Assert.Equal(1000, page.Rows.Count);
        Assert.Equal([Key(1000)], await KeysAsync(new TableQuery { Limit = 1000, Continuation = page.Continuation }));
        Assert.Null((await Store.QueryAsync(Table, Partition, new TableQuery { From = Key(1), Limit = 1000 }, Ct)).Continuation);
    }
}
