using System.Text.Json;

namespace Orcheo.Benchmarks.Http;

/// <summary>The workflows that are measured.</summary>
internal static class Workflows
{
    public const int WideNodes = 100;

    /// <summary>Trigger → set_variable → if_else → set_variable.</summary>
    public static string Chain { get; } = JsonSerializer.Serialize(new
    {
        name = "bench-chain",
        nodes = new object[]
        {
            new { id = "start", type = "manual_trigger" },
            new { id = "set", type = "set_variable", config = new { values = new { n = "{{ input.n }}", text = "item {{ input.n }}" } } },
            new { id = "check", type = "if_else", config = new { condition = "state.n > 1" } },
            new { id = "done", type = "set_variable", config = new { values = new { result = "{{ state.n * 2 }}" } } },
        },
        edges = new object[]
        {
            new { id = "e1", source_node_id = "start", target_node_id = "set" },
            new { id = "e2", source_node_id = "set", target_node_id = "check" },
            new { id = "e3", source_node_id = "check", source_handle = "true", target_node_id = "done" },
        },
    });

    /// <summary>The same chain behind a webhook.</summary>
    public static string Webhook { get; } = Chain
        .Replace("manual_trigger", "webhook_trigger", StringComparison.Ordinal)
        .Replace("input.n", "trigger.body.n", StringComparison.Ordinal)
        .Replace("bench-chain", "bench-webhook", StringComparison.Ordinal);

    /// <summary>A trigger, and <see cref="WideNodes"/> nodes that all follow it at once.</summary>
    public static string Wide { get; } = JsonSerializer.Serialize(new
    {
        name = "bench-wide",
        nodes = Enumerable.Range(0, WideNodes)
            .Select(i => (object)new { id = $"n{i}", type = "set_variable", config = new { values = new Dictionary<string, object> { [$"v{i}"] = i } } })
            .Prepend(new { id = "start", type = "manual_trigger" }),
        edges = Enumerable.Range(0, WideNodes).Select(i => new { id = $"e{i}", source_node_id = "start", target_node_id = $"n{i}" }),
    });

    /// <summary>The body of a start.</summary>
    public static string Start(string workflowId) => JsonSerializer.Serialize(new { workflow_id = workflowId, input = new { n = 21 } });
}
