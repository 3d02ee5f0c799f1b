using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Orcheo.Hosting.Options;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Infrastructure;

/// <summary>
/// Every setting is in the code, in the sample and in what is deployed, under one name. ORCHEO_UPDATE_SETTINGS=1 writes what is deployed
/// where nobody says otherwise.
/// </summary>
public sealed partial class SettingsTests(BicepTemplate template) : IClassFixture<BicepTemplate>
{
    private const string Defaults = "infra/bicep/settings.json";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>What only the local stack reads, so that nothing of it is deployed.</summary>
    private static readonly string[] _local = ["Orcheo__Port", "Orcheo__DataDirectory", "Orcheo__CanvasDirectory", "Orcheo__Storage__ConnectionString"];

    /// <summary>What is said of the sandbox on Azure, where it is an app of its own; the rest of the section is for the child process of the local stack.</summary>
    private static readonly string[] _sandboxOnAzure = ["Url", "Key", "AllowedImports", "Network", "MaxMemoryMb", "MaxTimeoutSeconds"];

    /// <summary>Settings of which there may be any number, under numbered names: the parameter `settings` sets them.</summary>
    private static readonly string[] _lists = ["Orcheo__PersonalData__Patterns", "Orcheo__Agent__Prices"];

    /// <summary>What the host reads, not the code: the schedule is named in the attribute of the timer's function.</summary>
    private static readonly string[] _read = ["Orcheo__Cron__Schedule"];

    public static bool HasBicep => BicepTemplate.IsAvailable;

    [Fact]
    public void The_sample_names_every_setting_and_none_that_is_unknown()
    {
        var known = Known().ToList();
        var sample = Sample();
        var missing = known.Where(setting => !sample.Exists(name => Names(name, setting))).ToList();
        Assert.True(missing.Count == 0, $"local.settings.sample.json lacks {string.Join(", ", missing)}");
        Assert.DoesNotContain(sample, name => name.StartsWith("Orcheo__", StringComparison.Ordinal) && !known.Exists(setting => Names(name, setting)));
    }

    [Fact]
    public void The_sample_can_be_used_as_it_is()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        var values = sample.RootElement.GetProperty("Values").EnumerateObject()
            .Select(value => KeyValuePair.Create<string, string?>(value.Name.Replace("__", ":", StringComparison.Ordinal), value.Value.GetString()));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        configuration.GetSection(OrcheoOptions.Section).Get<OrcheoOptions>()!.Validate();
    }

    [Fact]
    public void What_is_deployed_begins_with_the_codes_own_defaults()
    {
        var defaults = KnownOnAzure().Except(_lists)
            .ToDictionary(setting => setting, setting => DefaultOf(setting.Split("__")[1..]), StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("ORCHEO_UPDATE_SETTINGS") == "1")
        {
            File.WriteAllText(Repository.PathOf(Defaults), JsonSerializer.Serialize(defaults, _indented) + "\n");
        }

        Assert.Equal(defaults, JsonSerializer.Deserialize<Dictionary<string, string>>(Repository.Read(Defaults)));
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void What_is_deployed_sets_everything_that_the_code_reads_and_nothing_that_is_unknown()
    {
        var wanted = KnownOnAzure().Except(_lists).Concat(_read).Order(StringComparer.Ordinal);
        var deployed = Setting().Matches(template.AppSettings).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(wanted, deployed);
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void The_sandbox_app_is_told_only_what_it_reads()
    {
        var read = SandboxSetting().Matches(Repository.Read("functions/sandbox-python/README.md")).Select(match => match.Value);
        var deployed = SandboxSetting().Matches(template.AppSettings).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(deployed);
        Assert.Empty(deployed.Except(read));
    }

    /// <summary>A setting and its elements: <c>Orcheo__Cors__AllowedOrigins__0</c> belongs to <c>Orcheo__Cors__AllowedOrigins</c>.</summary>
    private static bool Names(string name, string setting) => name == setting || name.StartsWith(setting + "__", StringComparison.Ordinal);

    private static List<string> Sample()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)];
    }

    private static IEnumerable<string> KnownOnAzure() => Known().Except(_local)
        .Where(setting => !setting.StartsWith("Orcheo__Sandbox__", StringComparison.Ordinal) || _sandboxOnAzure.Contains(setting.Split("__")[^1]));

    private static string DefaultOf(IEnumerable<string> path)
    {
        object? value = new OrcheoOptions();
        foreach (var name in path)
        {
            value = value!.GetType().GetProperty(name)!.GetValue(value);
        }

        return value switch
        {
            bool flag => flag ? "true" : "false",
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            string[] items => string.Join(',', items),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static IEnumerable<string> Known(Type? type = null, string prefix = OrcheoOptions.Section) =>
        (type ?? typeof(OrcheoOptions)).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .SelectMany(property => IsSection(property.PropertyType)
                ? Known(property.PropertyType, $"{prefix}__{property.Name}")
                : [$"{prefix}__{property.Name}"]);

    private static bool IsSection(Type type) =>
        type.Namespace?.StartsWith("Orcheo", StringComparison.Ordinal) == true && type is { IsClass: true } && !typeof(IEnumerable).IsAssignableFrom(type);

    [GeneratedRegex(@"Orcheo__\w+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"ORCHEO_SANDBOX_[A-Z_]*[A-Z]")]
    private static partial Regex SandboxSetting();
}
