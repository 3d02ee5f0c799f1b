using System.Collections.Concurrent;
using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Validation;

namespace Orcheo.Hosting.Executions;

/// <summary>A node of a definition, compiled: its type and its config's templates.</summary>
/// <param name="Definition">What the author wrote.</param>
/// <param name="Node">Its type.</param>
/// <param name="Config">What is rendered when the node starts.</param>
/// <param name="Late">What the node renders itself; null when there is nothing.</param>
/// <param name="Deferred">What is rendered when the run ends; null when there is nothing.</param>
/// <param name="Schema">What a rendered config has to be.</param>
internal sealed record NodeProgram(
    NodeDefinition Definition, INode Node, Template Config, JsonElement? Late, Template? Deferred, ConfigSchema Schema)
{
    /// <summary>The config with its templates rendered, as the node's schema wants it.</summary>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    /// <exception cref="NodeException">A rendered value is not what the schema wants.</exception>
    public JsonElement Render(JsonElement values) => Checked(Config.Render(values));

    /// <summary>What of the config is rendered when the run ends; null when there is nothing.</summary>
    /// <exception cref="ExpressionException">An expression failed.</exception>
    /// <exception cref="NodeException">A rendered value is not what the schema wants.</exception>
    public JsonElement? RenderDeferred(JsonElement values) => Deferred is null ? null : Checked(Deferred.Render(values));

    private JsonElement Checked(JsonElement config)
    {
        var faults = Schema.ValidateRendered(config);
        return faults.Count == 0
            ? config
            : throw new NodeException(
                ErrorCodes.RenderedConfigInvalid, $"The config is not valid once its templates are rendered: {string.Join(" ", faults.Select(fault => fault.Describe()))}");
    }
}

/// <summary>
/// Compiled nodes, by the checksum of their definition. Only a shortcut: what is not here is compiled from the node that the call
/// carries, so any process can run any node.
/// </summary>
internal sealed class NodePrograms(NodeCatalog catalog)
{
    private const int Capacity = 20_000;
    private readonly ConcurrentDictionary<(string Checksum, string NodeId), NodeProgram> _programs = new();

    /// <summary>The compiled node.</summary>
    /// <exception cref="NodeException">The node's type is not in this process, or its config cannot be compiled.</exception>
    public NodeProgram Get(string checksum, string nodeId, JsonElement node)
    {
        if (_programs.TryGetValue((checksum, nodeId), out var program))
        {
            return program;
        }

        if (_programs.Count >= Capacity)
        {
            _programs.Clear();
        }

        return _programs[(checksum, nodeId)] = Compile(node);
    }

    private NodeProgram Compile(JsonElement json)
    {
        var definition = json.Deserialize<NodeDefinition>(OrcheoJson.Options)!;
        var node = catalog.Find(definition.Type)
            ?? throw new NodeException(ErrorCodes.NodeFailed, $"The node type '{definition.Type}' is not available in this process.");
        try
        {
            var (given, deferred) = DeferredConfig.Split(node.Descriptor, definition.Config);
            var (now, late) = DeferredConfig.SplitLate(node.Descriptor, given);
            return new NodeProgram(
                definition,
                node,
                ConfigTemplate.Parse(node.Descriptor, now),
                late,
                deferred is { } later ? ConfigTemplate.Parse(node.Descriptor, later) : null,
                ConfigSchema.For(node.Descriptor));
        }
        catch (ExpressionException exception)
        {
            throw new NodeException(exception.Code, exception.Message, innerException: exception);
        }
    }
}
