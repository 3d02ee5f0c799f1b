using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Live;

/// <summary>
/// Reads an execution's events in order, each once: what is missing from the store, what comes from the subscription. It must be
/// subscribed before it first reads the store, so that nothing falls between the two.
/// </summary>
internal sealed class EventReader(ExecutionStore executions, string tenant, string executionId, LiveSubscription subscription, long after)
{
    private const int BatchSize = 200;

    /// <summary>Of the looks that find nothing, one in so many asks whether there is anything to wait for: that costs a read of its own.</summary>
    private const int LooksPerCheck = 10;

    private long _last = after;
    private int _looks;
    private bool _foundNothingAfterTheEnd;

    /// <summary>Whether the store may have events that the subscription will not bring. True in the beginning.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>Whether nothing comes any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Asks for a look into the store, because another process may have written to it.</summary>
    public void Look()
    {
        IsBehind = true;
        _looks++;
    }

    /// <summary>The next events of the store; none when there are no more at the moment.</summary>
    public async Task<IReadOnlyList<LiveEvent>> ReadStoredAsync(CancellationToken cancellationToken)
    {
        var stored = await executions.GetEventsAsync(tenant, executionId, _last, BatchSize, cancellationToken);

        // Fewer than asked for are all that there were; what is written from now on the subscription brings, or the next look finds.
        IsBehind = stored.Count == BatchSize;
        if (stored.Count == 0 && _looks % LooksPerCheck == 0)
        {
            await SettleAsync(cancellationToken);
        }

        var batch = new LiveEvent[stored.Count];
        for (var index = 0; index < batch.Length; index++)
        {
            batch[index] = new LiveEvent(stored[index]);
            Pass(batch[index]);
        }

        return batch;
    }

    /// <summary>What the subscription has brought; stops where something is missing before it.</summary>
    public IReadOnlyList<LiveEvent> ReadLive()
    {
        var batch = new List<LiveEvent>();
        while (batch.Count < BatchSize && !HasEnded && subscription.TryRead(out var next))
        {
            if (next.Seq > _last + 1)
            {
                // It is stored, like what is missing before it: both are read there.
                IsBehind = true;
                break;
            }

            if (next.Seq == 0 || next.Seq > _last)
            {
                batch.Add(next);
            }

            Pass(next);
        }

        IsBehind |= subscription.TakeLoss();
        return batch;
    }

    private void Pass(LiveEvent passed)
    {
        _last = Math.Max(_last, passed.Seq);
        HasEnded |= passed.Type == EventTypes.ExecutionEnd;
    }

    /// <summary>
    /// Finds out whether it has caught up, or there is no end to wait for: the execution is gone or its events are, or the client says
    /// that it has all of them.
    /// </summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var head = await executions.GetHeadAsync(tenant, executionId, cancellationToken);
        if (head is null || head.Status.HasEnded())
        {
            HasEnded = head is null || head.LastSeq <= _last || _foundNothingAfterTheEnd;
            _foundNothingAfterTheEnd = true;
            return;
        }

        IsBehind = head.LastSeq > _last;
    }
}
