using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>A store that can be written to so many times and then no more, as for a process that dies.</summary>
internal sealed class CutOffStore(ITableStore inner, int writes) : ITableStore
{
    private int _left = writes;

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partitionKey, query, cancellationToken);

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        Interlocked.Decrement(ref _left) >= 0
            ? inner.WriteAsync(table, partitionKey, writes, cancellationToken)
            : throw new StorageException("The process is dead.");

    public async Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken)
    {
        // One by one: the batches are independent, so a process may die between any two of them.
        var results = new List<TableWriteResult>();
        foreach (var batch in batches)
        {
            results.Add(await WriteAsync(batch.Table, batch.PartitionKey, batch.Writes, cancellationToken));
        }

        return results;
    }
}
