using System.Globalization;
using System.Reflection;
using Cronos;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Triggers;
using Orcheo.IntegrationTests.Support;
using Orcheo.Triggers;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What a deployment costs that does nothing: its timer functions look for work all the same.</summary>
public sealed class IdleCostTests(AzuriteFixture azurite)
{
    private const string Tenant = "default";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_timers_cost_that_find_nothing_is_written_down()
    {
        await using var meter = await StorageMeter.StartAsync(await azurite.GetConnectionStringAsync());
        await using var host = await WorkerFleet.HostAsync(meter.ConnectionString, "idle" + Guid.NewGuid().ToString("N")[..8]);
        var rows = new List<string>();
        var perHour = 0m;
        foreach (var (name, run) in Timers(host))
        {
            // What is done once in a process is not what it costs by the hour.
            await run();
            var before = meter.Operations.Count;
            await run();
            var operations = StorageCounts.Of(meter.Operations.Skip(before)).Operations;
            var runs = RunsPerDay(name) / 24m;
            perHour += runs * operations;
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"| `{name}` | {runs:0.##} | {operations} | {runs * operations:0.##} |"));
        }

        rows.Add(string.Create(CultureInfo.InvariantCulture, $"| together | | | {perHour:0.##} |"));
        ScaleDocument.Check("idle", "| Timer function | runs an hour | operations each | operations an hour |", rows);
    }

    /// <summary>Every timer function of the triggers app, and what it does in our own storage.</summary>
    private static IEnumerable<(string Name, Func<Task> Run)> Timers(ServiceProvider host)
    {
        var known = new Dictionary<string, Func<Task>>
        {
            [nameof(CronTick.FireCronTriggers)] = () => host.GetRequiredService<CronTicker>().TickAsync((_, _) => Task.CompletedTask, Cancel),
            [nameof(ReconcileExecutions.ReconcileActive)] = () => ReconcileAsync(host, StatusClass.Active),
            [nameof(ReconcileExecutions.ReconcileWaiting)] = () => ReconcileAsync(host, StatusClass.Waiting),
            [nameof(RetentionFunctions.PurgeRows)] = () => host.GetRequiredService<RetentionSweep>().RunAsync(Tenant, Cancel),
            [nameof(RetentionFunctions.PurgeValues)] = () => host.GetRequiredService<RetentionSweep>().RemoveOrphanedValuesAsync(Cancel),

            // It looks into the task hub only.
            [nameof(TaskHubRetention.PurgeTaskHub)] = () => Task.CompletedTask,
        };
        return Schedules().Keys.Order(StringComparer.Ordinal).Select(name => (name, known[name]));
    }

    private static Task<int> ReconcileAsync(ServiceProvider host, StatusClass status) => host.GetRequiredService<ExecutionReconciler>().ReconcileAsync(
        status, new RunnerAccess((_, _) => Task.FromResult(default(RunnerView)), (_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask), Cancel);

    private static int RunsPerDay(string function)
    {
        var schedule = Schedules()[function].Replace("%" + CronOptions.ScheduleSetting + "%", new CronOptions().TimerSchedule, StringComparison.Ordinal);
        var day = new DateTime(2026, 1, 15, 0, 0, 0, DateTimeKind.Utc);
        return CronExpression.Parse(schedule, CronFormat.IncludeSeconds).GetOccurrences(day, day.AddDays(1)).Count();
    }

    private static Dictionary<string, string> Schedules() => typeof(CronTick).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, Timer: method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null)))
        .Where(found => found is { Name: not null, Timer: not null })
        .ToDictionary(found => found.Name!, found => found.Timer!.Schedule);
}
