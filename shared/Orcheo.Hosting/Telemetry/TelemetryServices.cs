using System.Reflection;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Sends telemetry where the configuration says. Where it says nothing, nothing is added.</summary>
internal static class TelemetryServices
{
    private const string ServiceName = "orcheo";

    /// <summary>The measurements of the .NET runtime.</summary>
    private const string RuntimeMeterName = "System.Runtime";

    /// <summary>Adds the exporters.</summary>
    /// <exception cref="OptionsException">A variable cannot be used.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = new TelemetrySettings(configuration);
        if (settings.IsOff)
        {
            return;
        }

        services.AddSingleton<IStartupFilter, RequestTelemetry>();
        services.AddHostedService<TelemetryShutdown>();
        services.AddOpenTelemetry()
            .ConfigureResource(Describe)
            .WithTracing(tracing => Trace(tracing, settings))
            .WithMetrics(metrics => Measure(metrics, settings))
            .WithLogging(logging => Log(logging, settings), options => options.IncludeFormattedMessage = true);
    }

    /// <summary>Sets how log lines look on the console.</summary>
    public static void AddLogFormat(this IServiceCollection services, LogOptions options)
    {
        if (options.Format == LogFormat.Json)
        {
            services.AddLogging(logging => logging.AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>());
            services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = JsonLogFormatter.FormatterName);
        }
    }

    /// <summary>What <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> say comes last and wins.</summary>
    private static void Describe(ResourceBuilder resource)
    {
        var version = typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        resource.Clear().AddTelemetrySdk().AddService(ServiceName, serviceVersion: version).AddEnvironmentVariableDetector();
    }

    private static void Trace(TracerProviderBuilder tracing, TelemetrySettings settings)
    {
        tracing.SetSampler(settings.Sampler).AddSource(OrcheoTelemetry.SourceName, RequestTelemetry.SourceName);
        if (settings.Exports(TelemetrySettings.Traces))
        {
            var gate = new ExportGate(settings.QueueSize(TelemetrySettings.Traces));
            tracing.AddProcessor(new BoundedSpanQueue(new CountedSpanExporter(settings.Exporter(TelemetrySettings.Traces), gate), gate, settings));
        }

        if (settings.AzureMonitor is { } connection)
        {
            tracing.AddAzureMonitorTraceExporter(options => options.ConnectionString = connection, settings.AzureCredential);
        }
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        metrics.AddMeter(OrcheoTelemetry.MeterName, OrcheoTelemetry.DurableMeterName, RequestTelemetry.MeterName, RuntimeMeterName);
        if (settings.Exports(TelemetrySettings.Metrics))
        {
            var exporter = new OtlpMetricExporter(settings.Exporter(TelemetrySettings.Metrics));
            metrics.AddReader(new PeriodicExportingMetricReader(exporter, settings.MetricInterval));
        }

        if (settings.AzureMonitor is { } connection)
        {
            metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = connection, settings.AzureCredential);
        }
    }

    private static void Log(LoggerProviderBuilder logging, TelemetrySettings settings)
    {
        logging.AddProcessor(new LogScopeProcessor());
        if (settings.Exports(TelemetrySettings.Logs))
        {
            var exporter = new OtlpLogExporter(settings.Exporter(TelemetrySettings.Logs));
            logging.AddProcessor(new BatchLogRecordExportProcessor(
                exporter,
                settings.QueueSize(TelemetrySettings.Logs),
                settings.BatchDelay(TelemetrySettings.Logs),
                maxExportBatchSize: settings.BatchSize(TelemetrySettings.Logs)));
        }

        if (settings.AzureMonitor is { } connection)
        {
            logging.AddAzureMonitorLogExporter(options => options.ConnectionString = connection, settings.AzureCredential);
        }
    }
}
