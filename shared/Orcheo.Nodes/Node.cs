using Orcheo.Core.Nodes;

namespace Orcheo.Nodes;

/// <summary>
/// The base of every node type: it reads the rendered config into <typeparamref name="TConfig"/>, so that a node sees nothing but
/// a config that fits. A node type is one folder with its config record and its node; registration finds it by itself.
/// </summary>
/// <typeparam name="TConfig">A record; its JSON Schema is generated from it.</typeparam>
internal abstract class Node<TConfig> : INode
    where TConfig : class
{
    /// <inheritdoc />
    public abstract NodeDescriptor Descriptor { get; }

    /// <inheritdoc />
    public Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken) =>
        RunAsync(ConfigReader<TConfig>.Read(Descriptor.Type, context.Config), context, cancellationToken);

    /// <summary>Runs one attempt.</summary>
    /// <param name="config">The rendered config.</param>
    /// <param name="context">Who is running.</param>
    /// <param name="cancellationToken">Signalled on cancellation and at the attempt's time limit.</param>
    protected abstract Task<NodeResult> RunAsync(TConfig config, NodeContext context, CancellationToken cancellationToken);

    /// <summary>ORC3007 at a place of this node's config.</summary>
    protected NodeException Misfit(string path, string fault) => ConfigError.At(Descriptor.Type, path, fault);
}
