using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Triggers;

namespace Orcheo.Hosting.Triggers;

/// <summary>Puts the cron triggers together.</summary>
internal static class CronServices
{
    public static void AddCronTriggers(this IServiceCollection services, CronOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<CronTriggerStore>();
        services.AddSingleton<CronStarts>();
        services.AddSingleton<CronTriggers>();
        services.AddSingleton<CronTicker>();
    }
}
