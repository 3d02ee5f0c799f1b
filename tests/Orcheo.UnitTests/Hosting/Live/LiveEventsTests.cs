using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Hosting.Live;

namespace Orcheo.UnitTests.Hosting.Live;

public sealed class LiveEventsTests
{
    private const string Tenant = "default";
    private const string Execution = "exe_1";
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 15, 0, TimeSpan.Zero);

    private readonly LiveEvents _live = new(new LiveLimits(Events: 4, Bytes: 4096));

    [Fact]
    public void Who_watches_gets_what_is_published_from_then_on()
    {
        _live.Publish(Tenant, Execution, [Event(1)]);
        using var first = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, Execution, [Event(2), Event(3)]);
        using var second = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, Execution, [Event(4)]);

        Assert.Equal([2, 3, 4], Read(first).Select(item => item.Seq));
        Assert.Equal([4], Read(second).Select(item => item.Seq));
    }

    [Fact]
    public void Nobody_sees_another_execution_or_that_of_another_tenant()
    {
        using var subscription = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, "exe_2", [Event(1)]);
        _live.Publish("other", Execution, [Event(1)]);
        _live.Show("other", Execution, Passing("a"));

        Assert.Empty(Read(subscription));
        Assert.False(_live.IsWatched("other", Execution));
    }

    [Fact]
    public void Watchers_share_the_bytes()
    {
        using var first = _live.Subscribe(Tenant, Execution);
        using var second = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, Execution, [Event(1)]);

        var one = Assert.Single(Read(first));
        Assert.Same(one, Assert.Single(Read(second)));
        Assert.True(one.Json.Equals(one.Json));
    }

    [Fact]
    public void An_event_is_sent_as_it_is_listed()
    {
        using var subscription = _live.Subscribe(Tenant, Execution);
        var stored = Event(1);
        _live.Publish(Tenant, Execution, [stored]);

        Assert.Equal(JsonSerializer.Serialize(stored, OrcheoJson.Options), Text(Assert.Single(Read(subscription))));
    }

    [Fact]
    public void A_passing_event_has_no_seq()
    {
        using var subscription = _live.Subscribe(Tenant, Execution);
        _live.Show(Tenant, Execution, Passing("Hel"));

        var passing = Assert.Single(Read(subscription));
        Assert.Equal((0L, EventTypes.LlmDelta), (passing.Seq, passing.Type));
        var json = JsonElement.Parse(Text(passing));
        Assert.Equal(["id", "execution_id", "ts", "type", "node_id", "payload"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((Execution, "Hel"), (json.GetProperty("execution_id").GetString(), json.GetProperty("payload").GetProperty("text").GetString()));
    }

    [Fact]
    public void Who_does_not_keep_up_loses_what_comes_on_top_and_is_told_so_once()
    {
        using var slow = _live.Subscribe(Tenant, Execution);
        using var quick = _live.Subscribe(Tenant, Execution);
        var seen = new List<long>();
        for (var seq = 1; seq <= 6; seq++)
        {
            _live.Publish(Tenant, Execution, [Event(seq)]);
            seen.AddRange(Read(quick).Select(item => item.Seq));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], seen);
        Assert.False(quick.TakeLoss());
        Assert.Equal([1, 2, 3, 4], Read(slow).Select(item => item.Seq));
        Assert.True(slow.TakeLoss());
        Assert.False(slow.TakeLoss());
    }

    [Fact]
    public void Large_events_count_by_their_bytes_but_one_always_fits()
    {
        using var subscription = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, Execution, [Event(1, new string('x', 10_000)), Event(2)]);

        Assert.Equal([1], Read(subscription).Select(item => item.Seq));
        Assert.True(subscription.TakeLoss());
        _live.Publish(Tenant, Execution, [Event(3), Event(4)]);
        Assert.Equal([3, 4], Read(subscription).Select(item => item.Seq));
    }

    [Fact]
    public async Task An_execution_that_nobody_watches_any_more_is_forgotten()
    {
        var first = _live.Subscribe(Tenant, Execution);
        var second = _live.Subscribe(Tenant, Execution);
        first.Dispose();
        first.Dispose();
        Assert.True(_live.IsWatched(Tenant, Execution));
        second.Dispose();

        Assert.Equal(0, _live.Watched);
        Assert.False(await second.WaitAsync(TestContext.Current.CancellationToken));
        using var again = _live.Subscribe(Tenant, Execution);
        _live.Publish(Tenant, Execution, [Event(1)]);
        Assert.Single(Read(again));
    }

    [Fact]
    public async Task Coming_and_going_while_events_are_published_loses_none_of_them()
    {
        const int Count = 20_000;
        var live = new LiveEvents(new LiveLimits(Count, int.MaxValue));
        using var steady = live.Subscribe(Tenant, Execution);
        var publishing = Task.Run(
            () =>
            {
                for (var seq = 1; seq <= Count; seq++)
                {
                    live.Publish(Tenant, Execution, [Event(seq)]);
                }
            },
            TestContext.Current.CancellationToken);
        while (!publishing.IsCompleted)
        {
            using var passer = live.Subscribe(Tenant, Execution);
            var seen = Read(passer).Select(item => item.Seq).ToList();
            Assert.Equal(seen.Select((_, index) => seen[0] + index), seen);
        }

        await publishing;
        Assert.Equal(Enumerable.Range(1, Count).Select(seq => (long)seq), Read(steady).Select(item => item.Seq));
    }

    private static ExecutionEvent Event(long seq, string message = "") => new()
    {
        Id = $"evt_{seq}",
        ExecutionId = Execution,
        Seq = seq,
        Ts = Now,
        Type = EventTypes.Log,
        Payload = JsonSerializer.SerializeToElement(new { message }),
    };

    private static PendingEvent Passing(string text) => new(EventTypes.LlmDelta, Now, "agent", JsonSerializer.SerializeToElement(new { text }));

    private static string Text(LiveEvent item) => Encoding.UTF8.GetString(item.Json.Span);

    private static List<LiveEvent> Read(LiveSubscription subscription)
    {
        var events = new List<LiveEvent>();
        while (subscription.TryRead(out var next))
        {
            events.Add(next);
        }

        return events;
    }
}
