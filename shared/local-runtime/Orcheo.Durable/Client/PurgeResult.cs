namespace Microsoft.DurableTask.Client;

/// <summary>What a purge has done.</summary>
public class PurgeResult
{
    /// <summary>Creates a result.</summary>
    /// <param name="count">How many instances were purged.</param>
    public PurgeResult(int count)
    {
        if (count < 0)
        {
            throw new ArgumentException("The count must not be negative.", nameof(count));
        }

        PurgedInstanceCount = count;
    }

    /// <summary>Creates a result.</summary>
    /// <param name="count">How many instances were purged.</param>
    /// <param name="isComplete">Whether all that was asked for is done; <c>null</c> when that is not known.</param>
    public PurgeResult(int count, bool? isComplete)
        : this(count)
    {
        IsComplete = isComplete;
    }

    /// <summary>Gets how many instances were purged.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Gets whether all that was asked for is done; <c>null</c> when that is not known.</summary>
    public bool? IsComplete { get; }
}
