using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes;

/// <summary>The base of entry nodes: they put out what started the run.</summary>
internal abstract class TriggerNode<TConfig> : Node<TConfig>
    where TConfig : class
{
    /// <inheritdoc />
    protected sealed override Task<NodeResult> RunAsync(TConfig config, NodeContext context, CancellationToken cancellationToken) =>
        Task.FromResult(NodeResult.Of(context.EntryValue.ValueKind == JsonValueKind.Undefined ? OrcheoJson.Null : context.EntryValue));
}
