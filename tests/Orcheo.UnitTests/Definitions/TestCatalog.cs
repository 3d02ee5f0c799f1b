using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Definitions;

/// <summary>Node types for tests of the domain, which knows none of the real ones.</summary>
internal static class TestCatalog
{
    public const string HttpSchema = """
        {
          "type": "object",
          "required": ["url"],
          "additionalProperties": false,
          "properties": {
            "method": { "enum": ["GET", "POST", "PUT"] },
            "url": { "type": "string", "minLength": 1, "pattern": "^https?://" },
            "headers": { "type": "object", "additionalProperties": { "type": "string" } },
            "timeout_seconds": { "type": "number", "exclusiveMinimum": 0 },
            "max_response_bytes": { "type": "integer", "minimum": 0 },
            "body": true
          }
        }
        """;

    public static NodeCatalog Instance { get; } = new(
    [
        Trigger("manual_trigger", "api"),
        Trigger("cron_trigger", "cron"),
        Trigger("webhook_trigger", "webhook"),
        Node("set", """{ "type": "object" }"""),
        Node("http", HttpSchema, credentials: ["bearer_token"], timeout: 60),
        Node(
            "branch",
            """{ "type": "object", "required": ["condition"], "additionalProperties": false, "properties": { "condition": { "type": "string" } } }""",
            handles: ["true", "false"],
            expressions: ["condition"]),
    ]);

    public static INode Node(
        string type,
        string schema,
        string[]? handles = null,
        string[]? expressions = null,
        string[]? credentials = null,
        double timeout = 30) => new FakeNode(new NodeDescriptor
        {
            Type = type,
            Name = type,
            Category = "action",
            Description = type,
            ConfigSchema = JsonElement.Parse(schema),
            OutputSchema = JsonElement.Parse("true"),
            Handles = handles ?? [],
            ExpressionMembers = expressions ?? [],
            CredentialTypes = credentials ?? [],
            DefaultTimeoutSeconds = timeout,
            Effect = NodeEffect.Pure,
        });

    public static NodeDefinition Set(string id, string config = "{}") => Definition(id, "set", config);

    public static NodeDefinition Definition(string id, string type, string config = "{}") =>
        new() { Id = id, Type = type, Config = JsonElement.Parse(config) };

    public static EdgeDefinition Edge(string source, string target, string? handle = null, string? condition = null) => new()
    {
        Id = $"{source}-{target}{(handle is null ? string.Empty : "-" + handle)}",
        SourceNodeId = source,
        TargetNodeId = target,
        SourceHandle = handle,
        Condition = condition,
    };

    public static WorkflowDefinition Workflow(IEnumerable<NodeDefinition> nodes, params EdgeDefinition[] edges) =>
        new() { Nodes = [.. nodes], Edges = edges };

    private static FakeNode Trigger(string type, string triggerType)
    {
        var node = Node(type, """{ "type": "object", "additionalProperties": false }""");
        return new FakeNode(node.Descriptor with { Category = "trigger", TriggerType = triggerType });
    }

    private sealed class FakeNode(NodeDescriptor descriptor) : INode
    {
        public NodeDescriptor Descriptor { get; } = descriptor;

        public Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken) =>
            Task.FromResult(NodeResult.Of(context.Config));
    }
}
