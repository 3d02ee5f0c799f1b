using Azure;
using Azure.Data.Tables;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.AzureTables;

/// <summary>Submits one batch as an entity-group transaction and finds out what became of it.</summary>
internal sealed class BatchTransaction(TableClient client, string partitionKey, IReadOnlyList<TableWrite> writes, string?[] blobs)
{
    private static readonly string[] _keyOnly = [nameof(ITableEntity.RowKey)];
    private static readonly string[] _writeIdOnly = ["w"];

    private readonly string _writeId = Guid.NewGuid().ToString("n");
    private readonly AttemptCounter _attempts = new();

    /// <remarks>Not cancellable: once the request is on its way, only its answer tells whether the batch is in effect.</remarks>
    public async Task<TableWriteResult> SubmitAsync()
    {
        List<int> open = [.. Enumerable.Range(0, writes.Count)];
        while (open.Count > 0)
        {
            try
            {
                using (_attempts.Begin())
                {
                    var responses = await client.SubmitTransactionAsync(open.Select(Action), CancellationToken.None);
                    return Applied(open, responses.Value);
                }
            }
            catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex is not null && AzureErrors.Conflict(e) is not null)
            {
                var index = open[e.FailedTransactionActionIndex.Value];
                var kind = AzureErrors.Conflict(e)!.Value;
                if (_attempts.Repeated && await FindEarlierSuccessAsync(kind, e) is { } result)
                {
                    return result;
                }

                if (!IsDeleteOfAny(index))
                {
                    return new TableWriteResult(null, new TableConflict(index, kind));
                }

                // The service refuses to delete what is not there; to the port that is no conflict.
                open.Remove(index);
                await RemoveMissingAsync(open);
            }
        }

        return Applied([], []);
    }

    private TableTransactionAction Action(int index)
    {
        var write = writes[index];
        return write.Kind switch
        {
            TableWriteKind.Insert => new(TableTransactionActionType.Add, Entity(index)),
            TableWriteKind.Replace => new(TableTransactionActionType.UpdateReplace, Entity(index), RowETag.Parse(write.ETag!).Service),
            TableWriteKind.Upsert => new(TableTransactionActionType.UpsertReplace, Entity(index)),
            _ => new(
                TableTransactionActionType.Delete,
                new TableEntity(partitionKey, write.RowKey),
                write.ETag is null ? ETag.All : RowETag.Parse(write.ETag).Service),
        };
    }

    private TableEntity Entity(int index) => RowEntity.Encode(partitionKey, writes[index], _writeId, blobs[index]);

    private bool IsDeleteOfAny(int index) => writes[index] is { Kind: TableWriteKind.Delete, ETag: null };

    private TableWriteResult Applied(List<int> sent, IReadOnlyList<Response> responses)
    {
        var etags = new string[writes.Count];
        Array.Fill(etags, "");
        for (var i = 0; i < sent.Count; i++)
        {
            var index = sent[i];
            if (writes[index].Kind != TableWriteKind.Delete)
            {
                etags[index] = RowETag.Format(responses[i].Headers.ETag!.Value, blobs[index]);
            }
        }

        return new TableWriteResult(etags, null);
    }

    private async Task RemoveMissingAsync(List<int> open)
    {
        int[] deletes = [.. open.Where(IsDeleteOfAny)];
        var found = await Task.WhenAll(deletes.Select(async index =>
            await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, writes[index].RowKey, _keyOnly)));
        for (var i = 0; i < deletes.Length; i++)
        {
            if (!found[i].HasValue)
            {
                open.Remove(deletes[i]);
            }
        }
    }

    /// <summary>After a repeated request met a conflict: whether it met the effect of its own first attempt.</summary>
    /// <remarks>
    /// Every row carries the id of its write, and the batch is atomic: one row with our id proves that all of it was applied. A row
    /// that another has overwritten since gets an ETag that matches nothing, as the real one would by now. If all were overwritten
    /// within the retry, the conflict stands, although the batch was in effect for that moment.
    /// </remarks>
    private async Task<TableWriteResult?> FindEarlierSuccessAsync(TableConflictKind kind, Exception conflict)
    {
        int[] written = [.. Enumerable.Range(0, writes.Count).Where(i => writes[i].Kind != TableWriteKind.Delete)];
        if (written.Length == 0)
        {
            return kind == TableConflictKind.RowMissing && writes.Any(write => write.ETag is not null)
                ? throw new StorageException(
                    "A delete was repeated after its answer was lost and found no row: whether it or another caller deleted the row "
                    + "is not known. Read the row again.", conflict)
                : null;
        }

        var etags = new string[writes.Count];
        Array.Fill(etags, "");
        var ours = false;
        foreach (var index in written)
        {
            var row = await client.GetEntityIfExistsAsync<TableEntity>(partitionKey, writes[index].RowKey, _writeIdOnly);
            var match = row.HasValue && RowEntity.WriteId(row.Value!) == _writeId;
            etags[index] = RowETag.Format(match ? row.Value!.ETag : RowETag.Matchless, match ? blobs[index] : null);
            ours |= match;
        }

        return ours ? new TableWriteResult(etags, null) : null;
    }
}
