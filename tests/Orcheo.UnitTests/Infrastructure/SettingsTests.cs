using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Orcheo.Hosting.Options;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Infrastructure;

/// <summary>Every setting is in the code, in the sample, in the README's guide and in what is deployed, under one name.</summary>
public sealed partial class SettingsTests(BicepTemplate template) : IClassFixture<BicepTemplate>
{
    /// <summary>What only the local stack reads, so that nothing of it is deployed.</summary>
    private static readonly string[] _local = ["Orcheo__Port", "Orcheo__DataDirectory", "Orcheo__CanvasDirectory", "Orcheo__Storage__ConnectionString"];

    /// <summary>Sections of the child process that runs Python on one machine; on Azure the sandbox is an app of its own.</summary>
    private static readonly string[] _onAzure = ["Orcheo__Sandbox__Url", "Orcheo__Sandbox__Key"];

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

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void What_is_deployed_sets_only_what_the_code_reads_and_everything_that_has_no_default_there()
    {
        var known = Known().Append("Orcheo__Cron__Schedule").ToList();
        var deployed = Setting().Matches(template.Text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(deployed, name => !known.Exists(setting => Names(name, setting)));
        Assert.Empty(deployed.Intersect(_local));
        string[] needed =
        [
            "Orcheo__AdminKey", "Orcheo__Storage__Provider", "Orcheo__Storage__TableUri", "Orcheo__Storage__BlobUri", "Orcheo__KeyVault__Uri",
            "Orcheo__SignalR__ConnectionString", "Orcheo__Cron__Tick", "Orcheo__Cron__Schedule", .. _onAzure,
        ];
        Assert.Empty(needed.Except(deployed));
    }

    /// <summary>A setting and its elements: <c>Orcheo__Cors__AllowedOrigins__0</c> belongs to <c>Orcheo__Cors__AllowedOrigins</c>.</summary>
    private static bool Names(string name, string setting) => name == setting || name.StartsWith(setting + "__", StringComparison.Ordinal);

    private static List<string> Sample()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)];
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
}
