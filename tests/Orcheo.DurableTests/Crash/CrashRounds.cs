using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask.Client;
using Orcheo.Durable;

namespace Orcheo.DurableTests.Crash;

/// <summary>Starts the load, kills it at a random moment, again and again; then lets everything finish and counts what is wrong.</summary>
internal static class CrashRounds
{
    public static async Task<CrashReport> RunAsync(int rounds, int seed, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("orcheo-crash-");
        try
        {
            Random random = new(seed);
            for (int round = 0; round < rounds; round++)
            {
                await KillOnceAsync(folder.FullName, round, random.Next(10, 350), cancellation);
            }

            return await CountAsync(folder.FullName, rounds, seed, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task KillOnceAsync(string folder, int round, int milliseconds, CancellationToken cancellation)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashRounds).Assembly.Location);
        }

        start.ArgumentList.Add("--crash-host");
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"r{round}"));
        using Process process = Process.Start(start)!;
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(cancellation);
            if (line != "ready")
            {
                throw new InvalidOperationException($"The host said '{line}'.");
            }

            await Task.Delay(milliseconds, cancellation);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<CrashReport> CountAsync(string folder, int rounds, int seed, CancellationToken cancellation)
    {
        await using TaskHub hub = CrashLoad.Create(folder);
        await hub.StartAsync(cancellation);
        string[] started = await File.ReadAllLinesAsync(Path.Combine(folder, "acknowledged.txt"), cancellation);
        int lost = 0;
        int wrong = 0;
        int gaps = 0;
        Dictionary<string, string> used = [];
        foreach (string[] start in started.Select(line => line.Split(' ')))
        {
            OrchestrationMetadata? end = await EndAsync(hub, start[0], cancellation);
            if (end is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            {
                lost++;
                continue;
            }

            CrashLoad.Output output = end.ReadOutputAs<CrashLoad.Output>()!;
            wrong += output.Value == CrashLoad.Expected(int.Parse(start[1], CultureInfo.InvariantCulture)) ? 0 : 1;
            gaps += IsWhole(hub, start[0]) ? 0 : 1;
            foreach (string run in output.Runs)
            {
                used[run[..run.LastIndexOf('/')]] = run;
            }
        }

        string[] runs = await File.ReadAllLinesAsync(Path.Combine(folder, "runs.txt"), cancellation);
        Dictionary<string, string> last = [];
        foreach (string run in runs)
        {
            last[run[..run.LastIndexOf('/')]] = run;
        }

        // The result that counted must be that of the last run: a run after it would have repeated a committed one.
        int repeated = used.Count(pair => last[pair.Key] != pair.Value);
        return new(rounds, seed, started.Length, lost, wrong, repeated, gaps, runs.Length - last.Count);
    }

    private static async Task<OrchestrationMetadata?> EndAsync(TaskHub hub, string id, CancellationToken cancellation)
    {
        try
        {
            return await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation)
                .WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWhole(TaskHub hub, string id)
    {
        try
        {
            return RecordedHistory.Read(hub.Engine, id)!.Turns.Count > 0;
        }
        catch (CorruptHistoryException)
        {
            return false;
        }
    }
}
