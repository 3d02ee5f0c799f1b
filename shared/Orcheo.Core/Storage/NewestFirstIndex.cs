using System.Text;

namespace Orcheo.Core.Storage;

/// <summary>
/// An index partition that lists ids newest first at a cost that does not grow with its size. Rows are entered before or together
/// with what they point to, and whoever reads them checks that it is still so: a row left by a crash is passed over, never wrong.
/// </summary>
public static class NewestFirstIndex
{
    /// <summary>The write that enters <paramref name="id"/>.</summary>
    public static TableWrite Entry(string id) => Entry(id, Encoding.UTF8.GetBytes(id));

    /// <summary>The write that enters <paramref name="id"/> with a value of its own.</summary>
    public static TableWrite Entry(string id, ReadOnlyMemory<byte> value) => TableWrite.Upsert(Ids.OrcheoId.NewestFirstKey(id), value);

    /// <summary>The write that enters <paramref name="id"/> at the time it was made, which such an id need not carry.</summary>
    public static TableWrite Entry(string id, DateTimeOffset createdAt) =>
        TableWrite.Upsert(Ids.OrcheoId.NewestFirstKey(id, createdAt), Encoding.UTF8.GetBytes(id));

    /// <summary>The write that removes what <see cref="Entry(string, DateTimeOffset)"/> has entered.</summary>
    public static TableWrite Removal(string id, DateTimeOffset createdAt) => TableWrite.Delete(Ids.OrcheoId.NewestFirstKey(id, createdAt));

    /// <summary>The write that removes <paramref name="id"/>.</summary>
    public static TableWrite Removal(string id) => TableWrite.Delete(Ids.OrcheoId.NewestFirstKey(id));

    /// <summary>
    /// Reads a page of the items that an index partition points to.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="table">The index table.</param>
    /// <param name="partitionKey">The index partition.</param>
    /// <param name="request">Which page.</param>
    /// <param name="load">Loads the item of an index row; null when the row no longer holds or the item is filtered out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ListPage<T>> ListAsync<T>(
        ITableStore store,
        string table,
        string partitionKey,
        ListRequest request,
        Func<TableRow, CancellationToken, ValueTask<T?>> load,
        CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(load);
        var skip = request.Cursor is null ? (request.Page - 1) * request.Limit : 0;
        var items = new List<T>(request.Limit);
        var query = new TableQuery { From = request.Cursor, Limit = Math.Min(request.Limit + 1, TableLimits.PageRows) };
        while (true)
        {
            var page = await store.QueryAsync(table, partitionKey, query, cancellationToken);
            var loaded = await Task.WhenAll(page.Rows.Select(row => load(row, cancellationToken).AsTask()));
            for (var i = 0; i < loaded.Length; i++)
            {
                if (loaded[i] is not { } item || skip-- > 0)
                {
                    continue;
                }

                if (items.Count == request.Limit)
                {
                    return new ListPage<T>(items, page.Rows[i].RowKey);
                }

                items.Add(item);
            }

            if (page.Continuation is null)
            {
                return new ListPage<T>(items, null);
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}

/// <summary>Which page of a list is asked for: by cursor, or by number.</summary>
public sealed record ListRequest
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 200;

    /// <summary>Items in a page, 1 to <see cref="MaxLimit"/>; default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The row key at which the page begins; null for the first page, or where <see cref="Page"/> says.</summary>
    public string? Cursor { get; init; }

    /// <summary>1-based; used where there is no cursor.</summary>
    public int Page { get; init; } = 1;
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="NextCursor">Where the next page begins; null when this is the last.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? NextCursor);
