using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orcheo.Hosting;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Storage;
using Orcheo.Storage.AzureTables;
using Orcheo.Storage.Sqlite;

namespace Orcheo.UnitTests.Hosting;

public sealed class OrcheoOptionsTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "Port", "-1", "Orcheo__Port" },
        { "Port", "65536", "Orcheo__Port" },
        { "Retention:ExecutionDays", "0", "Orcheo__Retention__ExecutionDays" },
        { "Retention:EventDays", "-1", "Orcheo__Retention__EventDays" },
        { "Retention:AuditDays", "36501", "Orcheo__Retention__AuditDays" },
        { "Retention:HubDays", "NaN", "Orcheo__Retention__HubDays" },
        { "Retention:BatchSize", "0", "Orcheo__Retention__BatchSize" },
        { "Retention:BatchSize", "1001", "Orcheo__Retention__BatchSize" },
        { "DataDirectory", " ", "Orcheo__DataDirectory" },
        { "AdminKey", "only-23-characters-long", "Orcheo__AdminKey" },
        { "Storage:Provider", "AzureTables", "Orcheo__Storage__ConnectionString" },
        { "KeyVault:Uri", "my-vault", "Orcheo__KeyVault__Uri" },
        { "KeyVault:Uri", "http://my-vault.vault.azure.net", "Orcheo__KeyVault__Uri" },
        { "Limits:BodyBytes", "1023", "Orcheo__Limits__BodyBytes" },
        { "Limits:BodyBytes", "67108865", "Orcheo__Limits__BodyBytes" },
        { "RateLimits:PerKey:PerSecond", "0", "Orcheo__RateLimits__PerKey__PerSecond" },
        { "RateLimits:PerKey:Burst", "1000001", "Orcheo__RateLimits__PerKey__Burst" },
        { "RateLimits:PerIp:PerSecond", "-1", "Orcheo__RateLimits__PerIp__PerSecond" },
        { "RateLimits:PerIp:Burst", "0", "Orcheo__RateLimits__PerIp__Burst" },
        { "TrustedProxies", "-1", "Orcheo__TrustedProxies" },
        { "TrustedProxies", "17", "Orcheo__TrustedProxies" },
        { "Sandbox:Url", "sandbox:7072", "Orcheo__Sandbox__Url" },
        { "Sandbox:Url", "https://sandbox.example.com/api", "Orcheo__Sandbox__Key" },
        { "Sandbox:StartPatienceSeconds", "0", "Orcheo__Sandbox__StartPatienceSeconds" },
        { "Sandbox:StartPatienceSeconds", "NaN", "Orcheo__Sandbox__StartPatienceSeconds" },
    };

    public static TheoryData<string, string> Accepted => new()
    {
        { "Port", "0" },
        { "Port", "65535" },
        { "Retention:ExecutionDays", "0.5" },
        { "Retention:AuditDays", "36500" },
        { "Retention:BatchSize", "1000" },
        { "AdminKey", "" },
        { "AdminKey", "just-24-characters-long!" },
        { "KeyVault:Uri", "" },
        { "KeyVault:Uri", "https://my-vault.vault.azure.net" },
        { "Limits:BodyBytes", "1024" },
        { "Limits:BodyBytes", "67108864" },
        { "RateLimits:PerKey:PerSecond", "1" },
        { "RateLimits:PerIp:Burst", "1000000" },
        { "TrustedProxies", "16" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_cannot_be_used_is_refused_with_the_variable_to_change(string setting, string value, string variable)
    {
        var error = Assert.Throws<OptionsException>(() => Add((setting, value)));
        Assert.StartsWith($"The setting {variable} must be ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Values_at_the_edge_are_accepted(string setting, string value) => Add((setting, value));

    [Theory]
    [InlineData("https://a.table.core.windows.net", null, "Orcheo__Storage__BlobUri")]
    [InlineData(null, "https://a.blob.core.windows.net", "Orcheo__Storage__TableUri")]
    [InlineData("http://a.table.core.windows.net", "https://a.blob.core.windows.net", "Orcheo__Storage__TableUri")]
    [InlineData("https://a.table.core.windows.net", "a.blob.core.windows.net", "Orcheo__Storage__BlobUri")]
    public void Addresses_of_the_storage_account_are_two_over_https(string? tables, string? blobs, string variable)
    {
        var error = Assert.Throws<OptionsException>(
            () => Add(("Storage:Provider", "AzureTables"), ("Storage:TableUri", tables), ("Storage:BlobUri", blobs)));
        Assert.StartsWith($"The setting {variable} must be ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_addresses_the_store_goes_by_identity()
    {
        var options = Add(
            ("Storage:Provider", "AzureTables"), ("Storage:TableUri", "https://a.table.core.windows.net"), ("Storage:BlobUri", "https://a.blob.core.windows.net"));
        Assert.IsType<AzureTableStore>(StoreFactory.Create(options));
    }

    [Fact]
    public void Without_settings_the_defaults_are_those_of_the_contract()
    {
        var options = Add();
        Assert.Equal(
            (7071, ".orcheo", null, StorageProvider.Sqlite, false, 1024 * 1024),
            (options.Port, options.DataDirectory, options.AdminKey, options.Storage.Provider, options.Http.AllowPrivateNetworks, options.Limits.BodyBytes));
        Assert.Equal(
            (500, 1000, 1000, 2000, 0),
            (options.RateLimits.PerKey.PerSecond, options.RateLimits.PerKey.Burst, options.RateLimits.PerIp.PerSecond, options.RateLimits.PerIp.Burst, options.TrustedProxies));
    }

    [Fact]
    public void A_limit_that_is_set_in_part_keeps_the_default_of_the_rest()
    {
        var options = Add(("RateLimits:PerKey:Burst", "7"));
        Assert.Equal((500, 7), (options.RateLimits.PerKey.PerSecond, options.RateLimits.PerKey.Burst));
    }

    [Fact]
    public async Task Every_service_that_the_function_apps_ask_for_can_be_made()
    {
        // What every host brings along: logging, configuration, its lifetime.
        var services = Host.CreateEmptyApplicationBuilder(null).Services;
        services.AddOrcheo(new ConfigurationBuilder().Build(), new DurableRunner("embedded"));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Assert.NotNull(provider.GetRequiredService<NodeExecutor>());
        Assert.NotNull(provider.GetRequiredService<ExecutionReconciler>());
    }

    [Fact]
    public async Task The_provider_decides_which_store_is_made()
    {
        var sqlite = StoreFactory.Create(new OrcheoOptions());
        await using var made = Assert.IsType<SqliteTableStore>(sqlite);
        Assert.IsType<AzureTableStore>(StoreFactory.Create(Add(
            ("Storage:Provider", "AzureTables"), ("Storage:ConnectionString", "UseDevelopmentStorage=true"))));
    }

    private static OrcheoOptions Add(params (string Name, string? Value)[] settings)
    {
        var values = settings.Select(item => new KeyValuePair<string, string?>($"Orcheo:{item.Name}", item.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddOrcheo(configuration, new DurableRunner("embedded"));
    }
}
