using Orcheo.Core.Errors;

namespace Orcheo.Core.Storage;

/// <summary>
/// The store port, in the vocabulary of Azure Tables: rows with a partition key and a row key, an ETag each, and batches that are
/// atomic inside one partition. Every adapter passes the same contract tests.
/// </summary>
/// <remarks>
/// A write whose task has completed is on disk, and every later read sees it. Cancelling withdraws a write only until the store has
/// begun with it; after that, its task tells the true outcome. Row keys order by ordinal comparison of their characters. Keys hold
/// printable ASCII without <c>/ \ # ?</c> (Azure's rule), are at most 512 characters long. Adapters throw
/// <see cref="StorageException"/> when the store cannot be reached or refuses; a conflict is a result, not an exception.
/// </remarks>
public interface ITableStore
{
    /// <summary>Makes the tables exist and the store ready; called once at start.</summary>
    /// <param name="tables">The tables that will be used: lower-case letters and digits, the first a letter, 3 to 63 characters.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken);

    /// <summary>Reads one row; null when there is none.</summary>
    Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Reads the rows of a partition in ascending order of row key, a page at a time.</summary>
    Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken);

    /// <summary>Applies all writes, or none. At most <see cref="TableLimits.BatchRows"/>, each to another row.</summary>
    /// <returns>The new ETags in the order of the writes, or the first conflict.</returns>
    Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken);

    /// <summary>
    /// Applies several batches, each wholly or not at all, independently of one another and in no stated order. Where the store can,
    /// they share one commit.
    /// </summary>
    /// <returns>What became of each, in the order given.</returns>
    async Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken) =>
        await Task.WhenAll(batches.Select(batch => WriteAsync(batch.Table, batch.PartitionKey, batch.Writes, cancellationToken)));
}

/// <summary>A batch: writes that are applied together, in one partition.</summary>
/// <param name="Table">The table.</param>
/// <param name="PartitionKey">The partition.</param>
/// <param name="Writes">The writes, each to another row.</param>
public readonly record struct TableBatch(string Table, string PartitionKey, IReadOnlyList<TableWrite> Writes);

/// <summary>Limits that hold for every adapter.</summary>
public static class TableLimits
{
    /// <summary>The most rows in one batch (the limit of an entity-group transaction).</summary>
    public const int BatchRows = 100;

    /// <summary>The most rows in one page.</summary>
    public const int PageRows = 1000;

    /// <summary>The largest value of a row, in bytes.</summary>
    public const int ValueBytes = 64 * 1024 * 1024;
}

/// <summary>A stored row.</summary>
/// <param name="RowKey">Its key within the partition.</param>
/// <param name="Value">What it holds; UTF-8 JSON by convention.</param>
/// <param name="ETag">Opaque; changes with every write of the row, and never comes back, even when the row is deleted and inserted again.</param>
public sealed record TableRow(string RowKey, ReadOnlyMemory<byte> Value, string ETag);

/// <summary>Which rows of a partition a query reads.</summary>
public sealed record TableQuery
{
    /// <summary>The lowest row key, inclusive; from the first row when null.</summary>
    public string? From { get; init; }

    /// <summary>The row key to stop before, exclusive; to the last row when null.</summary>
    public string? To { get; init; }

    /// <summary>At most this many rows, 1 to <see cref="TableLimits.PageRows"/>; default 50. A page may hold fewer and still have a continuation.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the previous page of the same query ended; null for the first.</summary>
    public string? Continuation { get; init; }

    /// <summary>Every row whose key begins with <paramref name="prefix"/>.</summary>
    public static TableQuery Prefix(string prefix, int limit = 50)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new TableQuery { From = prefix, To = prefix[..^1] + (char)(prefix[^1] + 1), Limit = limit };
    }
}

/// <summary>A page of rows.</summary>
/// <param name="Rows">In ascending order of row key.</param>
/// <param name="Continuation">Opaque; null when this is the last page. A page ends early when its values are large.</param>
public sealed record TablePage(IReadOnlyList<TableRow> Rows, string? Continuation);

/// <summary>What a write does to its row.</summary>
public enum TableWriteKind
{
    /// <summary>Adds the row; conflicts when it exists.</summary>
    Insert,

    /// <summary>Replaces the row; conflicts when it is missing or has another ETag.</summary>
    Replace,

    /// <summary>Adds or replaces the row.</summary>
    Upsert,

    /// <summary>Removes the row; with an ETag, conflicts when it is missing or has another; without, never conflicts.</summary>
    Delete,
}

/// <summary>One write of a batch.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="RowKey">To which row.</param>
/// <param name="Value">The new value; empty for <see cref="TableWriteKind.Delete"/>.</param>
/// <param name="ETag">The ETag that the row must have; null where none is asked for.</param>
public readonly record struct TableWrite(TableWriteKind Kind, string RowKey, ReadOnlyMemory<byte> Value, string? ETag)
{
    /// <summary>Adds the row; conflicts when it exists.</summary>
    public static TableWrite Insert(string rowKey, ReadOnlyMemory<byte> value) => new(TableWriteKind.Insert, rowKey, value, null);

    /// <summary>Replaces the row; conflicts when it is missing or has another ETag.</summary>
    public static TableWrite Replace(string rowKey, ReadOnlyMemory<byte> value, string etag) => new(TableWriteKind.Replace, rowKey, value, etag);

    /// <summary>Adds or replaces the row.</summary>
    public static TableWrite Upsert(string rowKey, ReadOnlyMemory<byte> value) => new(TableWriteKind.Upsert, rowKey, value, null);

    /// <summary>Removes the row; see <see cref="TableWriteKind.Delete"/>.</summary>
    public static TableWrite Delete(string rowKey, string? etag = null) => new(TableWriteKind.Delete, rowKey, default, etag);
}

/// <summary>Why a batch was not applied.</summary>
public enum TableConflictKind
{
    /// <summary>An insert found the row.</summary>
    RowExists,

    /// <summary>A replace or delete found another ETag.</summary>
    ETagMismatch,

    /// <summary>A replace or delete with an ETag found no row.</summary>
    RowMissing,
}

/// <summary>The first write of a batch that could not be applied.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Kind">Why.</param>
public readonly record struct TableConflict(int Index, TableConflictKind Kind);

/// <summary>What became of a batch.</summary>
/// <param name="ETags">The new ETags in the order of the writes (empty string for a delete); null after a conflict.</param>
/// <param name="Conflict">The first conflict; null when all writes were applied.</param>
public readonly record struct TableWriteResult(IReadOnlyList<string>? ETags, TableConflict? Conflict)
{
    /// <summary>Whether all writes were applied.</summary>
    public bool Applied => Conflict is null;
}

/// <summary>The store cannot be reached, or refuses to read or write. Nothing of the call took effect unless the adapter says so.</summary>
public sealed class StorageException(string message, Exception? innerException = null)
    : OrcheoException(ErrorCodes.StorageUnavailable, message, null, innerException);
