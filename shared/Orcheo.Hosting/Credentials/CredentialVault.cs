using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Hosting.Credentials;

/// <summary>Credentials with their secrets: the only way to them. Thread-safe.</summary>
public sealed class CredentialVault(CredentialStore store, SecretCipher cipher, CredentialUse use, TimeProvider time) : ICredentialResolver
{
    /// <summary>Stores a new credential.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">The name shown to people.</param>
    /// <param name="type">One of <see cref="CredentialTypes.All"/>.</param>
    /// <param name="data">The secret; it must have passed <see cref="CredentialTypes.Check"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The credential and its tag; see <see cref="StoredCredential.Tag"/>.</returns>
    /// <exception cref="OrcheoException">There is no usable master key (<see cref="ErrorCodes.MasterKeyUnavailable"/>).</exception>
    public async Task<Versioned<Credential>> CreateAsync(string tenant, string name, string type, JsonElement data, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = OrcheoId.New(OrcheoId.Credential, now);
        var stored = new StoredCredential
        {
            Id = id,
            Name = name,
            Type = type,
            Revision = 1,
            SecretVersion = 1,
            CreatedAt = now,
            UpdatedAt = now,
            Secret = await EncryptAsync(tenant, id, 1, data, cancellationToken),
        };
        await SettleAsync(tenant, await store.CreateAsync(tenant, stored, cancellationToken), cancellationToken);
        return new Versioned<Credential>(stored.ToCredential(lastUsedAt: null), stored.Tag);
    }

    /// <summary>Reads what is known about a credential, and its tag; null when there is none.</summary>
    public async Task<Versioned<Credential>?> GetAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await store.GetWithUseAsync(tenant, id, cancellationToken) is { } found
            ? new Versioned<Credential>(found.Stored.Value.ToCredential(found.LastUsedAt), found.Stored.Value.Tag)
            : null;

    /// <summary>Lists credentials newest first, of one type where it is given, without their secrets.</summary>
    public Task<ListPage<Credential>> ListAsync(string tenant, string? type, ListRequest request, CancellationToken cancellationToken) =>
        store.ListAsync(tenant, type, request, cancellationToken);

    /// <summary>Reads a credential with its secret, to be shown to a caller who may see it; null when there is none.</summary>
    /// <exception cref="OrcheoException">
    /// The master key cannot be read (<see cref="ErrorCodes.MasterKeyUnavailable"/>); the stored secret was altered (<see cref="ErrorCodes.SecretDamaged"/>).
    /// </exception>
    public async Task<(Versioned<Credential> Credential, JsonElement Data)?> RevealAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        if (await store.GetWithUseAsync(tenant, id, cancellationToken) is not { } found)
        {
            return null;
        }

        var stored = found.Stored.Value;
        return (
            new Versioned<Credential>(stored.ToCredential(found.LastUsedAt), stored.Tag),
            await DecryptAsync(tenant, stored, cancellationToken));
    }

    /// <inheritdoc />
    /// <remarks>Notes the use, without waiting for that.</remarks>
    public async Task<NodeCredential?> ResolveAsync(string tenant, string credentialId, CancellationToken cancellationToken)
    {
        var credential = await PeekAsync(tenant, credentialId, cancellationToken);
        if (credential is not null)
        {
            use.Note(tenant, credentialId);
        }

        return credential;
    }

    /// <inheritdoc />
    public async Task<NodeCredential?> PeekAsync(string tenant, string credentialId, CancellationToken cancellationToken) =>
        OrcheoId.IsValid(OrcheoId.Credential, credentialId) && await store.GetAsync(tenant, credentialId, cancellationToken) is { Value: var stored }
            ? new NodeCredential(stored.Id, stored.Type, await DecryptAsync(tenant, stored, cancellationToken))
            : null;

    /// <summary>The types of the credentials that exist among those ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TypesOfAsync(string tenant, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(ids
            .Where(id => OrcheoId.IsValid(OrcheoId.Credential, id))
            .Select(id => store.GetAsync(tenant, id, cancellationToken)));
        return found.Where(stored => stored is not null).ToDictionary(stored => stored!.Value.Value.Id, stored => stored!.Value.Value.Type, StringComparer.Ordinal);
    }

    /// <summary>Changes a credential.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">The credential.</param>
    /// <param name="tag">The tag that it must have; it is that of what the caller has looked at.</param>
    /// <param name="name">The new name; null keeps it.</param>
    /// <param name="data">The new secret, checked as for <see cref="CreateAsync"/>; null keeps it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The credential as it now is; null when it has another tag, or is gone.</returns>
    /// <exception cref="OrcheoException">There is no usable master key (<see cref="ErrorCodes.MasterKeyUnavailable"/>).</exception>
    public async Task<Versioned<Credential>?> UpdateAsync(
        string tenant, string id, string tag, string? name, JsonElement? data, CancellationToken cancellationToken)
    {
        while (await store.GetWithUseAsync(tenant, id, cancellationToken) is { } found && found.Stored.Value.Tag == tag)
        {
            var current = found.Stored.Value;
            var next = current with { Name = name ?? current.Name, Revision = current.Revision + 1, UpdatedAt = time.GetUtcNow() };
            if (data is { } secret)
            {
                var version = current.SecretVersion + 1;
                next = next with { SecretVersion = version, Secret = await EncryptAsync(tenant, id, version, secret, cancellationToken) };
            }

            if (await store.ReplaceAsync(tenant, found.Stored, next, cancellationToken) is { } replaced)
            {
                await SettleAsync(tenant, replaced, cancellationToken);
                return new Versioned<Credential>(next.ToCredential(found.LastUsedAt), next.Tag);
            }

            // Somebody else wrote: a caller, which the tag tells, or a rotation, which does not count.
        }

        return null;
    }

    /// <summary>Removes a credential and its secret.</summary>
    /// <returns>False when it has another tag, or is gone.</returns>
    public async Task<bool> DeleteAsync(string tenant, string id, string tag, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(tenant, id, cancellationToken) is { } current && current.Value.Tag == tag)
        {
            if (await store.DeleteAsync(tenant, current, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Sees that what was just stored is under the key that is current now. A rotation that began after the secret was encrypted may have
    /// passed by before it was stored; whichever of the two came second finds the other.
    /// </summary>
    private async Task SettleAsync(string tenant, Versioned<StoredCredential>? stored, CancellationToken cancellationToken)
    {
        while (stored is { } current)
        {
            var credential = current.Value;
            var bound = StoredCredential.AssociatedData(tenant, credential.Id, credential.SecretVersion);
            var rewrapped = await cipher.RewrapAsync(credential.Secret, bound, cancellationToken);
            if (ReferenceEquals(rewrapped, credential.Secret)
                || await store.ReplaceAsync(tenant, current, credential with { Secret = rewrapped }, cancellationToken) is not null)
            {
                return;
            }

            stored = await store.GetAsync(tenant, credential.Id, cancellationToken);
        }
    }

    private async Task<SecretEnvelope> EncryptAsync(string tenant, string id, int version, JsonElement data, CancellationToken cancellationToken)
    {
        var plaintext = JsonMarshal.GetRawUtf8Value(data).ToArray();
        try
        {
            return await cipher.EncryptAsync(plaintext, StoredCredential.AssociatedData(tenant, id, version), cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private async Task<JsonElement> DecryptAsync(string tenant, StoredCredential stored, CancellationToken cancellationToken)
    {
        var bound = StoredCredential.AssociatedData(tenant, stored.Id, stored.SecretVersion);
        var plaintext = await cipher.DecryptAsync(stored.Secret, bound, cancellationToken);
        try
        {
            return JsonElement.Parse(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}
