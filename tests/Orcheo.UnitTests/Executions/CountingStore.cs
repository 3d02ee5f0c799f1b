using System.Collections.Concurrent;
using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Executions;

/// <summary>A store that counts what it is asked for: where it is a service, every call is billed.</summary>
internal sealed class CountingStore(ITableStore inner) : ITableStore
{
    private readonly ConcurrentQueue<string> _reads = new();
    private int _queries;
    private int _batches;

    /// <summary>The row keys of the single rows that were read, in order.</summary>
    public IReadOnlyList<string> Reads => [.. _reads];

    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Batches sent, those that met a conflict too.</summary>
    public int Batches => Volatile.Read(ref _batches);

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        _reads.Enqueue(rowKey);
        return inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        return inner.QueryAsync(table, partitionKey, query, cancellationToken);
    }

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        return inner.WriteAsync(table, partitionKey, writes, cancellationToken);
    }
}
