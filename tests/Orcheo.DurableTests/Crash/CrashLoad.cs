using System.Globalization;
using Microsoft.DurableTask;
using Orcheo.Durable;

namespace Orcheo.DurableTests.Crash;

/// <summary>The load that is killed: chains, fan-out, timers, sub-orchestrations and events, each run of an activity noted in a file.</summary>
internal static class CrashLoad
{
    private const int InFlight = 40;

    public static async Task RunUntilKilledAsync(string folder, string prefix)
    {
        await using TaskHub hub = Create(folder);
        await hub.StartAsync();
        await using Notes acknowledged = new(Path.Combine(folder, "acknowledged.txt"));
        Console.WriteLine("ready");
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (true)
            {
                int number = Interlocked.Increment(ref next);
                string id = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
                await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", number, new StartOrchestrationOptions(id));
                acknowledged.Add($"{id} {number}");
                await hub.Client.WaitForInstanceCompletionAsync(id);
            }
        }));
    }

    public static TaskHub Create(string folder)
    {
        // Few live instances, so that eviction and replay happen under load too.
        TaskHub hub = new(new() { DataDirectory = folder, MaxLiveInstances = 20 });
        Notes runs = new(Path.Combine(folder, "runs.txt"));
        hub.AddActivity("Step", (call, _) =>
        {
            string run = string.Create(CultureInfo.InvariantCulture, $"{call.InstanceId}/{call.TaskId}/{Guid.NewGuid():N}");
            runs.Add(run);
            return Task.FromResult<object?>(new Step(call.GetInput<int>() * 3, run));
        });
        hub.AddOrchestrator("Parent", async context => await ParentAsync(context));
        hub.AddOrchestrator("Child", async context => await ChildAsync(context));
        return hub;
    }

    public static int Expected(int number) => (number * 3) + (3 * ((number * 3) + 3)) + (number * 3) + (number * 2);

    private static async Task<Output> ParentAsync(TaskOrchestrationContext context)
    {
        int number = context.GetInput<int>();
        Step first = await context.CallActivityAsync<Step>("Step", number);
        Step[] fan = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<Step>("Step", number + i)));
        await context.CreateTimer(TimeSpan.FromMilliseconds(2), CancellationToken.None);
        Output child = await context.CallSubOrchestratorAsync<Output>("Child", number);
        int note = await context.WaitForExternalEvent<int>("note");
        return new(
            first.Value + fan.Sum(step => step.Value) + child.Value + note,
            [first.Run, .. fan.Select(step => step.Run), .. child.Runs]);
    }

    private static async Task<Output> ChildAsync(TaskOrchestrationContext context)
    {
        context.SendEvent(context.Parent!.InstanceId, "note", context.GetInput<int>() * 2);
        Step step = await context.CallActivityAsync<Step>("Step", context.GetInput<int>());
        return new(step.Value, [step.Run]);
    }

    internal sealed record Step(int Value, string Run);

    internal sealed record Output(int Value, string[] Runs);

    // Each line is handed to the operating system before the caller goes on: a killed process leaves it behind.
    private sealed class Notes(string path) : IAsyncDisposable
    {
        private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        private readonly Lock _gate = new();

        public void Add(string line)
        {
            lock (_gate)
            {
                _file.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            }
        }

        public ValueTask DisposeAsync() => _file.DisposeAsync();
    }
}
