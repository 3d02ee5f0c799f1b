using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Storage;

namespace Orcheo.Hosting.Triggers;

/// <summary>Adds webhook triggers to a host.</summary>
internal static class WebhookServices
{
    public static void AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new StoreTables(WebhookStore.Tables));
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookTriggers>();
        services.AddSingleton<ISecretHolder, WebhookSecretHolder>();
        services.AddSingleton<WebhookRates>();
        services.AddSingleton<WebhookStarts>();
        services.AddSingleton<WebhookRejections>();
        services.AddSingleton<WebhookCounters>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookCounters>());
    }
}
