using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orcheo.Benchmarks;

/// <summary>Collects the figures of one run.</summary>
internal sealed class BenchmarkReport(IReadOnlyDictionary<string, object> machine)
{
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>What a figure is meant to reach, where something is promised.</summary>
    private static readonly Dictionary<string, string> _goals = new(StringComparer.Ordinal)
    {
        ["http.executions_per_second_32_connections"] = ">= 500",
        ["http.execution_1_connection_p50_ms"] = "<= 8",
        ["http.start_100_per_second_p95_ms"] = "<= 20",
        ["http.get_workflow_100_per_second_p95_ms"] = "<= 20",
        ["http.memory_idle_mb"] = "<= 200",
        ["http.start_up_ms"] = "<= 3000",
        ["events.sse_p95_ms"] = "<= 50",
        ["events.signalr_p95_ms"] = "<= 50",
        ["python.node_1_connection_p50_ms"] = "<= 15",
        ["python.nodes_per_second_8_connections"] = ">= 60",
        ["python.chain40_p50_ms"] = "<= 1200, aim 600",
        ["durable.chain5_single_p50_ms"] = "<= 5",
        ["durable.activities_per_second_200_in_flight"] = ">= 4000",
        ["durable.fan_out_1000_ms"] = "<= 500",
        ["durable.10000_waiting_timers_mb"] = "<= 50",
        ["durable.kill_recovery_all_finished_ms"] = "<= 5000",
        ["durable.step_last_to_first_ratio"] = "0.8 to 1.2",
    };

    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, IReadOnlyDictionary<string, object>> _figures = new(StringComparer.Ordinal);

    public void Add(string part, IReadOnlyDictionary<string, object> figures) => _figures.Add(part, figures);

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            benchmark = "orcheo",
            started_at = _startedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            machine,
            conditions = new
            {
                build = "Release",
                load_generator = "on the same cores",
                durable_commits = true,
                rate_limits = "raised out of the way",
                open_loop = "latency counts from when a request was due, the generator's own lateness included",
            },
            figures = _figures,
        },
        _json) + "\n";

    public string ToSummary()
    {
        var text = new StringBuilder();
        foreach (var (part, figures) in _figures)
        {
            text.Append('\n').Append(part).Append('\n');
            foreach (var (name, value) in figures)
            {
                var goal = _goals.TryGetValue($"{part}.{name}", out var wanted) ? $"  (goal {wanted})" : "";
                text.Append(CultureInfo.InvariantCulture, $"  {name,-48} {value,12}{goal}\n");
            }
        }

        return text.ToString();
    }
}
