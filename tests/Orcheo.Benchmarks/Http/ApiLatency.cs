namespace Orcheo.Benchmarks.Http;

/// <summary>
/// How long reading a workflow and starting an execution take at a steady rate, as clients have it: with an API key that is looked up in the
/// store, under the default rate limits, and with every start in the audit log. The target is a p95 of 20 ms at 200 requests/s.
/// </summary>
internal static class ApiLatency
{
    private const int PerSecond = 200;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(15);

    public static async Task MeasureAsync(string data, Dictionary<string, object> figures, CancellationToken cancellationToken)
    {
        await using var stack = await StackProcess.StartAsync(data, cancellationToken, raiseLimits: false);
        var workflow = await stack.CreateAsync("/workflows", Workflows.Chain, cancellationToken);
        var key = await stack.CreateAsync(
            "/api-keys", """{"name":"bench","scopes":["workflows:read","executions:run","audit:read"]}""", cancellationToken);
        stack.Key = key.GetProperty("secret_once").GetString()!;

        var id = workflow.GetProperty("id").GetString()!;
        var reading = RawRequest.Get(stack, "/workflows/" + id);
        var starting = RawRequest.Post(stack, "/executions", Workflows.Start(id));
        var read = await RunAsync(stack, reading, 200, cancellationToken);
        Add(figures, "get_workflow_200_per_second_api_key", read);
        var started = await RunAsync(stack, starting, 202, cancellationToken);
        Add(figures, "start_200_per_second_api_key", started);
        await RequireAuditedAsync(stack, cancellationToken);

        var both = await Task.WhenAll(RunAsync(stack, reading, 200, cancellationToken), RunAsync(stack, starting, 202, cancellationToken));
        Add(figures, "get_workflow_200_per_second_api_key_beside_starts", both[0]);
        Add(figures, "start_200_per_second_api_key_beside_reads", both[1]);
    }

    private static Task<Samples> RunAsync(StackProcess stack, byte[] request, int status, CancellationToken cancellationToken) =>
        Load.OpenLoopAsync(stack.Address, request, PerSecond, _warmUp, _duration, answer => answer.Status == status, cancellationToken);

    /// <summary>What is measured must be what is claimed: the starts are in the audit log, by the key.</summary>
    private static async Task RequireAuditedAsync(StackProcess stack, CancellationToken cancellationToken)
    {
        var page = await stack.GetAsync("/audit?limit=1", cancellationToken);
        var entry = page.GetProperty("items").EnumerateArray().First();
        if (!entry.GetProperty("action").ValueEquals("execution.start") || !entry.GetProperty("actor").GetProperty("type").ValueEquals("api_key"))
        {
            throw new InvalidOperationException($"The starts are not in the audit log: {entry}");
        }
    }

    private static void Add(Dictionary<string, object> figures, string name, Samples samples)
    {
        figures[name + "_p50_ms"] = samples.Percentile(50);
        figures[name + "_p95_ms"] = samples.Percentile(95);
        figures[name + "_p99_ms"] = samples.Percentile(99);
        figures[name + "_failures"] = samples.Failures;
    }
}
