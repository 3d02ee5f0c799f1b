using System.Runtime.CompilerServices;

namespace Microsoft.DurableTask;

/// <summary>Makes pageable results of functions.</summary>
public static class Pageable
{
    /// <summary>Makes a pageable result.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pageFunc">Reads the page at a continuation token.</param>
    /// <returns>The result.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new PageReader<T>((token, _, cancellation) => pageFunc(token, cancellation));
    }

    /// <summary>Makes a pageable result.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pageFunc">Reads the page at a continuation token, with a wanted size.</param>
    /// <returns>The result.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new PageReader<T>(pageFunc);
    }

    private sealed class PageReader<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> read) : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
            => Read(continuationToken, pageSizeHint);

        private async IAsyncEnumerable<Page<T>> Read(
            string? token, int? size, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            do
            {
                Page<T> page = await read(token, size, cancellation);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }
    }
}
