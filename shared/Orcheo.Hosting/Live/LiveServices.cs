using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;

namespace Orcheo.Hosting.Live;

/// <summary>Adds live events to a host.</summary>
internal static class LiveServices
{
    public static void AddLiveEvents(this IServiceCollection services, LiveOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new LiveLimits());
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<IEventBroadcast>(provider => provider.GetRequiredService<LiveEvents>());
        services.AddSingleton<EventFeed>();
        services.AddSingleton<IStreamNegotiator, NoStreams>();
    }
}
