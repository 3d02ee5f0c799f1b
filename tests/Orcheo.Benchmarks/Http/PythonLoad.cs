using System.Text.Json;

namespace Orcheo.Benchmarks.Http;

/// <summary>Python code nodes in the sandbox that the stack starts, from the request to the answer with the output.</summary>
internal static class PythonLoad
{
    private const int ChainNodes = 40;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(8);

    /// <param name="folder">Where the data directory is made: on the disk that counts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, object>(StringComparer.Ordinal);
        await using var stack = await StackProcess.StartAsync(Path.Combine(folder, "python"), cancellationToken);
        var trivial = await RequestAsync(stack, 1, cancellationToken);
        var one = await Load.ClosedLoopAsync(stack.Address, trivial, 1, _warmUp, _duration, answer => IsOutput(answer, 1), cancellationToken);
        figures["node_1_connection_p50_ms"] = one.Percentile(50);
        figures["node_1_connection_p95_ms"] = one.Percentile(95);
        figures["node_1_connection_failures"] = one.Failures;
        var many = await Load.ClosedLoopAsync(stack.Address, trivial, 8, _warmUp / 2, _duration, answer => IsOutput(answer, 1), cancellationToken);
        figures["nodes_per_second_8_connections"] = many.PerSecond;
        figures["node_8_connections_p99_ms"] = many.Percentile(99);
        figures["node_8_connections_failures"] = many.Failures;
        var chain = await RequestAsync(stack, ChainNodes, cancellationToken);
        var chained = await Load.ClosedLoopAsync(
            stack.Address, chain, 1, _warmUp / 2, _duration, answer => IsOutput(answer, ChainNodes), cancellationToken);
        figures["chain40_p50_ms"] = chained.Percentile(50);
        figures["chain40_max_ms"] = chained.Percentile(100);
        figures["chain40_failures"] = chained.Failures;
        return figures;
    }

    /// <summary>A start of a workflow of so many nodes that add one each to what the one before has returned.</summary>
    private static async Task<ReadOnlyMemory<byte>> RequestAsync(StackProcess stack, int nodes, CancellationToken cancellationToken)
    {
        var document = JsonSerializer.Serialize(new
        {
            name = $"bench-python-{nodes}",
            nodes = Enumerable.Range(0, nodes).Select(i => new
            {
                id = $"n{i}",
                type = "python_code",
                config = new { code = "def main(n):\n    return {\"n\": n + 1}\n", inputs = new { n = i == 0 ? "{{ input.n }}" : $"{{{{ nodes.n{i - 1}.output.n }}}}" } },
            }),
            edges = Enumerable.Range(1, nodes - 1).Select(i => new { id = $"e{i}", source_node_id = $"n{i - 1}", target_node_id = $"n{i}" }),
        });
        var workflow = (await stack.CreateAsync("/workflows", document, cancellationToken)).GetProperty("id").GetString();
        return RawRequest.Post(
            stack, "/executions", JsonSerializer.Serialize(new { workflow_id = workflow, input = new { n = 0 } }), "Prefer: wait=30");
    }

    private static bool IsOutput(RawAnswer answer, int nodes) =>
        answer.Status == 200 && answer.Contains(System.Text.Encoding.UTF8.GetBytes($"\"output\":{{\"n\":{nodes}}}"));
}
