using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// Counts the spans that wait to be sent, and refuses those that find the queue full: so that what is lost is known. The SDK drops the same
/// in silence.
/// </summary>
/// <param name="capacity">How many may wait.</param>
internal sealed class ExportGate(int capacity)
{
    private int _waiting;

    /// <summary>Takes one in, or counts it as lost.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        OrcheoMetrics.SpansDropped("queue_full", 1);
        return false;
    }

    /// <summary>Some have left the queue.</summary>
    public void Leave(long count, bool sent)
    {
        Interlocked.Add(ref _waiting, -(int)count);
        if (!sent)
        {
            OrcheoMetrics.SpansDropped("export_failed", count);
        }
    }
}
