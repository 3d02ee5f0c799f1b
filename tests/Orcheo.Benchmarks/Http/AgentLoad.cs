using System.Text.Json;

namespace Orcheo.Benchmarks.Http;

/// <summary>A workflow of one agent whose model answers in 50 ms: without tools, and with one tool call and thus two model calls.</summary>
internal static class AgentLoad
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(10);

    /// <param name="folder">Where the data directory is made: on the disk that counts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, object>(StringComparer.Ordinal);
        await using var model = await SlowModel.StartAsync(TimeSpan.FromMilliseconds(50), cancellationToken);
        await using var stack = await StackProcess.StartAsync(Path.Combine(folder, "agent"), cancellationToken);
        await MeasureAsync("answer", model.Url, tools: []);
        await MeasureAsync("tool", model.Url, [new { type = "http_request", name = "look", config = new { url = $"{model.Url}/look" } }]);
        return figures;

        async Task MeasureAsync(string name, string url, object[] tools)
        {
            var workflow = (await stack.CreateAsync("/workflows", Workflow(url, tools), cancellationToken)).GetProperty("id").GetString();
            var request = RawRequest.Post(stack, "/executions", JsonSerializer.Serialize(new { workflow_id = workflow }), "Prefer: wait=30");
            var many = await Load.ClosedLoopAsync(stack.Address, request, 32, _warmUp, _duration, IsAnswer, cancellationToken);
            figures[$"{name}_agents_per_second_32_connections"] = many.PerSecond;
            figures[$"{name}_32_connections_p50_ms"] = many.Percentile(50);
            figures[$"{name}_32_connections_p99_ms"] = many.Percentile(99);
            figures[$"{name}_32_connections_failures"] = many.Failures;
            var one = await Load.ClosedLoopAsync(stack.Address, request, 1, TimeSpan.FromSeconds(1), _duration / 2, IsAnswer, cancellationToken);
            figures[$"{name}_1_connection_p50_ms"] = one.Percentile(50);
        }
    }

    private static string Workflow(string url, object[] tools) => JsonSerializer.Serialize(new
    {
        name = "bench-agent",
        nodes = new object[]
        {
            new { id = "start", type = "manual_trigger" },
            new { id = "agent", type = "ai_agent", config = new { model = "m", base_url = $"{url}/v1", prompt = "Go.", tools } },
        },
        edges = new object[] { new { id = "e1", source_node_id = "start", target_node_id = "agent" } },
    });

    private static bool IsAnswer(RawAnswer answer) => answer.Status == 200 && answer.Contains("\"text\":\"Done.\""u8);
}
