using System.Globalization;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// What OpenTelemetry's standard environment variables, and Application Insights' own, ask for. They are read from the configuration, so
/// that <c>local.settings.json</c> may hold them as well.
/// </summary>
internal sealed class TelemetrySettings(IConfiguration configuration)
{
    /// <summary>Where spans, metrics and logs go.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const int HttpPort = 4318;

    /// <summary>Spans.</summary>
    public const string Traces = "traces";

    /// <summary>Measurements.</summary>
    public const string Metrics = "metrics";

    /// <summary>Log records.</summary>
    public const string Logs = "logs";

    /// <summary>Where Azure Monitor takes telemetry; null when it is to get none.</summary>
    public string? AzureMonitor => IsDisabled ? null : Text("APPLICATIONINSIGHTS_CONNECTION_STRING");

    /// <summary>
    /// Who sends to Azure Monitor where keys are switched off there: the managed identity that
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> (<c>Authorization=AAD;ClientId=…</c>) names; null when the connection string is enough.
    /// </summary>
    public TokenCredential? AzureCredential
    {
        get
        {
            var parts = (Text("APPLICATIONINSIGHTS_AUTHENTICATION_STRING") ?? "")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2))
                .Where(part => part.Length == 2)
                .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
            if (!string.Equals(parts.GetValueOrDefault("Authorization"), "AAD", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            return parts.GetValueOrDefault("ClientId") is { Length: > 0 } client
                ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
                : new DefaultAzureCredential();
        }
    }

    /// <summary>Whether there is nowhere to send anything: then nothing of the SDK is started.</summary>
    public bool IsOff => AzureMonitor is null && !new[] { Traces, Metrics, Logs }.Any(Exports);

    /// <summary>How many spans, or log records, wait at most to be sent; what comes then is dropped.</summary>
    public int QueueSize(string signal) => Number(signal == Traces ? "OTEL_BSP_MAX_QUEUE_SIZE" : "OTEL_BLRP_MAX_QUEUE_SIZE", 8192);

    /// <summary>How many are sent at once, at most.</summary>
    public int BatchSize(string signal) =>
        Math.Min(QueueSize(signal), Number(signal == Traces ? "OTEL_BSP_MAX_EXPORT_BATCH_SIZE" : "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", 512));

    /// <summary>How long they wait at most, in milliseconds.</summary>
    public int BatchDelay(string signal) =>
        signal == Traces ? Number("OTEL_BSP_SCHEDULE_DELAY", 5000) : Number("OTEL_BLRP_SCHEDULE_DELAY", 1000);

    /// <summary>How often measurements are sent, in milliseconds.</summary>
    public int MetricInterval => Number("OTEL_METRIC_EXPORT_INTERVAL", 60_000);

    /// <summary>The sampler.</summary>
    public ExecutionSampler Sampler => ExecutionSampler.Of(Text("OTEL_TRACES_SAMPLER"), Text("OTEL_TRACES_SAMPLER_ARG"));

    private bool IsDisabled => string.Equals(Text("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a signal goes to an OTLP endpoint.</summary>
    public bool Exports(string signal) =>
        !IsDisabled
        && !string.Equals(Text($"OTEL_{signal.ToUpperInvariant()}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase)
        && (Text(OfSignal("ENDPOINT", signal)) ?? Text(EndpointVariable)) is not null;

    /// <summary>How a signal is sent.</summary>
    /// <exception cref="OptionsException">A variable cannot be used.</exception>
    public OtlpExporterOptions Exporter(string signal)
    {
        var own = Text(OfSignal("ENDPOINT", signal));
        var endpoint = Address(own is null ? EndpointVariable : OfSignal("ENDPOINT", signal));
        var protocol = Protocol(Text(OfSignal("PROTOCOL", signal)) ?? Text("OTEL_EXPORTER_OTLP_PROTOCOL"), endpoint);
        var options = new OtlpExporterOptions
        {
            Protocol = protocol,

            // By the specification a common address over HTTP is a base, and the address of one signal is taken as it stands.
            Endpoint = own is null && protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}") : endpoint,
            TimeoutMilliseconds = Number(OfSignal("TIMEOUT", signal), Number("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000)),
        };
        if ((Text(OfSignal("HEADERS", signal)) ?? Text("OTEL_EXPORTER_OTLP_HEADERS")) is { } headers)
        {
            options.Headers = headers;
        }

        return options;
    }

    /// <summary>Reads a variable's number.</summary>
    /// <exception cref="OptionsException">It is none.</exception>
    private int Number(string variable, int otherwise) => Text(variable) switch
    {
        null => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new OptionsException(variable, "a positive whole number"),
    };

    private static string OfSignal(string what, string signal) => $"OTEL_EXPORTER_OTLP_{signal.ToUpperInvariant()}_{what}";

    private Uri Address(string variable) =>
        Uri.TryCreate(Text(variable), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new OptionsException(variable, "an http or https address, e.g. http://localhost:4317");

    private static OtlpExportProtocol Protocol(string? name, Uri endpoint) => name switch
    {
        "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,

        // Unset, the port says it: the two protocols have their own.
        null => endpoint.Port == HttpPort ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc,
        _ => throw new OptionsException("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc or http/protobuf"),
    };

    private string? Text(string variable) => configuration[variable] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
