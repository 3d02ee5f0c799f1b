using System.Diagnostics;
using Orcheo.Benchmarks;
using Orcheo.Benchmarks.Durable;
using Orcheo.Benchmarks.Http;
using Orcheo.Benchmarks.Live;
using Orcheo.Benchmarks.Storage;

// One JSON document goes to standard output (and to --output), what is said on the way and a summary to standard error.
if (args is [KillRecovery.ChildVerb, var folder])
{
    await KillRecovery.RunChildAsync(folder);
    return 0;
}

BenchmarkArguments arguments;
try
{
    arguments = BenchmarkArguments.Parse(args);
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    stopping.Cancel();
};

var disk = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench-data"));
var report = new BenchmarkReport(Machine.Describe(disk.FullName));
try
{
    await RunAsync("storage", token => StorageBenchmarks.RunAsync(disk.FullName, TimeSpan.FromSeconds(3), token));
    await RunAsync("durable", token => DurableBenchmarks.RunAsync(cancellationToken: token));
    await RunAsync("http", token => HttpBenchmarks.RunAsync(disk.FullName, ExecutionSeeder.SeedAsync, token));
    await RunAsync("webhook", token => WebhookLoad.RunAsync(disk.FullName, token));
    await RunAsync("events", token => EventLatency.RunAsync(disk.FullName, token));
    await RunAsync("telemetry", token => TelemetryLoad.RunAsync(disk.FullName, token));
    await RunAsync("python", token => PythonLoad.RunAsync(disk.FullName, token));
    await RunAsync("agent", token => AgentLoad.RunAsync(disk.FullName, token));
}
finally
{
    disk.Delete(recursive: true);
}

var json = report.ToJson();
if (arguments.Output is { } output)
{
    await File.WriteAllTextAsync(output, json, stopping.Token);
}

await Console.Error.WriteLineAsync(report.ToSummary());
await Console.Out.WriteAsync(json);
return 0;

async Task RunAsync(string name, Func<CancellationToken, Task<IReadOnlyDictionary<string, object>>> measure)
{
    if (!arguments.Includes(name))
    {
        return;
    }

    await Console.Error.WriteLineAsync($"==> Measuring {name}");
    var clock = Stopwatch.StartNew();
    report.Add(name, await measure(stopping.Token));
    await Console.Error.WriteLineAsync($"    took {clock.Elapsed.TotalSeconds:0} s");
}
