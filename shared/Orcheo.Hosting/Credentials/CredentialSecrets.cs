using System.Runtime.CompilerServices;
using Orcheo.Core.Credentials;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Security;

namespace Orcheo.Hosting.Credentials;

/// <summary>The secrets of credentials, for a rotation of the master key.</summary>
internal sealed class CredentialSecrets(CredentialStore store) : ISecretHolder
{
    private static readonly string[] Tenants = [Caller.DefaultTenant];

    public string Name => "credentials";

    public async IAsyncEnumerable<HeldSecret> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var tenant in Tenants)
        {
            await foreach (var stored in store.ReadAllAsync(tenant, cancellationToken))
            {
                yield return Held(tenant, stored);
            }
        }
    }

    private HeldSecret Held(string tenant, Versioned<StoredCredential> stored) => new(
        stored.Value.Id,
        stored.Value.Secret,
        StoredCredential.AssociatedData(tenant, stored.Value.Id, stored.Value.SecretVersion),
        async (envelope, cancel) => await store.ReplaceAsync(tenant, stored, stored.Value with { Secret = envelope }, cancel) is not null);
}
