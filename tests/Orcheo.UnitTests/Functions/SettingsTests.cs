using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orcheo.Functions.Configuration;

namespace Orcheo.UnitTests.Functions;

public sealed class SettingsTests : IDisposable
{
    private readonly RunningHost.HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_host_json_the_defaults_hold()
    {
        var settings = HostSettings.From(new ConfigurationBuilder().Build());
        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Null(settings.HubName);
        Assert.Null(settings.MaxConcurrentActivities);
        Assert.Null(settings.MaxConcurrentOrchestrators);
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), ".orcheo", "durable"), settings.StoragePath);
    }

    [Fact]
    public void Host_json_is_read_and_the_configuration_overrides_it()
    {
        _folder.Write("host.json", """
            {
              // comments are allowed
              "version": "2.0",
              "functionTimeout": "00:05:00",
              "extensions": {
                "http": { "routePrefix": "v1" },
                "durableTask": {
                  "hubName": "%Hub%",
                  "maxConcurrentActivityFunctions": 7,
                  "maxConcurrentOrchestratorFunctions": 8,
                  "storageProvider": { "path": "/nowhere" }
                }
              },
            }
            """);
        var builder = _folder.CreateBuilder("--AzureFunctionsJobHost:functionTimeout=-1", "--Hub=mine");
        var settings = HostSettings.From(builder.Configuration);
        Assert.Equal("v1", settings.RoutePrefix);
        Assert.Null(settings.FunctionTimeout);
        Assert.Equal("mine", settings.HubName);
        Assert.Equal(7, settings.MaxConcurrentActivities);
        Assert.Equal(8, settings.MaxConcurrentOrchestrators);
        Assert.Equal(_folder.HubPath, settings.StoragePath);
    }

    [Theory]
    [InlineData("functionTimeout", "soon")]
    [InlineData("functionTimeout", "-00:01:00")]
    [InlineData("extensions:durableTask:maxConcurrentActivityFunctions", "0")]
    [InlineData("extensions:durableTask:maxConcurrentOrchestratorFunctions", "many")]
    public void A_malformed_setting_is_named(string key, string value)
    {
        var builder = _folder.CreateBuilder($"--AzureFunctionsJobHost:{key}={value}").WithFunctions();
        var error = Assert.Throws<InvalidOperationException>(builder.Build);
        Assert.Contains($"host.json: {key}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("local.settings.json")]
    public void A_malformed_file_is_named(string file)
    {
        _folder.Write(file, "{ \"a\": ");
        var error = Assert.Throws<InvalidOperationException>(() => _folder.CreateBuilder());
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_local_settings_file_is_refused()
    {
        _folder.Write("local.settings.json", """{ "IsEncrypted": true, "Values": {} }""");
        var error = Assert.Throws<InvalidOperationException>(() => _folder.CreateBuilder());
        Assert.Contains("encrypted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_settings_are_read_above_appsettings_and_below_the_command_line()
    {
        _folder.Write("appsettings.json", """{ "A": "app", "B": "app" }""");
        _folder.Write("local.settings.json", """
            {
              "IsEncrypted": false,
              "Values": { "A": "local", "Section__Key": "nested", "C": "local" },
              "ConnectionStrings": { "Db": "there" }
            }
            """);
        var configuration = _folder.CreateBuilder("--C=line").Configuration;
        Assert.Equal("local", configuration["A"]);
        Assert.Equal("app", configuration["B"]);
        Assert.Equal("line", configuration["C"]);
        Assert.Equal("nested", configuration["Section:Key"]);
        Assert.Equal("there", configuration.GetConnectionString("Db"));
    }

    [Fact]
    public void The_environment_wins_over_local_settings()
    {
        // A variable that every process here has; the tests run in parallel and must not set one.
        var (name, value) = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(pair => ((string)pair.Key, (string?)pair.Value))
            .First(pair => pair.Item1 == "PATH");
        _folder.Write("local.settings.json", $$"""{ "Values": { "{{name}}": "local" } }""");
        Assert.Equal(value, _folder.CreateBuilder().Configuration[name]);
    }

    [Fact]
    public void Log_levels_of_host_json_hold_unless_the_application_sets_its_own()
    {
        _folder.Write("host.json", """{ "logging": { "logLevel": { "default": "Error", "Mine": "Trace", "Both": "Trace" } } }""");
        var builder = _folder.CreateBuilder("--Logging:LogLevel:Both=Critical").WithFunctions();
        using var host = builder.Build();
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();
        Assert.False(loggers.CreateLogger("Any").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Mine.Part").IsEnabled(LogLevel.Trace));
        Assert.False(loggers.CreateLogger("Both").IsEnabled(LogLevel.Error));
    }

    [Fact]
    public void The_address_is_that_of_the_core_tools_unless_one_is_set()
    {
        using var plain = new FunctionsApplicationBuilder([], _folder.Path).WithFunctions().Build();
        Assert.Equal("http://localhost:7071", plain.Services.GetRequiredService<IConfiguration>()["urls"]);
        using var endpoints = new FunctionsApplicationBuilder(["--Kestrel:Endpoints:A:Url=http://127.0.0.1:0"], _folder.Path)
            .WithFunctions().Build();
        Assert.Null(endpoints.Services.GetRequiredService<IConfiguration>()["urls"]);
    }

    [Fact]
    public void The_builder_offers_what_a_host_builder_does()
    {
        var builder = _folder.CreateBuilder();
        IHostApplicationBuilder host = builder;
        Assert.Same(builder.Configuration, host.Configuration);
        Assert.Same(builder.Services, host.Services);
        Assert.NotNull(builder.Properties);
        Assert.NotNull(builder.Metrics);
        Assert.Equal(_folder.Path, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton("text");
        builder.ConfigureContainer(new DefaultServiceProviderFactory(), services => services.AddSingleton(new Version(3, 0)));
        using var built = builder.WithFunctions().Build();
        Assert.Equal(new Version(3, 0), built.Services.GetRequiredService<Version>());
        Assert.Equal("text", built.Services.GetRequiredService<string>());
    }

    [Fact]
    public void The_public_entry_point_reads_from_the_application_folder() =>
        Assert.Equal(
            Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
            Path.TrimEndingDirectorySeparator(FunctionsApplication.CreateBuilder([]).Environment.ContentRootPath));
}
