using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>Something that is not a node, run under a node's time limit and retry policy.</summary>
internal sealed class StepNode(NodeDescriptor descriptor, Func<CancellationToken, Task<JsonElement>> run) : INode
{
    public NodeDescriptor Descriptor => descriptor;

    public async Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken) => NodeResult.Of(await run(cancellationToken));

    /// <summary>What the runner wants to know of it.</summary>
    public NodeContext Context(string executionId) => new()
    {
        ExecutionId = executionId,
        NodeId = descriptor.Type,
        Attempt = 1,
        Config = OrcheoJson.EmptyObject,
        StartedAt = default,
        Log = NoLog.Instance,
    };

    private sealed class NoLog : INodeLog
    {
        public static NoLog Instance { get; } = new();

        public void Write(string level, string message, JsonElement? fields = null)
        {
        }
    }
}
