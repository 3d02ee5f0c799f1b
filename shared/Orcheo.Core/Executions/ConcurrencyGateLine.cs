namespace Orcheo.Core.Executions;

/// <summary>
/// The order in which executions of this process come before their gates: as they arrived, though storing one takes longer than
/// storing the next. Those that come close together enter in one batch.
/// </summary>
internal sealed class ConcurrencyGateLine(TimeProvider time)
{
    /// <summary>One row each in a batch that may admit <see cref="ConcurrencyGateDraft.MaxAdmitted"/> as well.</summary>
    private const int GroupSize = 30;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Waiters> _lines = new(StringComparer.Ordinal);
    private long _lastPlace;

    public GateArrival Arrive(string partition)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();

            // No two of this process have the same place, and none has a lower one than whoever came before, even if the clock goes back.
            _lastPlace = Math.Max((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, _lastPlace + 1);
            if (!_lines.TryGetValue(partition, out var line))
            {
                _lines[partition] = line = new Waiters();
            }

            var arrival = new GateArrival(this, partition, now, _lastPlace);
            line.Arrivals.Enqueue(arrival);
            return arrival;
        }
    }

    public async Task<IReadOnlyList<string>> EnterAsync(
        GateArrival arrival, GateEntry entry, Func<string, IReadOnlyList<GateEntry>, Task<IReadOnlyList<string>>> enter)
    {
        lock (_lock)
        {
            arrival.Enter = enter;
            arrival.Entry = entry;
        }

        _ = DrainAsync(arrival.Partition);
        return await arrival.Admitted.Task;
    }

    /// <summary>Lets those behind go on.</summary>
    public void GiveUp(GateArrival arrival)
    {
        lock (_lock)
        {
            if (arrival.Entry is not null || arrival.HasGone)
            {
                return;
            }

            arrival.HasGone = true;
        }

        _ = DrainAsync(arrival.Partition);
    }

    /// <summary>Brings those in front before the gate until one is in front that is not stored yet. Failures go to whom they concern.</summary>
    private async Task DrainAsync(string partition)
    {
        for (var first = true; Take(partition, first) is { } group; first = false)
        {
            try
            {
                var admitted = await group[0].Enter!(partition, group.ConvertAll(arrival => arrival.Entry!));
                Settle(group, admitted);
            }
            catch (Exception exception)
            {
                group.ForEach(arrival => arrival.Admitted.TrySetException(exception));
            }
        }
    }

    /// <summary>Each is told of itself; the first of all others, which had waited at the gate.</summary>
    private static void Settle(List<GateArrival> group, IReadOnlyList<string> admitted)
    {
        var others = admitted.Except(group.Select(arrival => arrival.Entry!.ExecutionId)).ToList();
        foreach (var arrival in group)
        {
            var id = arrival.Entry!.ExecutionId;
            IReadOnlyList<string> own = admitted.Contains(id) ? [id] : [];
            arrival.Admitted.TrySetResult(arrival == group[0] ? [.. own, .. others] : own);
        }
    }

    /// <summary>The group that enters next; null when there is none, or when another call is at it.</summary>
    private List<GateArrival>? Take(string partition, bool first)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(partition, out var line) || (first && line.Draining))
            {
                return null;
            }

            var group = new List<GateArrival>();
            while (group.Count < GroupSize && line.Arrivals.TryPeek(out var next) && (next.HasGone || next.Entry is not null))
            {
                line.Arrivals.Dequeue();
                if (!next.HasGone)
                {
                    group.Add(next);
                }
            }

            line.Draining = group.Count > 0;
            if (group.Count > 0)
            {
                return group;
            }

            if (line.Arrivals.Count == 0)
            {
                _lines.Remove(partition);
            }

            return null;
        }
    }

    private sealed class Waiters
    {
        public Queue<GateArrival> Arrivals { get; } = new();

        public bool Draining { get; set; }
    }
}

/// <summary>A place in the order of arrival, taken before the execution is stored.</summary>
public sealed class GateArrival : IDisposable
{
    private readonly ConcurrencyGateLine _line;

    internal GateArrival(ConcurrencyGateLine line, string partition, DateTimeOffset at, long place)
    {
        _line = line;
        Partition = partition;
        At = at;
        Place = place;
    }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset At { get; }

    /// <summary>See <see cref="RunTicket.Place"/>.</summary>
    public long Place { get; }

    internal string Partition { get; }

    internal GateEntry? Entry { get; set; }

    internal bool HasGone { get; set; }

    internal Func<string, IReadOnlyList<GateEntry>, Task<IReadOnlyList<string>>>? Enter { get; set; }

    internal TaskCompletionSource<IReadOnlyList<string>> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gives the place up, unless it was used.</summary>
    public void Dispose() => _line.GiveUp(this);
}
