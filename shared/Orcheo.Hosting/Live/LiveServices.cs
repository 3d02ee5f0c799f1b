using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Live;

/// <summary>Adds live events to a host.</summary>
internal static partial class LiveServices
{
    public static void AddLiveEvents(this IServiceCollection services, OrcheoOptions options)
    {
        services.AddSingleton(options.Live);
        services.AddSingleton(new LiveLimits());
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<IEventBroadcast>(provider => provider.GetRequiredService<LiveEvents>());
        services.AddSingleton<EventFeed>();
        services.AddSingleton<IStreamNegotiator, NoStreams>();
        AddSignalRService(services, options);
    }
    /// <summary>Sends events to SignalR Service; only the Azure flavour has it (folder AzureSignalR).</summary>
    static partial void AddSignalRService(IServiceCollection services, OrcheoOptions options);
}
