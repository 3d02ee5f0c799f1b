using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>What the variables ask for.</summary>
public sealed class TelemetrySettingsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Azure = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/";

    [Fact]
    public void Without_a_place_to_send_to_nothing_of_the_SDK_is_there()
    {
        Assert.True(Of().IsOff);
        Assert.True(Of((Endpoint, " ")).IsOff);
        Assert.True(Of((Endpoint, "http://localhost:4317"), ("OTEL_SDK_DISABLED", "TRUE"), ("APPLICATIONINSIGHTS_CONNECTION_STRING", Azure)).IsOff);
        var services = new ServiceCollection();
        services.AddTelemetry(Configuration());
        Assert.Empty(services);
    }

    [Fact]
    public void A_signal_goes_where_it_is_told_to()
    {
        var settings = Of((Endpoint, "http://localhost:4317"), ("OTEL_METRICS_EXPORTER", "none"));
        Assert.Equal((true, false, true), (settings.Exports("traces"), settings.Exports("metrics"), settings.Exports("logs")));
        settings = Of(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://localhost:4318/own"));
        Assert.Equal((true, false, false), (settings.Exports("traces"), settings.Exports("metrics"), settings.IsOff));
        Assert.Equal("http://localhost:4318/own", settings.Exporter("traces").Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://localhost:4317", null, OtlpExportProtocol.Grpc, "http://localhost:4317/")]
    [InlineData("http://localhost:4318", null, OtlpExportProtocol.HttpProtobuf, "http://localhost:4318/v1/logs")]
    [InlineData("https://collector/base/", "http/protobuf", OtlpExportProtocol.HttpProtobuf, "https://collector/base/v1/logs")]
    [InlineData("https://collector/", "grpc", OtlpExportProtocol.Grpc, "https://collector/")]
    public void The_protocol_and_the_address_follow_the_specification(string endpoint, string? protocol, OtlpExportProtocol expected, string address)
    {
        var exporter = Of((Endpoint, endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_EXPORTER_OTLP_HEADERS", "a=b"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "1234")).Exporter("logs");
        Assert.Equal((expected, address, "a=b", 1234), (exporter.Protocol, exporter.Endpoint.AbsoluteUri, exporter.Headers, exporter.TimeoutMilliseconds));
    }

    [Theory]
    [InlineData(Endpoint, "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon")]
    public void What_cannot_be_used_is_named(string name, string value)
    {
        var settings = name == Endpoint ? Of((name, value)) : Of((Endpoint, "http://localhost:4317"), (name, value));
        Assert.Contains(name, Assert.Throws<OptionsException>(() => settings.Exporter("traces")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Queues_are_bounded_and_batches_no_larger_than_they()
    {
        var settings = Of(("OTEL_BSP_MAX_QUEUE_SIZE", "100"), ("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "7"), ("OTEL_BSP_SCHEDULE_DELAY", "9"));
        Assert.Equal((100, 100, 9), (settings.QueueSize("traces"), settings.BatchSize("traces"), settings.BatchDelay("traces")));
        Assert.Equal((8192, 7, 1000), (settings.QueueSize("logs"), settings.BatchSize("logs"), settings.BatchDelay("logs")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Authorization=AAD", typeof(DefaultAzureCredential))]
    [InlineData("Authorization=AAD;ClientId=00000000-0000-0000-0000-000000000002", typeof(ManagedIdentityCredential))]
    [InlineData("ClientId=00000000-0000-0000-0000-000000000002", null)]
    public void Azure_Monitor_is_reached_by_the_identity_that_is_named(string? text, Type? expected) =>
        Assert.Equal(expected, Of(("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", text)).AzureCredential?.GetType());

    [Fact]
    public void Azure_Monitor_alone_is_enough()
    {
        var services = new ServiceCollection().AddLogging();
        var configuration = Configuration(("APPLICATIONINSIGHTS_CONNECTION_STRING", Azure), ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"));
        services.AddSingleton(configuration);
        services.AddTelemetry(configuration);
        Assert.Contains(services, service => service.ServiceType == typeof(TracerProvider));
        Assert.Contains(services, service => service.ServiceType == typeof(MeterProvider));
    }

    private static TelemetrySettings Of(params (string Name, string? Value)[] values) => new(Configuration(values));

    private static IConfiguration Configuration(params (string Name, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(value => value.Name, value => value.Value)).Build();
}
