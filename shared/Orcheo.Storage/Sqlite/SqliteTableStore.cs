using System.Collections.Frozen;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>The store in one SQLite file: write-ahead log, every commit synced to disk, one writer that groups concurrent batches.</summary>
/// <remarks>
/// <para>Reads see every write whose task has completed. A page query runs in one snapshot. Several processes may open the same
/// file; their writes take turns by SQLite's lock.</para>
/// <para>Cancelling a write withdraws it while it waits; once the writer has taken it, the task tells its true outcome.</para>
/// <para>After a <see cref="StorageException"/> none of the batch is in effect. The one exception is a disk that reports an error while the
/// commit is being synced and a crash right after it: then the batch may be found applied.</para>
/// </remarks>
public sealed class SqliteTableStore : ITableStore, IAsyncDisposable
{
    private readonly SqliteTableStoreOptions _options;
    private readonly SemaphoreSlim _lifecycle = new(1);
    private readonly WriteQueue _queue;
    private readonly ReaderPool _readers;
    private volatile FrozenSet<string> _tables = FrozenSet<string>.Empty;
    private SqliteWriter? _writer;
    private bool _disposed;

    /// <summary>Describes the store; nothing is opened before <see cref="InitializeAsync"/>.</summary>
    /// <param name="options">The file and the limits.</param>
    public SqliteTableStore(SqliteTableStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueueCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Readers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CheckpointPages);
        _options = options;
        _queue = new WriteQueue(options.QueueCapacity);
        _readers = new ReaderPool(options);
    }

    /// <summary>How many transactions the writer has committed.</summary>
    internal long Commits => _writer?.Commits ?? 0;

    /// <summary>Whether batches wait that the writer has not taken.</summary>
    internal bool HasQueuedWrites => _queue.HasWaiting;

    /// <inheritdoc />
    /// <remarks>May be called again to add tables.</remarks>
    public async Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        foreach (var table in tables)
        {
            TableRules.CheckTable(table);
        }

        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await Task.Run(() => Open(tables), cancellationToken);
            _tables = _tables.Concat(tables).ToFrozenSet(StringComparer.Ordinal);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc />
    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        CheckTable(table);
        TableRules.CheckKey(partitionKey, nameof(partitionKey));
        TableRules.CheckKey(rowKey, nameof(rowKey));
        return _readers.ReadAsync(
            (table, partitionKey, rowKey), static (reader, a) => reader.Get(a.table, a.partitionKey, a.rowKey), cancellationToken);
    }

    /// <inheritdoc />
    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken)
    {
        CheckTable(table);
        TableRules.CheckKey(partitionKey, nameof(partitionKey));
        TableRules.CheckQuery(query);
        return _readers.ReadAsync(
            (table, partitionKey, query), static (reader, a) => reader.Query(a.table, a.partitionKey, a.query), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<TableWriteResult> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        var request = Request(new TableBatch(table, partitionKey, writes), false);
        await SubmitAsync([request], cancellationToken);
        return await request.Task;
    }

    /// <inheritdoc />
    /// <remarks>All batches of a call are in one transaction, as far as its size allows.</remarks>
    public async Task<IReadOnlyList<TableWriteResult>> WriteAllAsync(IReadOnlyList<TableBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var requests = new WriteRequest[batches.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = Request(batches[i], i > 0);
        }

        await SubmitAsync(requests, cancellationToken);
        return await Task.WhenAll(requests.Select(request => request.Task));
    }

    /// <summary>Commits what is queued, waits for running reads, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _queue.Dispose();
            await _readers.DisposeAsync();
            if (_writer is not null)
            {
                // The writer closes last: SQLite then folds the write-ahead log into the database and removes it.
                await _writer.DisposeAsync();
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    private WriteRequest Request(in TableBatch batch, bool continues)
    {
        CheckTable(batch.Table);
        TableRules.CheckBatch(batch.PartitionKey, batch.Writes);
        return new WriteRequest(batch.Table, batch.PartitionKey, [.. batch.Writes], continues);
    }

    /// <summary>Has the requests written. Ends when each has its outcome, or was queued and cannot be withdrawn any more.</summary>
    private async Task SubmitAsync(WriteRequest[] requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer!.TryCommitNow(requests))
        {
            return;
        }

        foreach (var request in requests)
        {
            await _queue.AddAsync(request, cancellationToken);
        }

        if (!cancellationToken.CanBeCanceled)
        {
            return;
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => Array.ForEach((WriteRequest[])state!, request => request.Cancel(token)), requests);
        await Task.WhenAny(Task.WhenAll(requests.Select(request => request.Task)));
    }

    private void Open(IReadOnlyCollection<string> tables)
    {
        SqliteSchema.Prepare(_options, tables);
        _writer ??= new SqliteWriter(_options, _queue);
    }

    private void CheckTable(string table)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(table);
        if (!_tables.Contains(table))
        {
            throw new ArgumentException($"The table '{table}' was not named to {nameof(InitializeAsync)}.", nameof(table));
        }
    }
}
