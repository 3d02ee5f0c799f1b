using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Triggers;

namespace Orcheo.UnitTests.Architecture;

/// <summary>The apps compile against the real Functions and Durable packages as they do against the local runtime.</summary>
public sealed partial class FunctionsAppTests
{
    public static TheoryData<string> Apps => ["functions/api", "functions/triggers", "functions/orchestrations"];

    [Fact]
    public void No_source_of_an_app_depends_on_a_compilation_symbol()
    {
        var files = Repository.Files("functions", ".cs").ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => ConditionalCompilation().IsMatch(Repository.Read(file)));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void An_app_names_no_namespace_of_the_local_runtime(string folder)
    {
        Assert.DoesNotContain(Repository.Files(folder, ".cs"), file => LocalRuntime().IsMatch(Repository.Read(file)));
    }

    [Fact]
    public void Orchestrations_are_compiled_with_the_banned_symbols()
    {
        var project = ProjectFile.All().Single(project => project.Name == "Orcheo.Orchestrations");
        var banned = Repository.Read(project.Folder + "/BannedSymbols.txt");

        Assert.Contains("BannedSymbols.txt", project.AdditionalFiles);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", project.Packages);
        Assert.DoesNotContain("RS0030", string.Join(';', project.PropertyValues("NoWarn").Concat(project.PropertyValues("WarningsNotAsErrors"))), StringComparison.Ordinal);
        string[] symbols =
        [
            "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.Now;", "P:System.DateTimeOffset.UtcNow;",
            "M:System.Guid.NewGuid;", "T:System.Random;", "T:System.Net.Http.HttpClient;", "T:System.IO.File;", "T:System.Environment;",
            "M:System.Threading.Tasks.Task.ConfigureAwait(System.Boolean);", "M:System.Threading.Tasks.Task`1.ConfigureAwait(System.Boolean);",
            "M:System.Threading.CancellationTokenSource.CancelAsync;",
        ];
        Assert.All(symbols, symbol => Assert.Contains(symbol, banned, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void An_app_has_its_host_json(string folder)
    {
        Assert.True(File.Exists(Repository.PathOf(folder + "/host.json")), $"{folder}/host.json is missing.");
    }

    /// <summary>
    /// By default the Functions host refuses an event to an orchestration that has ended or is not there, with an exception that no client
    /// of local-runtime ever sees. Our events may come too late: a cancellation races the end, and an agent may have stopped waiting.
    /// </summary>
    [Theory]
    [MemberData(nameof(Apps))]
    public void An_event_that_comes_too_late_is_no_failure(string folder)
    {
        Assert.False(DurableTask(folder).GetProperty("throwStatusExceptionsOnRaiseEvent").GetBoolean());
    }

    [Fact]
    public void The_host_gives_the_clearing_of_the_task_hub_its_time()
    {
        var limit = DurableTask("functions/triggers").GetProperty("grpcHttpClientTimeout").GetString()!;

        Assert.True(TimeSpan.Parse(limit, CultureInfo.InvariantCulture) > TaskHubRetention.Budget, $"A call may take {limit} only.");
    }

    [Fact]
    public void The_apps_share_one_task_hub()
    {
        var hubs = Apps.Select(app => DurableTask(app.Data)).Select(hub => (
            Name: hub.GetProperty("hubName").GetString(),
            Partitions: hub.GetProperty("storageProvider").GetProperty("partitionCount").GetInt32(),
            Connection: hub.GetProperty("storageProvider").GetProperty("connectionName").GetString()));

        var shared = Assert.Single(hubs.Distinct());
        Assert.Contains($"var hubName = '{shared.Name}'", Repository.Read("infra/bicep/main.bicep"), StringComparison.Ordinal);
    }

    /// <summary>The host ends a function, and with it its worker, after 30 minutes; an attempt of a node may take a day.</summary>
    [Fact]
    public void The_host_does_not_limit_how_long_an_activity_runs() =>
        Assert.Equal("-1", Host("functions/orchestrations").GetProperty("functionTimeout").GetString());

    private static JsonElement DurableTask(string folder) => Host(folder).GetProperty("extensions").GetProperty("durableTask");

    private static JsonElement Host(string folder) => JsonElement.Parse(Repository.Read(folder + "/host.json"));

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b", RegexOptions.Multiline)]
    private static partial Regex ConditionalCompilation();

    [GeneratedRegex(@"\bOrcheo\.(Durable|Functions)\b")]
    private static partial Regex LocalRuntime();
}
