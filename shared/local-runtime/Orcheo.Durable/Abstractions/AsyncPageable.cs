namespace Microsoft.DurableTask;

/// <summary>A result that is read page by page.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Reads the pages.</summary>
    /// <param name="continuationToken">Where to begin; <c>null</c> for the beginning.</param>
    /// <param name="pageSizeHint">How many values a page should hold.</param>
    /// <returns>The pages.</returns>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T> page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (T value in page.Values)
            {
                yield return value;
            }
        }
    }
}
