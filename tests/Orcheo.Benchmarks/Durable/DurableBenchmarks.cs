using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Durable;

namespace Orcheo.Benchmarks.Durable;

/// <summary>What the embedded durable engine does on this machine, with durable commits.</summary>
internal static class DurableBenchmarks
{
    private const int ChainLength = 5;

    /// <summary>Runs every scenario in a folder that is deleted afterwards.</summary>
    /// <param name="seconds">How long the load of the throughput scenario lasts.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>Named figures.</returns>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int seconds = 4, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> figures = [];
        string folder = Directory.CreateTempSubdirectory("orcheo-bench-durable-").FullName;
        try
        {
            await ChainsAsync(Path.Combine(folder, "chains"), seconds, figures, cancellationToken);
            await FanOutAsync(Path.Combine(folder, "fanout"), figures, cancellationToken);
            await LongRunAsync(Path.Combine(folder, "long"), figures, cancellationToken);
            await WaitingAsync(Path.Combine(folder, "waiting"), figures, cancellationToken);
            await RecoveryAsync(Path.Combine(folder, "recovery"), figures, cancellationToken);
            await KillRecovery.RunAsync(Path.Combine(folder, "kill"), figures, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return figures;
    }

    private static async Task<TaskHub> StartAsync(string folder, CancellationToken cancellation, Func<TaskHubOptions, TaskHubOptions>? configure = null)
    {
        TaskHubOptions options = new() { DataDirectory = folder };
        TaskHub hub = new(configure is null ? options : configure(options));
        hub.AddActivity("PlusOne", static (call, _) => Task.FromResult<object?>(call.GetInput<int>() + 1));
        hub.AddOrchestrator("Chain", static async context => await ChainAsync(context, ChainLength));
        hub.AddOrchestrator("Long", static async context => await LongAsync(context));
        hub.AddOrchestrator("FanOut", static async context => (await Task.WhenAll(
            Enumerable.Range(0, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>("PlusOne", i)))).Sum());
        hub.AddOrchestrator("Wait", static async context =>
        {
            await context.CallActivityAsync<int>("PlusOne", 1);
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            return null;
        });
        hub.AddOrchestrator("Await", static async context => await context.WaitForExternalEvent<int>("go") + await ChainAsync(context, 1));
        await hub.StartAsync(cancellation);
        return hub;
    }

    private static async Task<int> ChainAsync(TaskOrchestrationContext context, int length)
    {
        int value = 0;
        for (int i = 0; i < length; i++)
        {
            value = await context.CallActivityAsync<int>("PlusOne", value);
        }

        return value;
    }

    private static async Task<object?> LongAsync(TaskOrchestrationContext context)
    {
        int steps = context.GetInput<int>();
        List<double> marks = [];
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            await context.CallActivityAsync<int>("PlusOne", i);
            if ((i + 1) % 500 == 0)
            {
                marks.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                began = Stopwatch.GetTimestamp();
            }
        }

        return marks;
    }

    private static async Task<OrchestrationMetadata> RunOneAsync(TaskHub hub, string name, object? input, CancellationToken cancellation)
    {
        string id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(name, input, cancellation);
        return await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation);
    }

    private static async Task ChainsAsync(string folder, int seconds, Dictionary<string, object> figures, CancellationToken cancellation)
    {
        await using TaskHub hub = await StartAsync(folder, cancellation);
        double[] single = new double[300];
        for (int i = -50; i < single.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await RunOneAsync(hub, "Chain", null, cancellation);
            if (i >= 0)
            {
                single[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }

        Array.Sort(single);
        figures["chain5_single_p50_ms"] = Math.Round(single[single.Length / 2], 2);
        figures["chain5_single_p95_ms"] = Math.Round(single[single.Length * 95 / 100], 2);

        await LoadAsync(hub, 1, cancellation);
        long before = hub.Engine.Grouper.Committed.Groups;
        long start = Stopwatch.GetTimestamp();
        List<double> times = await LoadAsync(hub, seconds, cancellation);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        times.Sort();
        figures["activities_per_second_200_in_flight"] = Math.Round(times.Count * ChainLength / elapsed);
        figures["chain5_200_in_flight_p50_ms"] = Math.Round(times[times.Count / 2], 1);
        figures["chain5_200_in_flight_p99_ms"] = Math.Round(times[times.Count * 99 / 100], 1);
        figures["group_commits_per_second"] = Math.Round((hub.Engine.Grouper.Committed.Groups - before) / elapsed);
    }

    private static async Task<List<double>> LoadAsync(TaskHub hub, int seconds, CancellationToken cancellation)
    {
        const int InFlight = 200;
        long end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        List<double>[] all = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(
            async () =>
            {
                List<double> times = [];
                while (Stopwatch.GetTimestamp() < end)
                {
                    long began = Stopwatch.GetTimestamp();
                    await RunOneAsync(hub, "Chain", null, cancellation);
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }

                return times;
            },
            cancellation)));
        return [.. all.SelectMany(times => times)];
    }

    private static async Task FanOutAsync(string folder, Dictionary<string, object> figures, CancellationToken cancellation)
    {
        await using TaskHub hub = await StartAsync(folder, cancellation);
        await RunOneAsync(hub, "FanOut", 100, cancellation);
        long began = Stopwatch.GetTimestamp();
        await RunOneAsync(hub, "FanOut", 1000, cancellation);
        figures["fan_out_1000_ms"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 1);
    }

    private static async Task LongRunAsync(string folder, Dictionary<string, object> figures, CancellationToken cancellation)
    {
        await using TaskHub hub = await StartAsync(folder, cancellation);
        // Warmed up as long as it takes the compiler to settle; else the first steps are compared with slower code.
        await RunOneAsync(hub, "Long", 3000, cancellation);
        double[] marks = (await RunOneAsync(hub, "Long", 5000, cancellation)).ReadOutputAs<double[]>()!;
        double first = (marks[0] + marks[1]) / 1000;
        double last = (marks[^1] + marks[^2]) / 1000;
        figures["step_ms_first_1000_of_5000"] = Math.Round(first, 3);
        figures["step_ms_last_1000_of_5000"] = Math.Round(last, 3);
        figures["step_last_to_first_ratio"] = Math.Round(last / first, 2);
    }

    private static async Task WaitingAsync(string folder, Dictionary<string, object> figures, CancellationToken cancellation)
    {
        const int Count = 10_000;
        await using TaskHub hub = await StartAsync(folder, cancellation);
        await RunOneAsync(hub, "Chain", null, cancellation);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await ScheduleAllAsync(hub, "Wait", Count, cancellation);
        while (hub.Engine.Timers.Count < Count)
        {
            await Task.Delay(20, cancellation);
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(1000, cancellation);
        figures["10000_waiting_timers_mb"] = Math.Round((after - before) / 1e6, 1);
        figures["10000_waiting_timers_cpu_ms_per_second"]
            = Math.Round((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds, 1);
    }

    private static async Task RecoveryAsync(string folder, Dictionary<string, object> figures, CancellationToken cancellation)
    {
        const int Count = 10_000;
        await using (TaskHub hub = await StartAsync(folder, cancellation))
        {
            await ScheduleAllAsync(hub, "Await", Count, cancellation);
            await Task.WhenAll(hub.Engine.Directory.All.Select(instance => hub.Client.WaitForInstanceStartAsync(instance.Id, cancellation)));
            await Task.WhenAll(hub.Engine.Directory.All.Select(instance => hub.Client.SuspendInstanceAsync(instance.Id, cancellation)));
            await Task.WhenAll(hub.Engine.Directory.All.Select(instance => hub.Client.RaiseEventAsync(instance.Id, "go", 1, cancellation)));
        }

        long began = Stopwatch.GetTimestamp();
        await using TaskHub again = await StartAsync(folder, cancellation);
        figures["recovery_start_ms"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        Instance[] open = [.. again.Engine.Directory.All];
        Task ended = Task.WhenAll(open.Select(instance => again.Client.WaitForInstanceCompletionAsync(instance.Id, cancellation)));
        await Task.WhenAll(open.Select(instance => again.Client.ResumeInstanceAsync(instance.Id, cancellation)));
        await ended;
        figures["recovery_10000_all_finished_ms"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static Task<string[]> ScheduleAllAsync(TaskHub hub, string name, int count, CancellationToken cancellation)
        => Task.WhenAll(Enumerable.Range(0, count).Select(_ => hub.Client.ScheduleNewOrchestrationInstanceAsync(name, cancellation)));
}
