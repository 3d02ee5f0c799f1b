using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Triggers;
using Orcheo.Hosting.Storage;

namespace Orcheo.Hosting.Triggers;

/// <summary>Puts the cron triggers together.</summary>
internal static class CronServices
{
    public static void AddCronTriggers(this IServiceCollection services, CronOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new StoreTables(CronTriggerStore.Tables));
        services.AddSingleton<CronTriggerStore>();
        services.AddSingleton<CronStarts>();
        services.AddSingleton<CronTriggers>();
        services.AddSingleton<CronTicker>();
    }
}
