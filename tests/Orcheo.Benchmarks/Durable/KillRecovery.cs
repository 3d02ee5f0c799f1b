using System.Diagnostics;
using Orcheo.Durable;

namespace Orcheo.Benchmarks.Durable;

/// <summary>
/// How long a hub takes to be whole again after a SIGKILL with ten thousand orchestrations in the middle of their activities. The hub
/// that is killed runs in a child process: this program with <see cref="ChildVerb"/>.
/// </summary>
internal static class KillRecovery
{
    /// <summary>The command line of the child: the verb and the hub's folder.</summary>
    public const string ChildVerb = "--recovery-child";

    private const int Instances = 10_000;
    private const int Steps = 5;
    private const string InFlight = "in flight";

    /// <summary>Starts a child, kills it, recovers its hub and tells how long that took.</summary>
    public static async Task RunAsync(string folder, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. HostArguments(), ChildVerb, folder]) { RedirectStandardOutput = true };
        using (var child = Process.Start(start)!)
        {
            try
            {
                while (await child.StandardOutput.ReadLineAsync(cancellationToken) is { } line && line != InFlight)
                {
                    // The child says when every instance has begun.
                }
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
            }
        }

        var began = Stopwatch.GetTimestamp();
        await using var hub = await StartAsync(folder, TimeSpan.Zero, cancellationToken);
        var open = hub.Engine.Directory.All.Select(instance => instance.Id).ToArray();
        figures["kill_recovery_in_flight"] = open.Length;
        figures["kill_recovery_start_ms"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        await Task.WhenAll(open.Select(id => hub.Client.WaitForInstanceCompletionAsync(id, cancellationToken)));
        figures["kill_recovery_all_finished_ms"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>What the child does: fills a hub, says so, and waits to be killed.</summary>
    public static async Task RunChildAsync(string folder)
    {
        await using var hub = await StartAsync(folder, TimeSpan.FromMinutes(1), CancellationToken.None);
        var ids = await Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => hub.Client.ScheduleNewOrchestrationInstanceAsync("Steps")));
        await Task.WhenAll(ids.Select(id => hub.Client.WaitForInstanceStartAsync(id)));
        await Console.Out.WriteLineAsync(InFlight);
        await Console.Out.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task<TaskHub> StartAsync(string folder, TimeSpan lastStep, CancellationToken cancellationToken)
    {
        var hub = new TaskHub(new TaskHubOptions { DataDirectory = folder, MaxConcurrentActivities = 2 * Instances });
        hub.AddActivity("Step", async (call, token) =>
        {
            // The first steps pass at once, so that there is history to read; the last holds the instance in flight until the kill.
            var number = call.GetInput<int>();
            await Task.Delay(number == Steps - 1 ? lastStep : TimeSpan.Zero, token);
            return number + 1;
        });
        hub.AddOrchestrator("Steps", static async context =>
        {
            var number = 0;
            while (number < Steps)
            {
                number = await context.CallActivityAsync<int>("Step", number);
            }

            return number;
        });
        await hub.StartAsync(cancellationToken);
        return hub;
    }

    /// <summary>Under <c>dotnet exec</c> the process is dotnet itself, which must be told the program again.</summary>
    private static string[] HostArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", typeof(KillRecovery).Assembly.Location] : [];
}
