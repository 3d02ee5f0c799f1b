using System.Globalization;
using Microsoft.Extensions.Configuration;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Local;

/// <summary>
/// What the local stack derives from Orcheo's settings: the address (loopback only, unless <c>ASPNETCORE_URLS</c> says otherwise), where
/// the task hub is, and the bootstrap key.
/// </summary>
internal static class LocalConfiguration
{
    /// <summary>Set when a key was made at this start: it is printed once.</summary>
    public const string NewAdminKey = "Orcheo:Local:NewAdminKey";

    private const string HostLogLevel = "Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Adds the derived settings.</summary>
    public static void Apply(IConfigurationManager configuration)
    {
        var options = configuration.GetSection(OrcheoOptions.Section).Get<OrcheoOptions>() ?? new OrcheoOptions();
        options.Validate();
        var derived = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureFunctionsJobHost:extensions:durableTask:storageProvider:path"] = Path.Combine(options.DataDirectory, "durable"),
            [CronOptions.ScheduleSetting] = options.Cron.TimerSchedule,
        };
        if (string.IsNullOrEmpty(configuration["urls"]))
        {
            // By name it listens on both loopback addresses, but a free port can only be asked for on one.
            var host = options.Port == 0 ? "127.0.0.1" : "localhost";
            derived["urls"] = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{options.Port}");
        }

        if (string.IsNullOrEmpty(options.AdminKey))
        {
            var (key, created) = AdminKeyFile.ReadOrCreate(options.DataDirectory);
            derived["Orcheo:AdminKey"] = key;
            derived[NewAdminKey] = created ? key : null;
        }

        if (configuration["Logging:LogLevel:Default"] is null)
        {
            derived["Logging:LogLevel:Default"] = "Warning";
        }

        // A start that fails is explained in one line (StartFailure), not beforehand by the host with a stack trace as well.
        derived[HostLogLevel] = configuration[HostLogLevel] ?? "Critical";
        configuration.AddInMemoryCollection(derived);
    }
}
