using System.Collections.Concurrent;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.AzureTables;

/// <summary>The store in Azure Tables, with large values in Azure Blobs; also on Azurite.</summary>
/// <remarks>
/// <para>Batches are entity-group transactions. A value that does not fit its entity (704 KiB) or its batch (4 MiB as sent) goes to a blob,
/// written before the row. The blob of a replaced or deleted row is deleted when its ETag was given; otherwise, and when the process
/// dies between the two writes, it stays as an orphan until <see cref="DeleteOrphanedValuesAsync"/>.</para>
/// <para>Cancelling a write withdraws it until its transaction is sent; from then on the task tells the true outcome.</para>
/// <para>The SDK repeats calls after throttling, server errors and broken connections. A repeated batch that meets its own first effect
/// is recognised and reported as applied. When all attempts fail without an answer, the <see cref="StorageException"/> says that the
/// outcome is not known.</para>
/// </remarks>
public sealed class AzureTableStore : ITableStore
{
    /// <summary>A page ends early when its values reach this many bytes, so that large rows do not fill the memory.</summary>
    private const int PageBytes = 8 * 1024 * 1024;

    private const int ServicePageRows = 1000;
    private const int BlobsAtOnce = 4;

    /// <summary>How often a read follows a row whose blob has vanished, each time because another has replaced the row in between.</summary>
    private const int ReadAttempts = 8;

    private readonly TableServiceClient _service;
    private readonly ValueBlobs _blobs;
    private readonly string _prefix;
    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);

    /// <summary>Connects with a connection string of a storage account; <c>UseDevelopmentStorage=true</c> for Azurite on its usual ports.</summary>
    /// <param name="connectionString">Names tables and blobs of the account.</param>
    /// <param name="options">Names and patience; the defaults when null.</param>
    public AzureTableStore(string connectionString, AzureTableStoreOptions? options = null)
        : this(
            options ?? new AzureTableStoreOptions(),
            clientOptions => new TableServiceClient(connectionString, clientOptions),
            clientOptions => new BlobServiceClient(connectionString, clientOptions))
    {
    }

    /// <summary>Connects by identity, without any key.</summary>
    /// <param name="tableEndpoint">For example <c>https://account.table.core.windows.net</c>.</param>
    /// <param name="blobEndpoint">For example <c>https://account.blob.core.windows.net</c>.</param>
    /// <param name="credential">An identity with the roles Storage Table Data Contributor and Storage Blob Data Contributor.</param>
    /// <param name="options">Names and patience; the defaults when null.</param>
    public AzureTableStore(Uri tableEndpoint, Uri blobEndpoint, TokenCredential credential, AzureTableStoreOptions? options = null)
        : this(
            options ?? new AzureTableStoreOptions(),
            clientOptions => new TableServiceClient(tableEndpoint, credential, clientOptions),
            clientOptions => new BlobServiceClient(blobEndpoint, credential, clientOptions))
    {
    }

    private AzureTableStore(
        AzureTableStoreOptions options, Func<TableClientOptions, TableServiceClient> tables, Func<BlobClientOptions, BlobServiceClient> blobs)
    {
        if (options.Prefix.Length > 31)
        {
            throw new ArgumentException($"The prefix '{options.Prefix}' is too long: at most 31 characters.", nameof(options));
        }

        var container = options.Prefix + "values";
        TableRules.CheckTable(container);
        _prefix = options.Prefix;
        var tableOptions = Configure(new TableClientOptions(), options);
        tableOptions.AddPolicy(new AttemptCounter.Policy(), HttpPipelinePosition.PerRetry);
        _service = tables(tableOptions);
        _blobs = new ValueBlobs(blobs(Configure(new BlobClientOptions(), options)).GetBlobContainerClient(container));
    }

    /// <inheritdoc />
    /// <remarks>May be called again to add tables.</remarks>
    public async Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        foreach (var table in tables)
        {
            TableRules.CheckTable(table);
            TableRules.CheckTable(_prefix + table);
        }

        await AzureErrors.CallAsync("be made ready", InitializeAsync, cancellationToken);

        async Task<bool> InitializeAsync()
        {
            await _blobs.InitializeAsync(cancellationToken);
            await Task.WhenAll(tables.Select(table => _service.CreateTableIfNotExistsAsync(_prefix + table, cancellationToken)));
            foreach (var table in tables)
            {
                _tables[table] = _service.GetTableClient(_prefix + table);
            }

            return true;
        }
    }

    /// <inheritdoc />
    public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var client = Table(table);
        TableRules.CheckKey(partitionKey, nameof(partitionKey));
        TableRules.CheckKey(rowKey, nameof(rowKey));
        return AzureErrors.CallAsync(
            $"read from '{table}'",
            async () => await FindAsync(client, partitionKey, rowKey, cancellationToken) is { } entity
                ? await LoadAsync(client, entity, cancellationToken)
                : null,
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken)
    {
        var client = Table(table);
        TableRules.CheckKey(partitionKey, nameof(partitionKey));
        TableRules.CheckQuery(query);
        return AzureErrors.CallAsync(
            $"query '{table}'",
            async () =>
            {
                var (entities, continuation) = await ReadPageAsync(client, partitionKey, query, cancellationToken);
                var rows = new TableRow?[entities.Count];
                await ForEachAsync(
                    Enumerable.Range(0, rows.Length),
                    async i => rows[i] = await LoadAsync(client, entities[i], cancellationToken),
                    cancellationToken);
                return new TablePage([.. rows.OfType<TableRow>()], continuation);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<TableWriteResult> WriteAsync(
        string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        var client = Table(table);
        TableRules.CheckBatch(partitionKey, writes);
        cancellationToken.ThrowIfCancellationRequested();
        var blobs = new string?[writes.Count];
        try
        {
            await SpillAsync(table, partitionKey, writes, blobs, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception e)
        {
            await _blobs.TryDeleteAsync(blobs);
            if (AzureErrors.IsFailure(e, cancellationToken))
            {
                throw AzureErrors.Failure($"write a large value of '{table}'", e);
            }

            throw;
        }

        var result = await SubmitAsync(table, new BatchTransaction(client, partitionKey, writes, blobs), blobs);
        await _blobs.TryDeleteAsync(result.Applied ? writes.Select(OldBlob) : blobs);
        return result;
    }

    /// <summary>Deletes the blobs of large values to which no row points any more.</summary>
    /// <param name="before">
    /// Only blobs written before this time. A blob is written before its row: leave at least an hour, more than any write takes.
    /// </param>
    /// <param name="cancellationToken">Stops early; what is deleted stays deleted.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteOrphanedValuesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        return AzureErrors.CallAsync("sweep orphaned values", SweepAsync, cancellationToken);

        async Task<int> SweepAsync()
        {
            var deleted = 0;
            await foreach (var (name, table, partitionKey, rowKey) in _blobs.ListAsync(before, cancellationToken))
            {
                // What belongs to a table that this store was not told of is not ours to judge.
                if (_tables.TryGetValue(table, out var client)
                    && (await FindAsync(client, partitionKey, rowKey, cancellationToken) is not { } row || RowEntity.Blob(row) != name))
                {
                    await _blobs.TryDeleteAsync([name]);
                    deleted++;
                }
            }

            return deleted;
        }
    }

    private static string? OldBlob(TableWrite write) => write.ETag is null ? null : RowETag.Parse(write.ETag).Blob;

    private static T Configure<T>(T clientOptions, AzureTableStoreOptions options)
        where T : ClientOptions
    {
        clientOptions.Retry.Mode = RetryMode.Exponential;
        clientOptions.Retry.MaxRetries = options.MaxRetries;
        clientOptions.Retry.Delay = options.RetryDelay;
        clientOptions.Retry.NetworkTimeout = options.NetworkTimeout;
        clientOptions.Transport = options.Transport ?? clientOptions.Transport;
        return clientOptions;
    }

    private static Task ForEachAsync(IEnumerable<int> indexes, Func<int, Task> action, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            indexes,
            new ParallelOptions { MaxDegreeOfParallelism = BlobsAtOnce, CancellationToken = cancellationToken },
            async (index, _) => await action(index));

    private static async Task<TableEntity?> FindAsync(
        TableClient client, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var found = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static async Task<(List<TableEntity> Entities, string? Continuation)> ReadPageAsync(
        TableClient client, string partitionKey, TableQuery query, CancellationToken cancellationToken)
    {
        // The continuation is the first key of the next page, not the service's token: one row more than asked for tells whether there
        // is any.
        var from = string.CompareOrdinal(query.Continuation, query.From) > 0 ? query.Continuation : query.From;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {from ?? ""}");
        if (query.To is { } to)
        {
            filter += TableClient.CreateQueryFilter($" and RowKey lt {to}");
        }

        var entities = new List<TableEntity>();
        var bytes = 0L;
        var perPage = Math.Min(query.Limit + 1, ServicePageRows);
        await foreach (var entity in client.QueryAsync<TableEntity>(filter, perPage, cancellationToken: cancellationToken))
        {
            bytes += RowEntity.Length(entity);
            if (entities.Count == query.Limit || (entities.Count > 0 && bytes > PageBytes))
            {
                return (entities, entity.RowKey);
            }

            entities.Add(entity);
        }

        return (entities, null);
    }

    private async Task<TableRow?> LoadAsync(TableClient client, TableEntity entity, CancellationToken cancellationToken)
    {
        var current = entity;
        for (var attempt = 0; attempt < ReadAttempts; attempt++)
        {
            var blob = RowEntity.Blob(current);
            var value = blob is null ? RowEntity.DecodeInline(current) : await _blobs.ReadAsync(blob, cancellationToken);
            if (value is not null)
            {
                return new TableRow(current.RowKey, value, RowETag.Format(current.ETag, blob));
            }

            if (await FindAsync(client, current.PartitionKey, current.RowKey, cancellationToken) is not { } newer)
            {
                return null;
            }

            current = newer;
        }

        throw new StorageException(
            $"The value of row '{entity.RowKey}' is missing: its blob '{RowEntity.Blob(current)}' does not exist. Restore the blob container.");
    }

    private Task SpillAsync(
        string table, string partitionKey, IReadOnlyList<TableWrite> writes, string?[] blobs, CancellationToken cancellationToken)
    {
        var spilled = RowEntity.ChooseSpilled(writes);
        return ForEachAsync(
            Enumerable.Range(0, writes.Count).Where(i => spilled[i]),
            async i => blobs[i] = await _blobs.WriteAsync(table, partitionKey, writes[i], cancellationToken),
            cancellationToken);
    }

    private async Task<TableWriteResult> SubmitAsync(string table, BatchTransaction transaction, string?[] blobs)
    {
        try
        {
            return await transaction.SubmitAsync();
        }
        catch (Exception e) when (AzureErrors.Refused(e))
        {
            await _blobs.TryDeleteAsync(blobs);
            throw AzureErrors.Failure($"write to '{table}'", e);
        }
        catch (Exception e) when (AzureErrors.IsFailure(e, CancellationToken.None))
        {
            throw AzureErrors.Failure($"write to '{table}' (whether the batch is in effect is not known; read the rows again)", e);
        }
    }

    private TableClient Table(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _tables.TryGetValue(table, out var client)
            ? client
            : throw new ArgumentException($"The table '{table}' was not named to {nameof(InitializeAsync)}.", nameof(table));
    }
}
