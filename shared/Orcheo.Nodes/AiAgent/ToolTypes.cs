using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Orcheo.Core.Credentials;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.PythonCode;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.AiAgent;

/// <summary>What a tool may be. Nodes are described by their type; workflows and MCP servers are described here.</summary>
public static class ToolTypes
{
    /// <summary>A node that calls another server.</summary>
    public const string Http = "http_request";

    /// <summary>A node that runs Python code; the model's arguments are among its inputs.</summary>
    public const string Python = "python_code";

    /// <summary>Another workflow; the model's arguments are its input.</summary>
    public const string Workflow = "workflow";

    /// <summary>The tools of an MCP server.</summary>
    public const string Mcp = "mcp";

    private static readonly IReadOnlyList<string> CodeMembers = SchemaGenerator.CodeMembers<PythonCodeConfig>();

    private static readonly NodeDescriptor OfWorkflow = Describe(
        Workflow, SchemaGenerator.Generate<WorkflowToolConfig>(), []);

    private static readonly NodeDescriptor OfMcp = Describe(
        Mcp, SchemaGenerator.Generate<McpToolConfig>(), [CredentialTypes.BearerToken, CredentialTypes.ApiKey]);

    /// <summary>What a tool is that no node type of the catalogue describes; null for the others.</summary>
    public static NodeDescriptor? DescriptorOf(string type) => type switch
    {
        Workflow => OfWorkflow,
        Mcp => OfMcp,
        _ => null,
    };

    /// <summary>The members of a tool's config that hold no templates.</summary>
    internal static IReadOnlyList<string> LiteralMembersOf(string type) => type == Python ? CodeMembers : [];

    /// <summary>The tools in the config of an agent, as its author wrote it.</summary>
    internal static IEnumerable<EmbeddedNode> In(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var (index, tool) in tools.EnumerateArray().Index())
        {
            if (tool.ValueKind == JsonValueKind.Object
                && Text(tool, "type") is Http or Python or Workflow or Mcp
                && tool.TryGetProperty("config", out var own)
                && own.ValueKind == JsonValueKind.Object)
            {
                var type = Text(tool, "type")!;
                yield return new EmbeddedNode($"/tools/{index}", type, own, Text(tool, "credentials_ref"), DescriptorOf(type)) { LiteralMembers = LiteralMembersOf(type) };
            }
        }
    }

    private static string? Text(JsonElement value, string member) =>
        value.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static NodeDescriptor Describe(string type, JsonElement schema, IReadOnlyList<string> credentials) => new()
    {
        Type = type,
        Name = type,
        Category = "ai",
        Description = $"A tool of the type {type}.",
        ConfigSchema = schema,
        OutputSchema = SchemaGenerator.Any("What the tool gives."),
        CredentialTypes = credentials,
        Effect = NodeEffect.Unsafe,
    };
}

/// <summary>Config of a tool that is another workflow.</summary>
[Description("Which workflow the tool runs.")]
internal sealed record WorkflowToolConfig
{
    /// <summary>The workflow.</summary>
    [StringLength(64, MinimumLength = 1)]
    [Description("The workflow. The model's arguments are the input of its execution; its output is the tool's result.")]
    public required string WorkflowId { get; init; }

    /// <summary>The version.</summary>
    [Schema("""{"type":["integer","string"],"minimum":1}""")]
    [Description("A version's number, latest or draft. Without it, the latest finalized version, else the draft.")]
    public JsonElement Version { get; init; }
}

/// <summary>Config of a tool that is an MCP server.</summary>
[Description("Which MCP server offers the tools, and which of them the model may call.")]
internal sealed record McpToolConfig
{
    /// <summary>The server.</summary>
    [StringLength(2048, MinimumLength = 1)]
    [Description("The absolute URL of the server's endpoint (streamable HTTP).")]
    public required string Url { get; init; }

    /// <summary>The tools that may be called.</summary>
    [Schema("""{"minItems":1,"maxItems":128}""")]
    [Description("The names of the server's tools that the model may call; no others are shown to it.")]
    public required IReadOnlyList<string> AllowedTools { get; init; }
}
