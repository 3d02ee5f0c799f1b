using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Functions.Discovery;

namespace Orcheo.UnitTests.Architecture;

/// <summary>
/// functions/functions.tsv lists the functions of the three apps. Here it is compared with what the local host finds, and by
/// build/azure-check.sh with what the real Functions SDK finds. ORCHEO_UPDATE_FUNCTIONS=1 writes it.
/// </summary>
public sealed class FunctionTableTests
{
    private const string Table = "functions/functions.tsv";

    [Fact]
    public void The_local_host_finds_the_functions_of_the_table()
    {
        string[] apps = ["api", "orchestrations", "triggers"];
        var actual = apps.SelectMany(Lines).Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("ORCHEO_UPDATE_FUNCTIONS") == "1")
        {
            File.WriteAllText(Repository.PathOf(Table), string.Concat(actual.Select(line => line + "\n")));
        }

        Assert.Equal(File.ReadAllLines(Repository.PathOf(Table)), actual);
    }

    private static IEnumerable<string> Lines(string app)
    {
        var assembly = Assembly.Load($"Orcheo.{char.ToUpperInvariant(app[0])}{app[1..]}");
        return FunctionLoader.Load(assembly.GetTypes()).Select(function => string.Join('\t',
            [app, function.Name, Describe(function), .. function.DurableClients.Select(_ => "durableClient")]));
    }

    private static string Describe(FunctionEntry function) => function.Trigger switch
    {
        HttpTriggerAttribute http => $"httpTrigger {http.AuthLevel} {string.Join(',', http.Methods!)} {http.Route}",
        TimerTriggerAttribute timer => "timerTrigger " + timer.Schedule + (timer.RunOnStartup ? " runOnStartup" : "") + (timer.UseMonitor ? "" : " noMonitor"),
        ActivityTriggerAttribute => "activityTrigger",
        _ => "orchestrationTrigger",
    };
}
