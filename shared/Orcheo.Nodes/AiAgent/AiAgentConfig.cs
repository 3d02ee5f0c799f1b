using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.AiAgent;

/// <summary>Config of <c>ai_agent</c>.</summary>
[Description("Which model an agent asks, what for, with which tools and within which limits.")]
internal sealed record AiAgentConfig
{
    /// <summary>The model.</summary>
    [StringLength(256, MinimumLength = 1)]
    [Description("The model's name, as its server knows it; for Azure OpenAI the name of the deployment.")]
    public required string Model { get; init; }

    /// <summary>The system prompt.</summary>
    [Description("What the model is told before the prompt: its part, its rules.")]
    public string? SystemPrompt { get; init; }

    /// <summary>The prompt.</summary>
    [StringLength(1_000_000, MinimumLength = 1)]
    [Description("What the model is asked.")]
    public required string Prompt { get; init; }

    /// <summary>The temperature.</summary>
    [Range(0.0, 2.0)]
    [Description("How freely the model chooses its words, from 0 to 2. Left out, the server's default applies.")]
    public double? Temperature { get; init; }

    /// <summary>The longest answer.</summary>
    [Range(1, 1_000_000)]
    [Description("The most tokens of one answer.")]
    public int? MaxTokens { get; init; }

    /// <summary>The tools.</summary>
    [Description("What the model may call. Tools that it asks for at once run side by side.")]
    [Schema("""{"maxItems":64}""")]
    public IReadOnlyList<AgentTool>? Tools { get; init; }

    /// <summary>The most model calls.</summary>
    [Range(1, 100)]
    [Description("The most model calls. An agent that has no answer by then fails.")]
    public int MaxTurns { get; init; } = 10;

    /// <summary>The budget.</summary>
    [Description("What the agent may spend in all; spending more fails it.")]
    public AgentBudget? Budget { get; init; }

    /// <summary>The schema of the answer.</summary>
    [Schema("""{"type":"object"}""")]
    [Description("A JSON Schema: the answer is then JSON that it allows, and the output has it as data.")]
    public JsonElement OutputSchema { get; init; }

    /// <summary>The server.</summary>
    [StringLength(2048, MinimumLength = 1)]
    [Description("Where the model's server is, with the path of its version, e.g. http://localhost:11434/v1. Without it, the credential's base_url, else OpenAI.")]
    public string? BaseUrl { get; init; }
}

/// <summary>What an agent may spend.</summary>
internal sealed record AgentBudget
{
    /// <summary>Tokens.</summary>
    [Range(1, 1_000_000_000)]
    [Description("Tokens, sent and received.")]
    public long? Tokens { get; init; }

    /// <summary>Seconds.</summary>
    [Range(0.0, 604800.0, MinimumIsExclusive = true)]
    [Description("Seconds from the node's start, by the clock: waits and restarts count.")]
    public double? Seconds { get; init; }

    /// <summary>Tool calls.</summary>
    [Range(0, 10_000)]
    [Description("Tool calls.")]
    public int? ToolCalls { get; init; }
}

/// <summary>A tool of an agent.</summary>
internal sealed record AgentTool
{
    /// <summary>What runs it.</summary>
    [AllowedValues(ToolTypes.Http, ToolTypes.Python, ToolTypes.Workflow, ToolTypes.Mcp)]
    [Description("What runs the tool: a node of that type, another workflow, or an MCP server.")]
    public required string Type { get; init; }

    /// <summary>Its name.</summary>
    [Schema("""{"pattern":"^[A-Za-z0-9_-]{1,64}$"}""")]
    [Description("What the model calls it. The tools of an MCP server get this name and an underscore before theirs.")]
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    [Description("What the tool does and when to use it: the model decides by this. Tools of an MCP server bring their own.")]
    public string? Description { get; init; }

    /// <summary>The schema of its arguments.</summary>
    [Schema("""{"type":"object"}""")]
    [Description("A JSON Schema of the arguments, an object. The model's arguments are checked against it. Tools of an MCP server bring their own.")]
    public JsonElement Parameters { get; init; }

    /// <summary>Its config.</summary>
    [Schema("""{"type":"object"}""")]
    [Description("The config, as a node of the type has it; expressions in it see the model's arguments as args.")]
    public required JsonElement Config { get; init; }

    /// <summary>Its credential.</summary>
    [StringLength(64, MinimumLength = 1)]
    [Description("The credential that the tool uses. The model never sees it.")]
    public string? CredentialsRef { get; init; }
}
