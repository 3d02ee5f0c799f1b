using System.Collections.Concurrent;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.ApiKeys;

/// <summary>
/// Stores API keys in table <c>apikeys</c>: one partition per prefix, because a prefix is all that is known of a caller at first, and
/// one partition per tenant that lists its keys newest first.
/// </summary>
/// <remarks>
/// A revoked key is removed, and every admission reads the row: revoking takes effect on the next request of any process. What is kept
/// in memory is the parsed form of a row under its ETag, which a removed row no longer has.
/// </remarks>
public sealed class ApiKeyStore(ITableStore store, TimeProvider time)
{
    private const string Table = "apikeys";
    private const string KeyRow = "key";
    private const string UseRow = "use";
    private const int ParsedKeys = 1024;

    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, StoredApiKey> _parsed = new(StringComparer.Ordinal);

    /// <summary>The tables that keys need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Table];

    /// <summary>Makes a key.</summary>
    /// <param name="tenant">The tenant that it opens.</param>
    /// <param name="name">The name shown to people.</param>
    /// <param name="scopes">What it allows.</param>
    /// <param name="expiresAt">From when on it is refused; null for never.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The key with its token, which is kept nowhere.</returns>
    public async Task<IssuedApiKey> CreateAsync(
        string tenant, string name, IEnumerable<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = OrcheoId.New(OrcheoId.ApiKey, now);
        string[] distinct = [.. scopes.Distinct(StringComparer.Ordinal)];
        while (true)
        {
            var (token, prefix) = ApiKeyToken.New();
            var row = new ApiKeyRow
            {
                Id = id,
                Tenant = tenant,
                Name = name,
                Prefix = prefix,
                Hash = Convert.ToHexStringLower(ApiKeyToken.Hash(token)),
                Scopes = distinct,
                CreatedAt = now,
                ExpiresAt = expiresAt,
            };
            var results = await store.WriteAllAsync(
                [
                    new TableBatch(Table, Partition(prefix), [TableWrite.Insert(KeyRow, StoredJson.Write(row))]),
                    new TableBatch(Table, ListPartition(tenant), [NewestFirstIndex.Entry(id, StoredJson.Write(new ApiKeyEntry(id, prefix)))]),
                ],
                cancellationToken);
            if (results[0].Applied)
            {
                return new IssuedApiKey
                {
                    Id = id,
                    Name = name,
                    Prefix = prefix,
                    Scopes = distinct,
                    CreatedAt = now,
                    ExpiresAt = expiresAt,
                    SecretOnce = token,
                };
            }

            // Another key has this prefix. The list entry is overwritten by the next attempt.
        }
    }

    /// <summary>Reads the key with that prefix: one read of the store, whatever is in memory. Null when there is none.</summary>
    public async ValueTask<StoredApiKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(Table, Partition(prefix), KeyRow, cancellationToken);
        if (row is null)
        {
            _parsed.TryRemove(prefix, out _);
            return null;
        }

        if (_parsed.TryGetValue(prefix, out var parsed) && parsed.ETag == row.ETag)
        {
            return parsed;
        }

        if (_parsed.Count >= ParsedKeys)
        {
            _parsed.Clear();
        }

        return _parsed[prefix] = new StoredApiKey(StoredJson.Read<ApiKeyRow>(row.Value), row.ETag);
    }

    /// <summary>Notes that the key was used, at most once a minute in this process.</summary>
    /// <returns>The write, which nobody need wait for; completed when there is none.</returns>
    public async Task MarkUsedAsync(StoredApiKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var now = time.GetUtcNow();
        if (key.TryMarkUsed(now, UseInterval))
        {
            var use = TableWrite.Upsert(UseRow, StoredJson.Write(new ApiKeyUse(now)));
            await store.WriteAsync(Table, Partition(key.Row.Prefix), [use], cancellationToken);
        }
    }

    /// <summary>Lists the keys that are not revoked, newest first; expired ones too.</summary>
    public Task<ListPage<ApiKey>> ListAsync(string tenant, ListRequest request, CancellationToken cancellationToken) =>
        NewestFirstIndex.ListAsync<ApiKey>(
            store,
            Table,
            ListPartition(tenant),
            request,
            async (row, cancel) =>
            {
                var entry = StoredJson.Read<ApiKeyEntry>(row.Value);
                var page = await store.QueryAsync(Table, Partition(entry.Prefix), new TableQuery { Limit = 2 }, cancel);
                return Assemble(tenant, entry.Id, page.Rows);
            },
            cancellationToken);

    /// <summary>Removes a key: its holder is refused from now on.</summary>
    /// <returns>The key as it was; null when there is none.</returns>
    public async Task<ApiKey?> RevokeAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var listed = await store.GetAsync(Table, ListPartition(tenant), OrcheoId.NewestFirstKey(id), cancellationToken);
        if (listed is null)
        {
            return null;
        }

        var prefix = StoredJson.Read<ApiKeyEntry>(listed.Value).Prefix;
        var row = await store.GetAsync(Table, Partition(prefix), KeyRow, cancellationToken);
        if (row is null || Assemble(tenant, id, [row]) is not { } key)
        {
            return null;
        }

        var results = await store.WriteAllAsync(
            [
                new TableBatch(Table, Partition(prefix), [TableWrite.Delete(KeyRow, row.ETag), TableWrite.Delete(UseRow)]),
                new TableBatch(Table, ListPartition(tenant), [NewestFirstIndex.Removal(id)]),
            ],
            cancellationToken);
        return results[0].Applied ? key : null;
    }

    private static ApiKey? Assemble(string tenant, string id, IReadOnlyList<TableRow> rows)
    {
        if (rows.FirstOrDefault(candidate => candidate.RowKey == KeyRow) is not { } found)
        {
            return null;
        }

        var row = StoredJson.Read<ApiKeyRow>(found.Value);
        if (row.Id != id || row.Tenant != tenant)
        {
            return null;
        }

        var use = rows.FirstOrDefault(candidate => candidate.RowKey == UseRow);
        return new ApiKey
        {
            Id = row.Id,
            Name = row.Name,
            Prefix = row.Prefix,
            Scopes = row.Scopes,
            CreatedAt = row.CreatedAt,
            ExpiresAt = row.ExpiresAt,
            LastUsedAt = use is null ? null : StoredJson.Read<ApiKeyUse>(use.Value).LastUsedAt,
        };
    }

    private static string Partition(string prefix) => "key|" + prefix;

    private static string ListPartition(string tenant) => tenant + "|keys";
}
