namespace Microsoft.DurableTask;

/// <summary>A page of a longer result.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class Page<T>
    where T : notnull
{
    /// <summary>Creates a page.</summary>
    /// <param name="values">The values.</param>
    /// <param name="continuationToken">Where the next page begins; <c>null</c> on the last page.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>Gets the values.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>Gets where the next page begins; <c>null</c> on the last page.</summary>
    public string? ContinuationToken { get; }
}
