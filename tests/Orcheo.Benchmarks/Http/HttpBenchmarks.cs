namespace Orcheo.Benchmarks.Http;

/// <summary>Fills a data directory with executions that have ended, before a stack is started on it.</summary>
/// <param name="dataDirectory">The stack's data directory.</param>
/// <param name="count">How many.</param>
/// <param name="cancellationToken">Stops early.</param>
internal delegate Task SeedExecutions(string dataDirectory, int count, CancellationToken cancellationToken);

/// <summary>What the whole stack does over HTTP.</summary>
internal static class HttpBenchmarks
{
    private const int FewExecutions = 100;
    private const int ManyExecutions = 100_000;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(10);

    /// <param name="folder">Where data directories are made: on the disk that counts.</param>
    /// <param name="seed">Fills a data directory.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, SeedExecutions seed, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, object>(StringComparer.Ordinal);
        var data = Path.Combine(folder, "http");
        await MeasureStartUpAsync(data, figures, cancellationToken);
        await using (var stack = await StackProcess.StartAsync(data, cancellationToken))
        {
            await MeasureIdleAsync(stack, figures, cancellationToken);
            await MeasureExecutionsAsync(stack, figures, cancellationToken);
            await MeasureWideAsync(stack, figures, cancellationToken);
            figures["memory_peak_mb"] = stack.PeakMemoryMegabytes;
        }

        await ApiLatency.MeasureAsync(Path.Combine(folder, "latency"), figures, cancellationToken);
        await MeasureListAsync(Path.Combine(folder, "few"), FewExecutions, seed, figures, cancellationToken);
        await MeasureListAsync(Path.Combine(folder, "many"), ManyExecutions, seed, figures, cancellationToken);
        return figures;
    }

    private static async Task MeasureStartUpAsync(string data, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        var taken = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            await using var stack = await StackProcess.StartAsync(data, cancellationToken);
            taken.Add(Math.Round(stack.StartUp.TotalMilliseconds));
        }

        figures["start_up_first_ms"] = taken[0];
        figures["start_up_ms"] = taken.Skip(1).Order().ElementAt(1);
    }

    private static async Task MeasureIdleAsync(StackProcess stack, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        figures["memory_after_start_mb"] = stack.MemoryMegabytes;
        var before = stack.ProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        figures["memory_idle_mb"] = stack.MemoryMegabytes;
        figures["processor_idle_percent"] = Math.Round((stack.ProcessorTime - before).TotalSeconds / 5 * 100, 1);
    }

    private static async Task MeasureExecutionsAsync(StackProcess stack, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        var workflow = await CreateAsync(stack, Workflows.Chain, cancellationToken);
        var start = Workflows.Start(workflow);
        var waiting = RawRequest.Post(stack, "/executions", start, "Prefer: wait=30");

        var processorBefore = stack.ProcessorTime;
        var many = await Load.ClosedLoopAsync(stack.Address, waiting, 32, _warmUp, _duration, HasSucceeded, cancellationToken);
        var processor = stack.ProcessorTime - processorBefore;
        figures["executions_per_second_32_connections"] = many.PerSecond;
        figures["execution_32_connections_p50_ms"] = many.Percentile(50);
        figures["execution_32_connections_p95_ms"] = many.Percentile(95);
        figures["execution_32_connections_p99_ms"] = many.Percentile(99);
        figures["execution_32_connections_failures"] = many.Failures;
        figures["node_activities_per_second_derived"] = Math.Round(many.PerSecond * 4);
        figures["processor_ms_per_execution"] = Math.Round(
            processor.TotalMilliseconds / Math.Max(1, many.PerSecond * (_warmUp + _duration).TotalSeconds), 2);

        var one = await Load.ClosedLoopAsync(stack.Address, waiting, 1, TimeSpan.FromSeconds(1), _duration / 2, HasSucceeded, cancellationToken);
        figures["execution_1_connection_p50_ms"] = one.Percentile(50);
        figures["execution_1_connection_p95_ms"] = one.Percentile(95);
        figures["execution_1_connection_failures"] = one.Failures;

        var starting = RawRequest.Post(stack, "/executions", start);
        var started = await Load.OpenLoopAsync(
            stack.Address, starting, 100, _warmUp / 2, _duration, answer => answer.Status == 202, cancellationToken);
        AddLatencies(figures, "start_100_per_second", started);

        var reading = RawRequest.Get(stack, "/workflows/" + workflow);
        var read = await Load.OpenLoopAsync(
            stack.Address, reading, 100, _warmUp / 2, _duration, answer => answer.Status == 200, cancellationToken);
        AddLatencies(figures, "get_workflow_100_per_second", read);
    }

    private static async Task MeasureWideAsync(StackProcess stack, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        var workflow = await CreateAsync(stack, Workflows.Wide, cancellationToken);
        var request = RawRequest.Post(stack, "/executions", Workflows.Start(workflow), "Prefer: wait=30");
        var wide = await Load.ClosedLoopAsync(
            stack.Address, request, 4, TimeSpan.FromSeconds(2), _duration / 2, HasSucceeded, cancellationToken);
        figures["node_activities_per_second_wide"] = Math.Round(wide.PerSecond * (Workflows.WideNodes + 1));
        figures["execution_of_100_parallel_nodes_p50_ms"] = wide.Percentile(50);
        figures["execution_of_100_parallel_nodes_failures"] = wide.Failures;
    }

    private static async Task MeasureListAsync(
        string data, int count, SeedExecutions seed, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        await seed(data, count, cancellationToken);
        await using var stack = await StackProcess.StartAsync(data, cancellationToken);
        foreach (var (name, query) in new[] { ("list_page", "limit=50"), ("list_page_by_status", "limit=50&status=succeeded") })
        {
            var request = RawRequest.Get(stack, "/executions?" + query);
            var pages = await Load.ClosedLoopAsync(
                stack.Address, request, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), IsFullPage, cancellationToken);
            figures[$"{name}_of_{count}_p50_ms"] = pages.Percentile(50);
            figures[$"{name}_of_{count}_p95_ms"] = pages.Percentile(95);
            figures[$"{name}_of_{count}_failures"] = pages.Failures;
        }
    }

    private static void AddLatencies(Dictionary<string, object> figures, string name, Samples samples)
    {
        figures[name + "_p50_ms"] = samples.Percentile(50);
        figures[name + "_p95_ms"] = samples.Percentile(95);
        figures[name + "_p99_ms"] = samples.Percentile(99);
        figures[name + "_failures"] = samples.Failures;
    }

    private static bool HasSucceeded(RawAnswer answer) => answer.Status == 200 && answer.Contains("\"status\":\"succeeded\""u8);

    /// <summary>More than one item, and a cursor to more: a page that is full, not an empty one that is fast.</summary>
    private static bool IsFullPage(RawAnswer answer) =>
        answer.Status == 200 && answer.Contains("\"next_cursor\":\""u8) && answer.Contains("\"exe_"u8);

    private static async Task<string> CreateAsync(StackProcess stack, string workflow, CancellationToken cancellationToken) =>
        (await stack.CreateAsync("/workflows", workflow, cancellationToken)).GetProperty("id").GetString()!;
}
