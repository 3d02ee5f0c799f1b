using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Orcheo.Functions.Configuration;

/// <summary>Brings host.json and local.settings.json into the configuration, below what the environment and the command line say.</summary>
internal static class SettingsFiles
{
    private const string HostFile = "host.json";
    private const string LocalFile = "local.settings.json";
    private static readonly string[] _addressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>Adds both files where they exist, and below them the defaults that <see cref="Complete"/> fills in.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="contentRoot">The folder of host.json.</param>
    /// <param name="defaults">The defaults.</param>
    /// <exception cref="InvalidOperationException">A file is malformed or encrypted.</exception>
    internal static void Add(IConfigurationManager configuration, string contentRoot, LateDefaults defaults)
    {
        configuration.Sources.Insert(0, defaults);
        if (Read(Path.Combine(contentRoot, HostFile)) is { } host)
        {
            configuration.Sources.Insert(1, Memory(HostValues(host)));
        }

        var local = Read(Path.Combine(Directory.GetCurrentDirectory(), LocalFile)) ?? Read(Path.Combine(contentRoot, LocalFile));
        if (local is not null)
        {
            configuration.Sources.Insert(BelowEnvironment(configuration), Memory(LocalValues(local)));
        }
    }

    /// <summary>Fills in the log levels of host.json, and defaults.</summary>
    internal static void Complete(IConfiguration configuration, LateDefaults defaults)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            // ASP.NET Core writes several lines for every request otherwise.
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        };
        foreach (var level in configuration.GetSection($"{HostSettings.Section}:logging:logLevel").GetChildren())
        {
            values[$"Logging:LogLevel:{level.Key}"] = level.Value;
        }

        if (!HasAddress(configuration))
        {
            values["urls"] = "http://localhost:7071";
        }

        defaults.Fill(values);
    }

    private static bool HasAddress(IConfiguration configuration) =>
        _addressKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static IConfigurationRoot? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new ConfigurationBuilder().AddJsonStream(new MemoryStream(File.ReadAllBytes(path))).Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> HostValues(IConfigurationRoot host) =>
        Leaves(host).Select(pair => KeyValuePair.Create($"{HostSettings.Section}:{pair.Key}", pair.Value));

    private static IEnumerable<KeyValuePair<string, string?>> LocalValues(IConfigurationRoot local)
    {
        if (string.Equals(local["IsEncrypted"], "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{LocalFile} is encrypted. Decrypt it with 'func settings decrypt', or set \"IsEncrypted\": false and write plain values.");
        }

        var values = Leaves(local.GetSection("Values"), makePathsRelative: true)
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value));
        return values.Concat(Leaves(local.GetSection("ConnectionStrings"), makePathsRelative: false));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Leaves(IConfiguration configuration, bool makePathsRelative = false) =>
        configuration.AsEnumerable(makePathsRelative).Where(pair => pair.Value is not null);

    private static MemoryConfigurationSource Memory(IEnumerable<KeyValuePair<string, string?>> values) =>
        new() { InitialData = values.ToArray() };

    // The variables without a prefix are the last such source; the ones before it only configure the web host.
    private static int BelowEnvironment(IConfigurationManager configuration)
    {
        for (var i = configuration.Sources.Count - 1; i >= 0; i--)
        {
            if (configuration.Sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return 0;
    }
}
