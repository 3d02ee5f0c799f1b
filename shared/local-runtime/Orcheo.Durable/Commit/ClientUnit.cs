namespace Orcheo.Durable;

/// <summary>A write that a client waits for.</summary>
/// <typeparam name="T">What it is told.</typeparam>
internal abstract class ClientUnit<T> : WriteUnit
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    protected T? Result { get; set; }

    public override void OnCommitted()
    {
        try
        {
            Apply();
        }
        finally
        {
            _done.TrySetResult(Result!);
        }
    }

    public override void OnFailed(Exception exception) => _done.TrySetException(HubEngine.Translate(exception));

    /// <summary>Sets going what the write asks for, before the client is told.</summary>
    protected abstract void Apply();
}
