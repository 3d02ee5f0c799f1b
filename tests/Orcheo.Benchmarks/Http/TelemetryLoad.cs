using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orcheo.Benchmarks.Http;

/// <summary>
/// What telemetry costs: the four-node workflow with 32 connections, on stacks that send everything to a collector on the same machine and on
/// stacks that send nothing, in turns, so that a machine that gets slower or faster meanwhile does so for both.
/// </summary>
internal static class TelemetryLoad
{
    private const int Rounds = 3;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(8);

    /// <param name="folder">Where data directories are made: on the disk that counts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var received = 0L;
        await using var sink = await StartSinkAsync(count => Interlocked.Add(ref received, count));
        var address = sink.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Dictionary<string, string> on = new(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        var (without, with) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await MeasureAsync(Path.Combine(folder, $"off-{round}"), [], cancellationToken));
            with.Add(await MeasureAsync(Path.Combine(folder, $"on-{round}"), on, cancellationToken));
        }

        var (off, traced) = (Median(without, round => round.PerSecond), Median(with, round => round.PerSecond));
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["executions_per_second_off"] = off,
            ["executions_per_second_on"] = traced,
            ["overhead_percent"] = Math.Round((1 - (traced / off)) * 100, 1),
            ["p50_ms_off"] = Median(without, round => round.P50),
            ["p50_ms_on"] = Median(with, round => round.P50),
            ["processor_ms_per_execution_off"] = Median(without, round => round.Processor),
            ["processor_ms_per_execution_on"] = Median(with, round => round.Processor),
            ["memory_peak_mb_off"] = Median(without, round => round.Peak),
            ["memory_peak_mb_on"] = Median(with, round => round.Peak),
            ["each_round_off"] = string.Join(' ', without.Select(round => round.PerSecond)),
            ["each_round_on"] = string.Join(' ', with.Select(round => round.PerSecond)),
            ["failures"] = without.Concat(with).Sum(round => round.Failures),
            ["received_mb"] = Math.Round(received / 1e6, 1),
        };
    }

    private static async Task<Round> MeasureAsync(string data, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await using var stack = await StackProcess.StartAsync(data, cancellationToken, environment: environment);
        var workflow = (await stack.CreateAsync("/workflows", Workflows.Chain, cancellationToken)).GetProperty("id").GetString()!;
        var request = RawRequest.Post(stack, "/executions", Workflows.Start(workflow), "Prefer: wait=30");

        // Compiling goes on for a while, and costs as much as some thousand executions.
        await Load.ClosedLoopAsync(stack.Address, request, 32, TimeSpan.Zero, _warmUp, HasSucceeded, cancellationToken);
        var before = stack.ProcessorTime;
        var samples = await Load.ClosedLoopAsync(stack.Address, request, 32, TimeSpan.Zero, _duration, HasSucceeded, cancellationToken);
        var processor = (stack.ProcessorTime - before).TotalMilliseconds / Math.Max(1, samples.Count);
        return new Round(samples.PerSecond, samples.Percentile(50), Math.Round(processor, 3), stack.PeakMemoryMegabytes, samples.Failures);
    }

    /// <summary>A collector that reads what it gets and forgets it.</summary>
    private static async Task<WebApplication> StartSinkAsync(Action<long> count)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (HttpContext http) =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            count(http.Request.ContentLength ?? 0);
        });
        await app.StartAsync();
        return app;
    }

    private static double Median(List<Round> rounds, Func<Round, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return Math.Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 2);
    }

    private static bool HasSucceeded(RawAnswer answer) => answer.Status == 200 && answer.Contains("\"status\":\"succeeded\""u8);

    private sealed record Round(double PerSecond, double P50, double Processor, double Peak, int Failures);
}
