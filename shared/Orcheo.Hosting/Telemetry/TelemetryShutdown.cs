using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// Sends what is left when everything else has stopped: all signals at once, and for a few seconds only. A collector that does not answer
/// must not keep the host from ending.
/// </summary>
internal sealed class TelemetryShutdown(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedLifecycleService
{
    private const int LimitMilliseconds = 3000;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.Shutdown(LimitMilliseconds), CancellationToken.None),
        Task.Run(() => metrics.Shutdown(LimitMilliseconds), CancellationToken.None),
        Task.Run(() => logs.Shutdown(LimitMilliseconds), CancellationToken.None));
}
