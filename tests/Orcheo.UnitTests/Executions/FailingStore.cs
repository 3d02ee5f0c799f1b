using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Executions;

/// <summary>A store that cannot be reached while the test says so.</summary>
internal sealed class FailingStore(ITableStore inner) : ITableStore
{
    private volatile bool _failing;
    private int _failures;

    public bool Failing
    {
        get => _failing;
        set => _failing = value;
    }

    /// <summary>How many calls have failed.</summary>
    public int Failures => _failures;

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        Reached(() => inner.GetAsync(table, partitionKey, rowKey, cancellationToken));

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
        Reached(() => inner.QueryAsync(table, partitionKey, query, cancellationToken));

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        Reached(() => inner.WriteAsync(table, partitionKey, writes, cancellationToken));

    public Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken) =>
        Reached(() => inner.WriteAllAsync(batches, cancellationToken));

    private async Task<T> Reached<T>(Func<Task<T>> call)
    {
        if (_failing)
        {
            Interlocked.Increment(ref _failures);
            throw new StorageException("The store cannot be reached.");
        }

        return await call();
    }
}
