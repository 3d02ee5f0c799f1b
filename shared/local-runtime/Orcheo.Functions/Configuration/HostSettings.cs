using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Orcheo.Functions.Configuration;

/// <summary>What host.json says, after the settings that override it.</summary>
internal sealed record HostSettings
{
    /// <summary>The section of the configuration that holds host.json; the real host uses the same.</summary>
    internal const string Section = "AzureFunctionsJobHost";

    private const string Durable = "extensions:durableTask:";

    /// <summary>What precedes every route, without slashes at its ends. Default <c>api</c>.</summary>
    internal required string RoutePrefix { get; init; }

    /// <summary>How long a function may run before its token is cancelled; null sets no limit. Default 30 minutes.</summary>
    internal required TimeSpan? FunctionTimeout { get; init; }

    /// <summary>The task hub's name; null leaves it to the engine.</summary>
    internal required string? HubName { get; init; }

    /// <summary>The folder of the task hub.</summary>
    internal required string StoragePath { get; init; }

    /// <summary>How many activities run at once; null leaves it to the engine.</summary>
    internal required int? MaxConcurrentActivities { get; init; }

    /// <summary>How many orchestrators run at once; null leaves it to the engine.</summary>
    internal required int? MaxConcurrentOrchestrators { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A value is malformed; the message names its key.</exception>
    internal static HostSettings From(IConfiguration configuration)
    {
        var host = configuration.GetSection(Section);
        var hub = host[Durable + "hubName"];
        return new HostSettings
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            FunctionTimeout = Timeout(host, "functionTimeout"),
            HubName = string.IsNullOrWhiteSpace(hub) ? null : new SettingReferences(configuration).Resolve(hub),
            StoragePath = Path.GetFullPath(host[Durable + "storageProvider:path"] ?? Path.Combine(".orcheo", "durable")),
            MaxConcurrentActivities = Count(host, Durable + "maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = Count(host, Durable + "maxConcurrentOrchestratorFunctions"),
        };
    }

    private static TimeSpan? Timeout(IConfigurationSection host, string key) => host[key] switch
    {
        null or "" => TimeSpan.FromMinutes(30),
        "-1" => null,
        var text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero => value,
        var text => throw Malformed(key, text, "a time span such as 00:05:00, or -1 for none"),
    };

    private static int? Count(IConfigurationSection host, string key) => host[key] switch
    {
        null or "" => null,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > 0 => value,
        var text => throw Malformed(key, text, "a whole number above zero"),
    };

    private static InvalidOperationException Malformed(string key, string text, string wanted) =>
        new($"Setting '{Section}:{key}' (host.json: {key}) is '{text}', which is not {wanted}.");
}
