using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Hosting.Triggers;

/// <summary>A store that counts, and that fails where a test wants it to.</summary>
internal sealed class CronStoreProbe(ITableStore inner) : ITableStore
{
    private int _reads;
    private int _writes;

    /// <summary>Whether writing the rows of cron triggers fails: a crash after the start and before the trigger is moved on.</summary>
    public bool FailsToMoveOn { get; set; }

    /// <summary>Whether everything fails.</summary>
    public bool Fails { get; set; }

    public int Reads => _reads;

    public int Writes => _writes;

    public void Reset() => _reads = _writes = 0;

    public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => inner.InitializeAsync(tables, cancellationToken);

    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        ThrowIf(Fails);
        return inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.QueryAsync(table, partitionKey, query, cancellationToken);
    }

    public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        ThrowIf(Fails || (FailsToMoveOn && table == "cron" && writes.Any(write => write.Kind == TableWriteKind.Replace)));
        return inner.WriteAsync(table, partitionKey, writes, cancellationToken);
    }

    public Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        ThrowIf(Fails);
        return inner.WriteAllAsync(batches, cancellationToken);
    }

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new StorageException("The store cannot be reached.");
        }
    }
}
