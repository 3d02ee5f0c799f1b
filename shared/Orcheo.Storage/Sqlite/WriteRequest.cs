using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>A batch on its way to the writer, and the promise of its result.</summary>
internal sealed class WriteRequest(string table, string partitionKey, TableWrite[] writes, bool continues = false)
    : TaskCompletionSource<TableWriteResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _state = Waiting;

    /// <summary>Whether the same call has brought another batch before this one.</summary>
    public bool Continues { get; } = continues;

    public string Table { get; } = table;

    public string PartitionKey { get; } = partitionKey;

    public TableWrite[] Writes { get; } = writes;

    /// <summary>The size of all values.</summary>
    public long Bytes { get; } = writes.Sum(w => (long)w.Value.Length);

    /// <summary>Set by the writer while its transaction is open; told to the caller only after the commit.</summary>
    public TableWriteResult Outcome { get; set; }

    /// <summary>Called by the writer; false when the caller gave up first.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Withdraws the batch if the writer has not begun with it; from then on it can only be waited for.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            TrySetCanceled(cancellationToken);
        }
    }
}
