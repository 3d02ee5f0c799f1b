using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Core.Expressions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Validation;

namespace Orcheo.Nodes.AiAgent;

/// <summary>What an agent is set to: its rendered config, and its tools, whose configs are rendered for every call. Immutable.</summary>
public sealed partial class AgentSettings
{
    private AgentSettings(AiAgentConfig config, IReadOnlyList<ToolSettings> tools)
    {
        Config = config;
        Tools = tools;
        OutputSchema = config.OutputSchema.ValueKind == JsonValueKind.Object ? new ConfigSchema(config.OutputSchema) : null;
    }

    /// <summary>The tools, in document order.</summary>
    public IReadOnlyList<ToolSettings> Tools { get; }

    /// <summary>The most seconds from the node's start; null for no limit.</summary>
    public double? MaxSeconds => Config.Budget?.Seconds;

    /// <summary>The model.</summary>
    public string Model => Config.Model;

    internal AiAgentConfig Config { get; }

    /// <summary>What the answer has to be; null for any text.</summary>
    internal ConfigSchema? OutputSchema { get; }

    /// <summary>Reads the settings.</summary>
    /// <param name="config">The rendered config, without its late members.</param>
    /// <param name="late">The late members, as their author wrote them; null when there are none.</param>
    /// <param name="values">The scope of expressions.</param>
    /// <exception cref="NodeException">ORC3007: something does not fit.</exception>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    public static AgentSettings Read(JsonElement config, JsonElement? late, JsonElement values)
    {
        var read = ConfigReader<AiAgentConfig>.Read("ai_agent", config);
        if (AgentChecks.SchemaFault(read.OutputSchema) is { } fault)
        {
            throw ConfigError.At("ai_agent", "$.output_schema", fault);
        }

        return new AgentSettings(read, late is { } members && members.TryGetProperty("tools", out var tools) ? ReadTools(tools, values) : []);
    }

    private static List<ToolSettings> ReadTools(JsonElement tools, JsonElement values)
    {
        // A list that an expression made holds values: what looks like a template in it is none.
        var isList = tools.ValueKind == JsonValueKind.Array;
        var list = isList ? tools : Template.Parse(tools).Render(values);
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw ConfigError.At("ai_agent", "$.tools", $"a list is expected, not {ConfigError.Describe(list)}");
        }

        var read = new List<ToolSettings>();
        foreach (var (index, tool) in list.EnumerateArray().Index())
        {
            read.Add(ReadTool(tool, index, values, isList));
            if (read.Take(index).Any(other => other.Name == read[index].Name))
            {
                throw ConfigError.At("ai_agent", $"$.tools[{index}].name", $"the name '{read[index].Name}' is taken by an earlier tool");
            }
        }

        return read;
    }

    private static ToolSettings ReadTool(JsonElement tool, int index, JsonElement values, bool templates)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            throw ConfigError.At("ai_agent", $"$.tools[{index}]", $"an object is expected, not {ConfigError.Describe(tool)}");
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in tool.EnumerateObject())
        {
            members[member.Name] = templates && member.Name is not ("config" or "parameters") ? Template.Parse(member.Value).Render(values) : member.Value;
        }

        var read = ConfigReader<AgentTool>.Read("ai_agent", JsonSerializer.SerializeToElement(members, Core.Json.OrcheoJson.Options));
        if (!ToolName().IsMatch(read.Name))
        {
            throw ConfigError.At("ai_agent", $"$.tools[{index}].name", "1 to 64 letters, digits, underscores and hyphens are expected");
        }

        return AgentChecks.SchemaFault(read.Parameters) is { } fault
            ? throw ConfigError.At("ai_agent", $"$.tools[{index}].parameters", fault)
            : new ToolSettings(read, templates);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolName();
}

/// <summary>A tool of an agent. Immutable.</summary>
public sealed class ToolSettings
{
    private readonly Template? _config;
    private readonly AgentTool _tool;

    internal ToolSettings(AgentTool tool, bool templates)
    {
        _tool = tool;
        _config = templates
            ? Template.Parse(tool.Config, literalPlaces: [.. ToolTypes.LiteralMembersOf(tool.Type).Select(member => "/" + member)])
            : null;
    }

    /// <summary>What runs it; see <see cref="ToolTypes"/>.</summary>
    public string Type => _tool.Type;

    /// <summary>Its name.</summary>
    public string Name => _tool.Name;

    /// <summary>The credential that it uses; null for none.</summary>
    public string? CredentialsRef => _tool.CredentialsRef;

    internal string Description => _tool.Description ?? "";

    internal JsonElement Parameters => _tool.Parameters;

    /// <summary>The config for one call.</summary>
    /// <param name="values">The scope of expressions; with the arguments as <c>args</c>, except for an MCP server.</param>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    public JsonElement Render(JsonElement values) => _config is null ? _tool.Config : _config.Render(values);
}
