using System.Runtime.CompilerServices;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Core.Triggers.Webhooks;

/// <summary>
/// Stores webhook triggers. Table <c>webhooks</c>: one partition per trigger, named by the hash of its URL's token, so that a delivery
/// finds it in one read; its counts are a row of their own, since they change far more often. Table <c>webhookindex</c>: the list,
/// newest first, which also finds a trigger by its id.
/// </summary>
public sealed class WebhookStore(ITableStore store)
{
    private const string WebhooksTable = "webhooks";
    private const string IndexTable = "webhookindex";
    private const string TriggerRow = "hook";
    private const string CountsRow = "counts";

    /// <summary>The tables that webhook triggers need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [WebhooksTable, IndexTable];

    /// <summary>Stores a new trigger. It is entered in the list first: a crash in between leaves an entry that readers pass over.</summary>
    public async Task<Versioned<WebhookTrigger>> CreateAsync(string tenant, WebhookTrigger trigger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var entry = NewestFirstIndex.Entry(trigger.Id, StoredJson.Write(new Place(trigger.Id, trigger.TokenHash)));
        await store.WriteAsync(IndexTable, tenant, [entry], cancellationToken);
        var insert = TableWrite.Insert(TriggerRow, StoredJson.Write(trigger));
        var result = await store.WriteAsync(WebhooksTable, Partition(tenant, trigger.TokenHash), [insert], cancellationToken);
        return new Versioned<WebhookTrigger>(trigger, result.ETags![0]);
    }

    /// <summary>Reads the trigger of a URL by the hash of its token; null when there is none.</summary>
    public async Task<Versioned<WebhookTrigger>?> GetByTokenAsync(string tenant, string tokenHash, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(WebhooksTable, Partition(tenant, tokenHash), TriggerRow, cancellationToken);
        return row is null ? null : Read(row);
    }

    /// <summary>Reads a trigger by its id; null when there is none.</summary>
    public async Task<Versioned<WebhookTrigger>?> GetAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(IndexTable, tenant, OrcheoId.NewestFirstKey(id), cancellationToken);
        return row is null ? null : await GetByTokenAsync(tenant, StoredJson.Read<Place>(row.Value).TokenHash, cancellationToken);
    }

    /// <summary>Reads what has become of a trigger's deliveries.</summary>
    public async Task<WebhookCounts> GetCountsAsync(string tenant, string tokenHash, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(WebhooksTable, Partition(tenant, tokenHash), CountsRow, cancellationToken);
        return row is null ? new WebhookCounts() : StoredJson.Read<WebhookCounts>(row.Value);
    }

    /// <summary>Adds to what has become of a trigger's deliveries; nothing when the trigger is gone.</summary>
    public async Task AddCountsAsync(string tenant, string tokenHash, WebhookCounts counts, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, tokenHash);
        while (true)
        {
            var page = await store.QueryAsync(WebhooksTable, partition, new TableQuery { Limit = 2 }, cancellationToken);
            if (page.Rows.All(row => row.RowKey != TriggerRow))
            {
                return;
            }

            var before = page.Rows.FirstOrDefault(row => row.RowKey == CountsRow);
            var write = before is null
                ? TableWrite.Insert(CountsRow, StoredJson.Write(counts))
                : TableWrite.Replace(CountsRow, StoredJson.Write(StoredJson.Read<WebhookCounts>(before.Value).Plus(counts)), before.ETag);
            if ((await store.WriteAsync(WebhooksTable, partition, [write], cancellationToken)).Applied)
            {
                return;
            }
        }
    }

    /// <summary>Replaces a trigger; its token stays.</summary>
    /// <returns>The trigger as it now is; null when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<Versioned<WebhookTrigger>?> ReplaceAsync(
        string tenant, Versioned<WebhookTrigger> current, WebhookTrigger next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        var replace = TableWrite.Replace(TriggerRow, StoredJson.Write(next), current.ETag);
        var result = await store.WriteAsync(WebhooksTable, Partition(tenant, next.TokenHash), [replace], cancellationToken);
        return result.Applied ? new Versioned<WebhookTrigger>(next, result.ETags![0]) : null;
    }

    /// <summary>Removes a trigger with its secrets and counts.</summary>
    /// <returns>False when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<bool> DeleteAsync(string tenant, Versioned<WebhookTrigger> current, CancellationToken cancellationToken)
    {
        TableWrite[] removals = [TableWrite.Delete(TriggerRow, current.ETag), TableWrite.Delete(CountsRow)];
        var removed = await store.WriteAsync(WebhooksTable, Partition(tenant, current.Value.TokenHash), removals, cancellationToken);
        if (!removed.Applied)
        {
            return false;
        }

        await store.WriteAsync(IndexTable, tenant, [NewestFirstIndex.Removal(current.Value.Id)], cancellationToken);
        return true;
    }

    /// <summary>Lists triggers newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="workflowId">Only those of this workflow; null for all.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<ListPage<WebhookTrigger>> ListAsync(string tenant, string? workflowId, ListRequest request, CancellationToken cancellationToken) =>
        NewestFirstIndex.ListAsync<WebhookTrigger>(
            store,
            IndexTable,
            tenant,
            request,
            async (row, cancel) =>
                await GetByTokenAsync(tenant, StoredJson.Read<Place>(row.Value).TokenHash, cancel) is { Value: var found }
                && (workflowId is null || found.Settings.WorkflowId == workflowId)
                    ? found
                    : null,
            cancellationToken);

    /// <summary>Reads every trigger, newest first; those that are created meanwhile may be left out.</summary>
    public async IAsyncEnumerable<Versioned<WebhookTrigger>> ReadAllAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new TableQuery { Limit = TableLimits.PageRows };
        do
        {
            var page = await store.QueryAsync(IndexTable, tenant, query, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (await GetByTokenAsync(tenant, StoredJson.Read<Place>(row.Value).TokenHash, cancellationToken) is { } found)
                {
                    yield return found;
                }
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static string Partition(string tenant, string tokenHash) => $"{tenant}|{tokenHash}";

    private static Versioned<WebhookTrigger> Read(TableRow row) => new(StoredJson.Read<WebhookTrigger>(row.Value), row.ETag);

    /// <summary>An entry of the list: which trigger, and where it is stored.</summary>
    private sealed record Place(string Id, string TokenHash);
}
