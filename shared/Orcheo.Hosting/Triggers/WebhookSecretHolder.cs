using System.Runtime.CompilerServices;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Security;

namespace Orcheo.Hosting.Triggers;

/// <summary>The secrets of webhook triggers, for a rotation of the master key.</summary>
internal sealed class WebhookSecretHolder(WebhookStore store) : ISecretHolder
{
    private static readonly string[] Tenants = [Caller.DefaultTenant];

    public string Name => "webhook triggers";

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

    private HeldSecret Held(string tenant, Versioned<WebhookTrigger> stored) => new(
        stored.Value.Id,
        stored.Value.Secrets,
        WebhookTrigger.AssociatedData(tenant, stored.Value.Id, stored.Value.SecretsVersion),
        async (envelope, cancel) => await store.ReplaceAsync(tenant, stored, stored.Value with { Secrets = envelope }, cancel) is not null);
}
