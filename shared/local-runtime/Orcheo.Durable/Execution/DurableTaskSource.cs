using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Orcheo.Durable;

/// <summary>A task that history ends.</summary>
internal abstract class DurableTaskSource
{
    /// <summary>Gets what the task was made for, to tell apart the results of activities, timers and sub-orchestrations.</summary>
    public TurnActionKind Kind { get; init; }

    public int TaskId { get; init; }

    public string Name { get; init; } = string.Empty;

    public CancellationTokenRegistration Registration { get; set; }

    public abstract bool IsCompleted { get; }

    public abstract void Complete(string? payload);

    public abstract void Fail(TaskFailureDetails failure);

    public abstract void Cancel(CancellationToken token);
}

/// <summary>A task that history ends with a value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal sealed class DurableTaskSource<T> : DurableTaskSource
{
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override bool IsCompleted => _source.Task.IsCompleted;

    public override void Complete(string? payload)
    {
        T value;
        try
        {
            value = JsonDataConverter.Default.Deserialize<T>(payload)!;
        }
        catch (Exception exception)
        {
            // A result that cannot be read is the awaiting code's to handle, at every replay alike.
            _source.TrySetException(exception);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(TaskFailureDetails failure) => _source.TrySetException(new TaskFailedException(Name, TaskId, failure));

    public override void Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
