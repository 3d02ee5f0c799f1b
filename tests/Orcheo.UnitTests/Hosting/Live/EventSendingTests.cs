using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Live;
using Orcheo.Hosting.Live.Service;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting.Live;

/// <summary>Events on their way to a service: in order, and never in the way of whoever writes them.</summary>
public sealed class EventSendingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveEvents _here = new(new LiveLimits());
    private readonly Sender _sender = new();
    private readonly LogSink _logs = new();
    private EventSending _sending = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sending = new EventSending(_here, _sender, _time, new Logger<EventSending>(new LoggerFactory([_logs])));
        await _sending.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _sending.StopAsync(CancellationToken.None);
        _sending.Dispose();
    }

    [Fact]
    public async Task Events_of_an_execution_are_sent_in_order_to_its_group()
    {
        for (var seq = 1; seq <= 100; seq += 2)
        {
            _sending.Publish("default", "exe_1", [Event("exe_1", seq), Event("exe_1", seq + 1)]);
            _sending.Publish("default", "exe_2", [Event("exe_2", seq)]);
        }

        _sending.Show("default", "exe_1", new PendingEvent(EventTypes.LlmDelta, _time.GetUtcNow(), null, JsonElement.Parse("{}")));
        await Eventually.TrueAsync(() => _sender.Sent.Count == 151);
        Assert.Equal(
            [.. Enumerable.Range(1, 100).Select(seq => (long)seq), 0],
            _sender.Sent.Where(item => item.Group == "default.exe_1").Select(item => item.Seq));
        Assert.True(_sending.IsWatched("default", "exe_3"));
    }

    [Fact]
    public async Task Who_watches_in_this_process_is_told_too()
    {
        using var watcher = _here.Subscribe("default", "exe_1");
        _sending.Publish("default", "exe_1", [Event("exe_1", 1)]);
        _sending.Show("default", "exe_1", new PendingEvent(EventTypes.LlmDelta, _time.GetUtcNow(), null, JsonElement.Parse("{}")));

        Assert.True(await watcher.WaitAsync(Cancel));
        Assert.True(watcher.TryRead(out var first) && first.Seq == 1);
        Assert.True(watcher.TryRead(out var second) && second.Seq == 0);
    }

    [Fact]
    public async Task A_service_that_refuses_costs_events_but_no_writer_and_is_told_of_once_a_minute()
    {
        _sender.Failing = true;
        _sending.Publish("default", "exe_1", [Event("exe_1", 1), Event("exe_1", 2)]);
        await Eventually.TrueAsync(() => _sending.Dropped == 2);
        _sender.Failing = false;
        _sending.Publish("default", "exe_1", [Event("exe_1", 3)]);
        await Eventually.TrueAsync(() => _sender.Sent.Count == 1);

        Assert.Single(_logs.Lines);
        _time.Advance(TimeSpan.FromMinutes(1));
        _sender.Failing = true;
        _sending.Publish("default", "exe_1", [Event("exe_1", 4)]);
        await Eventually.TrueAsync(() => _sending.Dropped == 3);
        Assert.Equal(2, _logs.Lines.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_holds_only_so_much_and_no_writer()
    {
        _sender.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var seq = 1; seq <= 5000; seq++)
        {
            _sending.Publish("default", "exe_1", [Event("exe_1", seq)]);
        }

        Assert.InRange(_sending.Dropped, 2000, 3000);
        _sender.Hold.SetResult();
        await Eventually.TrueAsync(() => _sender.Sent.Count + _sending.Dropped == 5000);
        Assert.Equal(_sender.Sent.Select(item => item.Seq).Order(), _sender.Sent.Select(item => item.Seq));
    }

    private static ExecutionEvent Event(string id, long seq) => new()
    {
        Id = $"evt_{seq}",
        ExecutionId = id,
        Seq = seq,
        Ts = DateTimeOffset.UnixEpoch,
        Type = EventTypes.Log,
        Payload = JsonElement.Parse("{}"),
    };

    private sealed class Sender : IEventSender
    {
        public ConcurrentQueue<(string Group, long Seq)> Sent { get; } = new();

        public bool Failing { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public async Task SendAsync(string group, LiveEvent next, CancellationToken cancellationToken)
        {
            await (Hold?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            if (Failing)
            {
                throw new HttpRequestException("The service is down.");
            }

            Sent.Enqueue((group, next.Seq));
        }
    }
}
