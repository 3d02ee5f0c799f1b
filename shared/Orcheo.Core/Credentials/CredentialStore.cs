using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Core.Credentials;

/// <summary>
/// Stores credentials, their secrets encrypted by the caller. Table <c>credentials</c>: one partition per credential, with the credential
/// and when it was last used, which changes far more often and must not disturb it. Table <c>credentialindex</c>: the list, newest first.
/// </summary>
public sealed class CredentialStore(ITableStore store)
{
    private const string CredentialsTable = "credentials";
    private const string IndexTable = "credentialindex";
    private const string CredentialRow = "credential";
    private const string UsedRow = "used";

    /// <summary>The tables that credentials need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [CredentialsTable, IndexTable];

    /// <summary>Stores a new credential.</summary>
    /// <remarks>
    /// It is entered in the list first: a crash in between leaves an entry that readers pass over, never a secret that a rotation of the
    /// master key would not find.
    /// </remarks>
    public async Task<Versioned<StoredCredential>> CreateAsync(string tenant, StoredCredential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credential);
        await store.WriteAsync(IndexTable, tenant, [NewestFirstIndex.Entry(credential.Id)], cancellationToken);
        var insert = TableWrite.Insert(CredentialRow, StoredJson.Write(credential));
        var result = await store.WriteAsync(CredentialsTable, Partition(tenant, credential.Id), [insert], cancellationToken);
        return new Versioned<StoredCredential>(credential, result.ETags![0]);
    }

    /// <summary>Reads a credential; null when there is none.</summary>
    public async Task<Versioned<StoredCredential>?> GetAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(CredentialsTable, Partition(tenant, id), CredentialRow, cancellationToken);
        return row is null ? null : new Versioned<StoredCredential>(StoredJson.Read<StoredCredential>(row.Value), row.ETag);
    }

    /// <summary>Reads a credential, with when it was last used; null when there is none.</summary>
    public async Task<(Versioned<StoredCredential> Stored, DateTimeOffset? LastUsedAt)?> GetWithUseAsync(
        string tenant, string id, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(CredentialsTable, Partition(tenant, id), new TableQuery { Limit = 2 }, cancellationToken);
        if (page.Rows.FirstOrDefault(row => row.RowKey == CredentialRow) is not { } found)
        {
            return null;
        }

        var used = page.Rows.FirstOrDefault(row => row.RowKey == UsedRow);
        return (
            new Versioned<StoredCredential>(StoredJson.Read<StoredCredential>(found.Value), found.ETag),
            used is null ? null : StoredJson.Read<Use>(used.Value).LastUsedAt);
    }

    /// <summary>Replaces a credential.</summary>
    /// <returns>The credential as it now is; null when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<Versioned<StoredCredential>?> ReplaceAsync(
        string tenant, Versioned<StoredCredential> current, StoredCredential next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        var replace = TableWrite.Replace(CredentialRow, StoredJson.Write(next), current.ETag);
        var result = await store.WriteAsync(CredentialsTable, Partition(tenant, next.Id), [replace], cancellationToken);
        return result.Applied ? new Versioned<StoredCredential>(next, result.ETags![0]) : null;
    }

    /// <summary>Removes a credential and its secret.</summary>
    /// <returns>False when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<bool> DeleteAsync(string tenant, Versioned<StoredCredential> current, CancellationToken cancellationToken)
    {
        var id = current.Value.Id;
        var removed = await store.WriteAsync(
            CredentialsTable, Partition(tenant, id), [TableWrite.Delete(CredentialRow, current.ETag), TableWrite.Delete(UsedRow)], cancellationToken);
        if (!removed.Applied)
        {
            return false;
        }

        await store.WriteAsync(IndexTable, tenant, [NewestFirstIndex.Removal(id)], cancellationToken);
        return true;
    }

    /// <summary>Lists credentials newest first, of one type where it is given.</summary>
    public Task<ListPage<Credential>> ListAsync(string tenant, string? type, ListRequest request, CancellationToken cancellationToken) =>
        NewestFirstIndex.ListAsync<Credential>(
            store,
            IndexTable,
            tenant,
            request,
            async (row, cancel) => await GetWithUseAsync(tenant, IdOf(row), cancel) is { } found && (type is null || found.Stored.Value.Type == type)
                ? found.Stored.Value.ToCredential(found.LastUsedAt)
                : null,
            cancellationToken);

    /// <summary>Reads every credential, newest first; those that are created meanwhile may be left out.</summary>
    public async IAsyncEnumerable<Versioned<StoredCredential>> ReadAllAsync(
        string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new TableQuery { Limit = TableLimits.PageRows };
        do
        {
            var page = await store.QueryAsync(IndexTable, tenant, query, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (await GetAsync(tenant, IdOf(row), cancellationToken) is { } found)
                {
                    yield return found;
                }
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>Notes when a credential was used.</summary>
    public Task SetUsedAsync(string tenant, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        store.WriteAsync(CredentialsTable, Partition(tenant, id), [TableWrite.Upsert(UsedRow, StoredJson.Write(new Use(at)))], cancellationToken);

    private static string Partition(string tenant, string id) => $"{tenant}|{id}";

    private static string IdOf(TableRow row) => System.Text.Encoding.UTF8.GetString(row.Value.Span);

    private sealed record Use(DateTimeOffset LastUsedAt);
}
