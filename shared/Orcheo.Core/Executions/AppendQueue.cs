namespace Orcheo.Core.Executions;

/// <summary>An append that waits to be written.</summary>
internal sealed class PendingAppend(Func<ExecutionHead, JournalBatch?> compose, string? unlessEnded = null)
{
    /// <summary>The node whose checkpoint must not be there yet; null for none.</summary>
    public string? UnlessEnded => unlessEnded;


    private readonly TaskCompletionSource<JournalResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<JournalResult> Completion => _completion.Task;

    public JournalBatch? Compose(ExecutionHead head) => compose(head);

    public void Complete(JournalResult result) => _completion.TrySetResult(result);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}

/// <summary>What whoever has added an append is to do.</summary>
internal enum AppendTurn
{
    /// <summary>Write until the queue is empty.</summary>
    Write,

    /// <summary>Wait: another is writing.</summary>
    Wait,

    /// <summary>Take another queue: this one has ended.</summary>
    Retry,
}

/// <summary>The appends to one execution that wait in this process. It lives while somebody writes.</summary>
internal sealed class AppendQueue
{
    /// <summary>An append adds at most two rows, and a batch holds a hundred: those, the head, the events and the output.</summary>
    private const int GroupSize = 32;

    private readonly Lock _lock = new();
    private readonly Queue<PendingAppend> _waiting = new();
    private bool _writing;
    private bool _ended;

    public AppendTurn Add(PendingAppend append)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return AppendTurn.Retry;
            }

            _waiting.Enqueue(append);
            var turn = _writing ? AppendTurn.Wait : AppendTurn.Write;
            _writing = true;
            return turn;
        }
    }

    /// <summary>The appends to be written next; null when there are none, and then the queue has ended.</summary>
    public List<PendingAppend>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _ended = true;
                return null;
            }

            var group = new List<PendingAppend>(Math.Min(GroupSize, _waiting.Count));
            while (group.Count < GroupSize && _waiting.TryDequeue(out var append))
            {
                group.Add(append);
            }

            return group;
        }
    }
}
