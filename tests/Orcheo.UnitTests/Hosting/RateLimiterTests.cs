using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.UnitTests.Hosting;

public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_is_taken_and_then_no_more()
    {
        using var limiter = Limiter(perSecond: 1, burst: 10);
        var decisions = Enumerable.Range(0, 12).Select(_ => limiter.Take("a")).ToList();
        Assert.All(decisions.Take(10), decision => Assert.True(decision.Taken));
        Assert.All(decisions.Skip(10), decision => Assert.False(decision.Taken));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0], decisions.Select(decision => decision.Remaining));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10], decisions.Select(decision => decision.ResetSeconds));
    }

    [Fact]
    public void Callers_are_counted_apart()
    {
        using var limiter = Limiter(perSecond: 1, burst: 1);
        Assert.True(limiter.Take("a").Taken);
        Assert.False(limiter.Take("a").Taken);
        Assert.True(limiter.Take("b").Taken);
    }

    [Fact]
    public async Task What_was_used_comes_back_at_the_sustained_rate()
    {
        using var limiter = Limiter(perSecond: 200, burst: 5);
        var watch = Stopwatch.StartNew();
        var taken = 0;
        while (taken < 25)
        {
            taken += limiter.Take("a").Taken ? 1 : 0;
            await Task.Yield();
        }

        // 5 at once and 20 more at 200 a second; one is allowed for the bucket's first moment.
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_caller_who_is_gone_is_forgotten_when_the_bucket_is_full_again()
    {
        using var limiter = Limiter(perSecond: 1, burst: 10);
        for (var i = 0; i < 1000; i++)
        {
            limiter.Take($"caller {i}");
        }

        Assert.Equal(1000, limiter.Callers);
        _time.Advance(TimeSpan.FromSeconds(10));
        limiter.Take("caller 7");
        Assert.Equal(1000, limiter.Callers);

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, limiter.Callers);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0, limiter.Callers);
    }

    [Fact]
    public void The_memory_of_a_caller_who_is_gone_is_released()
    {
        using var limiter = Limiter(perSecond: 1, burst: 1);
        var caller = TakeOnce(limiter);
        _time.Advance(TimeSpan.FromSeconds(10));
        GC.Collect();
        Assert.False(caller.IsAlive);
        Assert.True(limiter.Take("another").Taken);
    }

    [Fact]
    public async Task Callers_at_once_get_no_more_than_the_burst()
    {
        using var limiter = Limiter(perSecond: 1, burst: 100);
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Interlocked.Add(ref taken, limiter.Take("a").Taken ? 1 : 0);
            }
        })));
        Assert.InRange(taken, 100, 102);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference TakeOnce(RateLimiter<string> limiter)
    {
        var caller = Guid.NewGuid().ToString();
        limiter.Take(caller);
        return new WeakReference(caller);
    }

    private RateLimiter<string> Limiter(int perSecond, int burst) => new(new RateLimit { PerSecond = perSecond, Burst = burst }, _time);
}
