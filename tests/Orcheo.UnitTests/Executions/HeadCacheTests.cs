using System.Globalization;
using Orcheo.Core.Executions;

namespace Orcheo.UnitTests.Executions;

public sealed class HeadCacheTests
{
    [Fact]
    public void A_head_that_is_known_to_be_overtaken_is_dropped_and_others_stay()
    {
        var cache = new HeadCache(capacity: 4);
        cache.Set("p", Head(5), "etag");
        cache.RemoveOlder("p", 5);
        cache.RemoveOlder("q", 9);
        Assert.NotNull(cache.TryGet("p"));
        cache.RemoveOlder("p", 6);
        Assert.Null(cache.TryGet("p"));
    }

    [Fact]
    public void The_oldest_heads_make_room()
    {
        var cache = new HeadCache(capacity: 3);
        for (var i = 0; i < 5; i++)
        {
            cache.Set($"p{i}", Head(i), $"etag{i}");
        }

        Assert.Equal(["p2", "p3", "p4"], Enumerable.Range(0, 5).Select(i => $"p{i}").Where(key => cache.TryGet(key) is not null));
        Assert.Equal("etag4", cache.TryGet("p4")!.Value.ETag);
    }

    [Fact]
    public void A_head_that_changes_takes_no_further_room()
    {
        var cache = new HeadCache(capacity: 2);
        cache.Set("a", Head(1), "1");
        for (var i = 0; i < 10; i++)
        {
            cache.Set("b", Head(i), i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.NotNull(cache.TryGet("a"));
        Assert.Equal(("9", 9L), (cache.TryGet("b")!.Value.ETag, cache.TryGet("b")!.Value.Head.LastSeq));
    }

    [Theory]
    [InlineData(ExecutionStatus.Succeeded)]
    [InlineData(ExecutionStatus.Failed)]
    [InlineData(ExecutionStatus.Cancelled)]
    public void An_ended_execution_leaves(ExecutionStatus status)
    {
        var cache = new HeadCache(capacity: 2);
        cache.Set("a", Head(1), "1");
        cache.Set("a", Head(2) with { Status = status }, "2");
        Assert.Null(cache.TryGet("a"));
    }

    [Fact]
    public void A_removed_head_is_read_again()
    {
        var cache = new HeadCache(capacity: 2);
        cache.Set("a", Head(1), "1");
        cache.Remove("a");
        Assert.Null(cache.TryGet("a"));
    }

    private static ExecutionHead Head(long seq) => new()
    {
        Id = "exe_1",
        Status = ExecutionStatus.Running,
        Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
        Stats = new ExecutionStats(),
        CreatedAt = DateTimeOffset.UnixEpoch,
        LastSeq = seq,
    };
}
