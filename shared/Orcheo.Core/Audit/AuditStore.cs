using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Audit;

/// <summary>
/// Stores the audit log in table <c>audit</c>. Every entry stands whole in four lists, newest first: all, of its resource, of the type
/// of its resource, and of its actor, so that a page of any of them is one range.
/// </summary>
public sealed class AuditStore(ITableStore store)
{
    private const string Table = "audit";
    private const int TimeCharacters = 10;

    /// <summary>The tables that the audit log needs.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Table];

    /// <summary>Adds an entry. It is on disk when the task completes.</summary>
    public Task AppendAsync(string tenant, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var write = new[] { NewestFirstIndex.Entry(entry.Id, StoredJson.Write(entry)) };
        return store.WriteAllAsync(
            [.. Partitions(tenant, entry).Select(partition => new TableBatch(Table, partition, write))], cancellationToken);
    }

    /// <summary>Lists entries newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="resource">Only those about this: the id of a resource, or a type of resources; null for all.</param>
    /// <param name="actor">Only those by this actor id; null for all.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<ListPage<AuditEntry>> ListAsync(
        string tenant, string? resource, string? actor, ListRequest request, CancellationToken cancellationToken)
    {
        // With both, the resource's own list is the shorter one as a rule; a type may have many more than the actor.
        var partition = (resource, actor) switch
        {
            (null, null) => AllPartition(tenant),
            (not null, _) when IsId(resource) => ResourcePartition(tenant, resource),
            (not null, null) => TypePartition(tenant, resource),
            _ => ActorPartition(tenant, actor!),
        };
        return NewestFirstIndex.ListAsync<AuditEntry>(
            store,
            Table,
            partition,
            request,
            (row, _) =>
            {
                var entry = StoredJson.Read<AuditEntry>(row.Value);
                var wanted = (resource is null || resource == entry.Resource.Id || resource == entry.Resource.Type)
                    && (actor is null || actor == entry.Actor.Id);
                return ValueTask.FromResult(wanted ? entry : null);
            },
            cancellationToken);
    }

    /// <summary>
    /// Removes a batch of the entries made before <paramref name="before"/> from every list. A crash in between is made good by the next
    /// call.
    /// </summary>
    /// <returns>How many were removed; 0 when none is left.</returns>
    public async Task<int> PurgeAsync(string tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var query = new TableQuery { From = KeyOf(before), Limit = TableLimits.BatchRows };
        var page = await store.QueryAsync(Table, AllPartition(tenant), query, cancellationToken);
        while (page.Rows.Count == 0)
        {
            if (page.Continuation is null)
            {
                return 0;
            }

            page = await store.QueryAsync(Table, AllPartition(tenant), query with { Continuation = page.Continuation }, cancellationToken);
        }

        var entries = page.Rows.Select(row => StoredJson.Read<AuditEntry>(row.Value)).ToList();
        var batches = entries
            .SelectMany(entry => Partitions(tenant, entry).Skip(1).Select(partition => (Partition: partition, entry.Id)))
            .GroupBy(row => row.Partition, row => NewestFirstIndex.Removal(row.Id), StringComparer.Ordinal)
            .Select(group => new TableBatch(Table, group.Key, [.. group]))
            .ToList();

        // The list of all goes last: as long as an entry stands there, the others are found.
        await store.WriteAllAsync(batches, cancellationToken);
        await store.WriteAsync(Table, AllPartition(tenant), [.. entries.Select(entry => NewestFirstIndex.Removal(entry.Id))], cancellationToken);
        return entries.Count;
    }

    private static string[] Partitions(string tenant, AuditEntry entry) =>
    [
        AllPartition(tenant), ResourcePartition(tenant, entry.Resource.Id), TypePartition(tenant, entry.Resource.Type), ActorPartition(tenant, entry.Actor.Id),
    ];

    /// <summary>Whether it is an id; the types of resources are words.</summary>
    private static bool IsId(string resource)
    {
        var end = resource.LastIndexOf('_');
        return end > 0 && OrcheoId.IsValid(resource[..end], resource);
    }

    /// <summary>A row key that sorts before those of all entries made before that time, and after those of all others.</summary>
    private static string KeyOf(DateTimeOffset time) =>
        OrcheoId.NewestFirstKey(OrcheoId.New(OrcheoId.Audit, time.AddMilliseconds(-1)))[..TimeCharacters];

    private static string AllPartition(string tenant) => tenant + "|all";

    private static string ResourcePartition(string tenant, string id) => $"{tenant}|r|{id}";

    private static string TypePartition(string tenant, string type) => $"{tenant}|t|{type}";

    private static string ActorPartition(string tenant, string id) => $"{tenant}|a|{id}";
}
