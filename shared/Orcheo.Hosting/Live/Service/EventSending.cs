using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Live.Service;

/// <summary>
/// Live events for clients that are connected to a service, not to this process. Whoever watches in this process is told too. Writers
/// only put events into a lane; an execution has always the same one, so that its events are sent in order. When the service cannot be
/// reached or is too slow, events are dropped: clients find the gap and read it from the store.
/// </summary>
internal sealed class EventSending : BackgroundService, IEventBroadcast
{
    private const int Lanes = 32;
    private const int LaneEvents = 2048;
    private static readonly TimeSpan Complaints = TimeSpan.FromMinutes(1);

    private readonly Channel<(string Group, LiveEvent Event)>[] _lanes = new Channel<(string, LiveEvent)>[Lanes];
    private readonly LiveEvents _here;
    private readonly IEventSender _sender;
    private readonly TimeProvider _time;
    private readonly ILogger<EventSending> _logger;
    private long _dropped;
    private long _complained;

    public EventSending(LiveEvents here, IEventSender sender, TimeProvider time, ILogger<EventSending> logger)
    {
        _here = here;
        _sender = sender;
        _time = time;
        _logger = logger;
        _complained = time.GetTimestamp() - (long)(Complaints.TotalSeconds * time.TimestampFrequency);
        for (var lane = 0; lane < Lanes; lane++)
        {
            _lanes[lane] = Channel.CreateBounded<(string, LiveEvent)>(new BoundedChannelOptions(LaneEvents) { SingleReader = true });
        }
    }

    /// <summary>How many events were dropped so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The group of those who watch an execution.</summary>
    public static string GroupOf(string tenant, string executionId) => $"{tenant}.{executionId}";

    /// <summary>True: only the service knows its clients.</summary>
    public bool IsWatched(string tenant, string executionId) => true;

    public void Publish(string tenant, string executionId, IReadOnlyList<ExecutionEvent> events)
    {
        _here.Publish(tenant, executionId, events);
        foreach (var item in events)
        {
            Add(tenant, executionId, new LiveEvent(item));
        }
    }

    public void Show(string tenant, string executionId, PendingEvent passing)
    {
        _here.Show(tenant, executionId, passing);
        Add(tenant, executionId, new LiveEvent(executionId, passing));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Select(lane => SendAsync(lane.Reader, stoppingToken)));

    private void Add(string tenant, string executionId, LiveEvent next)
    {
        var group = GroupOf(tenant, executionId);
        if (!_lanes[(uint)string.GetHashCode(group, StringComparison.Ordinal) % Lanes].Writer.TryWrite((group, next)))
        {
            Drop(null);
        }
    }

    private async Task SendAsync(ChannelReader<(string Group, LiveEvent Event)> lane, CancellationToken cancellationToken)
    {
        await foreach (var (group, next) in lane.ReadAllAsync(cancellationToken))
        {
            try
            {
                await _sender.SendAsync(group, next, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Drop(exception);
            }
        }
    }

    /// <summary>Counts it, and says so once a minute at most.</summary>
    private void Drop(Exception? exception)
    {
        var dropped = Interlocked.Increment(ref _dropped);
        var last = Interlocked.Read(ref _complained);
        if (_time.GetElapsedTime(last) >= Complaints && Interlocked.CompareExchange(ref _complained, _time.GetTimestamp(), last) == last)
        {
            HostingLogs.LiveEventsDropped(_logger, dropped, exception);
        }
    }
}
