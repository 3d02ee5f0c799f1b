using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Validation;

namespace Orcheo.Nodes.AiAgent;

/// <summary>A function as the model is shown it. Persisted with the agent's run: members may be added, never renamed or removed.</summary>
/// <param name="Name">What the model calls.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">The JSON Schema of its arguments.</param>
/// <param name="Tool">Which of the agent's tools runs it, from 0.</param>
/// <param name="Remote">For a tool of an MCP server: its name there.</param>
public sealed record AgentFunction(string Name, string Description, JsonElement Parameters, int Tool, string? Remote = null)
{
    private const int MaxName = 64;
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>The function of a tool that is one function.</summary>
    public static AgentFunction Of(ToolSettings tool, int index)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return new AgentFunction(tool.Name, tool.Description, tool.Parameters.ValueKind == JsonValueKind.Object ? tool.Parameters : AnyObject, index);
    }

    /// <summary>The function of a tool of an MCP server.</summary>
    public static AgentFunction Of(ToolSettings server, int index, McpTool tool)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(tool);
        var name = $"{server.Name}_{string.Concat(tool.Name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' ? character : '_'))}";
        return new AgentFunction(name.Length > MaxName ? name[..MaxName] : name, tool.Description, tool.Parameters, index, tool.Name);
    }

    /// <summary>Checks the arguments that the model gave.</summary>
    /// <returns>What is wrong with them, for the model; null when they fit.</returns>
    public string? Fault(JsonElement arguments)
    {
        try
        {
            var faults = new ConfigSchema(Parameters, lenient: Remote is not null).ValidateRendered(arguments);
            return faults.Count == 0 ? null : string.Join(" ", faults.Select(fault => fault.Describe("arguments")));
        }
        catch (ArgumentException)
        {
            // An MCP server's schema that is not understood: the server checks by itself.
            return null;
        }
    }

    /// <summary>The function in the wire shape of the Chat Completions API.</summary>
    internal object ToWire() => new { type = "function", function = new { name = Name, description = Description, parameters = Parameters } };

    /// <summary>The arguments as the model wrote them, read.</summary>
    /// <returns>The object; null when it is none.</returns>
    public static JsonElement? Read(string arguments)
    {
        try
        {
            var read = JsonElement.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments, new JsonDocumentOptions { MaxDepth = OrcheoJson.MaxDepth / 2 });
            return read.ValueKind == JsonValueKind.Object ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
