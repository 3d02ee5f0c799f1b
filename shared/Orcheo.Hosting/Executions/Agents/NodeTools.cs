using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Validation;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>Runs nodes as tools: with their config rendered for the call, their credential, their time limit and the agent's retry policy.</summary>
public sealed class NodeTools(NodeCatalog catalog, NodeRunner runner, TimeProvider time)
{
    /// <summary>What a tool of that type is.</summary>
    /// <exception cref="NodeException">ORC3044: no such type is in this process.</exception>
    internal NodeDescriptor DescriptorOf(string type) => ToolTypes.DescriptorOf(type) ?? NodeOf(type).Descriptor;

    /// <summary>Runs the node.</summary>
    /// <returns>Its output.</returns>
    /// <exception cref="NodeException">It failed.</exception>
    internal async Task<JsonElement> RunAsync(ToolRequest request, JsonElement arguments, NodeSecrets secrets, CancellationToken cancellationToken)
    {
        var (tool, input) = (request.Tool!, request.Run.Input);
        var node = NodeOf(tool.Type);
        var config = ConfigOf(node, tool, input.Values, arguments);
        var context = new NodeContext
        {
            ExecutionId = input.ExecutionId,
            NodeId = request.Name,
            Attempt = 1,
            Config = config,
            StartedAt = time.GetUtcNow(),
            Log = new NodeLog(request.Record, time),
            Credential = secrets.Credential,
            Redactor = secrets.Redactor,
        };
        var run = await runner.RunAsync(node, context, input.Retry, TimeoutOf(node, config), null, cancellationToken);
        return run.Error is { } error ? throw error : run.Result!.Output;
    }

    private INode NodeOf(string type) =>
        catalog.Find(type) ?? throw new NodeException(ErrorCodes.ToolCallInvalid, $"Tools of the type '{type}' are not available in this process.");

    private static JsonElement ConfigOf(INode node, ToolSettings tool, JsonElement values, JsonElement arguments)
    {
        var config = tool.Render(With(values, "args", arguments));
        if (tool.Type == ToolTypes.Python)
        {
            config = WithInputs(config, arguments);
        }

        var faults = ConfigSchema.For(node.Descriptor).ValidateRendered(config);
        return faults.Count == 0
            ? config
            : throw new NodeException(
                ErrorCodes.RenderedConfigInvalid, $"The tool's config does not fit with these arguments: {string.Join(" ", faults.Select(fault => fault.Describe()))}");
    }

    /// <summary>The model's arguments are the code's inputs, besides those that the config gives, which the model cannot change.</summary>
    private static JsonElement WithInputs(JsonElement config, JsonElement arguments)
    {
        var inputs = JsonNode.Parse(arguments.GetRawText())!.AsObject();
        if (config.TryGetProperty("inputs", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in given.EnumerateObject())
            {
                inputs[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return With(config, "inputs", JsonSerializer.SerializeToElement(inputs, OrcheoJson.Options));
    }

    private static JsonElement With(JsonElement value, string name, JsonElement member)
    {
        var members = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal)
            : [];
        members[name] = member;
        return JsonSerializer.SerializeToElement(members, OrcheoJson.Options);
    }

    private static TimeSpan TimeoutOf(INode node, JsonElement config) => TimeSpan.FromSeconds(
        node.Descriptor.TimeoutMarginSeconds
        + (config.TryGetProperty("timeout_seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number
            ? seconds.GetDouble()
            : node.Descriptor.DefaultTimeoutSeconds));
}
