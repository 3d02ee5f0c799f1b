using System.Text.Json;

namespace Orcheo.Benchmarks.Http;

/// <summary>A delivery, proved by a token, through a workflow of 4 nodes to the answer with its output.</summary>
internal static class WebhookLoad
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(10);

    /// <param name="folder">Where the data directory is made: on the disk that counts.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<string, object>(StringComparer.Ordinal);
        await using var stack = await StackProcess.StartAsync(Path.Combine(folder, "webhook"), cancellationToken);
        var workflow = (await stack.CreateAsync("/workflows", Workflows.Webhook, cancellationToken)).GetProperty("id").GetString();
        var settings = JsonSerializer.Serialize(new { workflow_id = workflow, auth = "token", response_mode = "on_completion" });
        var trigger = await stack.CreateAsync("/triggers/webhook", settings, cancellationToken);
        var proof = "Authorization: Bearer " + trigger.GetProperty("signing_secret_once").GetString();
        var request = RawRequest.Deliver(stack, "/default/hooks/" + trigger.GetProperty("token").GetString(), "{\"n\":21}", [proof]);

        var many = await Load.ClosedLoopAsync(stack.Address, request, 32, _warmUp, _duration, IsOutput, cancellationToken);
        figures["per_second_32_connections"] = many.PerSecond;
        figures["32_connections_p50_ms"] = many.Percentile(50);
        figures["32_connections_p99_ms"] = many.Percentile(99);
        figures["32_connections_failures"] = many.Failures;
        var one = await Load.ClosedLoopAsync(stack.Address, request, 1, TimeSpan.FromSeconds(1), _duration / 2, IsOutput, cancellationToken);
        figures["1_connection_p50_ms"] = one.Percentile(50);
        figures["1_connection_p95_ms"] = one.Percentile(95);
        figures["1_connection_failures"] = one.Failures;
        return figures;
    }

    private static bool IsOutput(RawAnswer answer) => answer.Status == 200 && answer.Contains("{\"result\":42}"u8);
}
