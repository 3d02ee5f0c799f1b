using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Live.AzureSignalR;
using Orcheo.Hosting.Live.Service;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Live;

/// <summary>What the Azure flavour adds, where SignalR Service is configured.</summary>
internal static partial class LiveServices
{
    static partial void AddSignalRService(IServiceCollection services, OrcheoOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.SignalR.ConnectionString))
        {
            return;
        }

        services.AddSingleton<SignalRService>();
        services.AddSingleton<IStreamNegotiator>(provider => provider.GetRequiredService<SignalRService>());
        services.AddSingleton<IEventSender>(provider => provider.GetRequiredService<SignalRService>());
        services.AddSingleton<EventSending>();
        services.AddSingleton<IEventBroadcast>(provider => provider.GetRequiredService<EventSending>());
        services.AddHostedService(provider => provider.GetRequiredService<EventSending>());
    }
}
