using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Executions;

/// <summary>A store whose first write waits until the test lets it go, so that others gather behind it.</summary>
internal sealed class PausedStore(ITableStore inner) : ITableStore
{
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>Completes when the first write has arrived.</summary>
    public Task Blocked => _blocked.Task;

    /// <summary>How many groups of batches were written or tried.</summary>
    public int Writes => _writes;

    public void Release() => _released.SetResult();

    public void Fail(Exception exception) => _released.SetException(exception);

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partitionKey, query, cancellationToken);

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        inner.WriteAsync(table, partitionKey, writes, cancellationToken);

    public async Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) == 1)
        {
            _blocked.SetResult();
            await _released.Task;
        }

        return await inner.WriteAllAsync(batches, cancellationToken);
    }
}
