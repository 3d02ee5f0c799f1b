using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Http;
using Orcheo.Nodes.Running;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Nodes;

/// <summary>Registers the node types of this assembly: every class that implements <see cref="INode"/> is found by itself.</summary>
public static class NodeTypes
{
    /// <summary>Adds every node type, the <see cref="NodeCatalog"/> of them, and the <see cref="NodeRunner"/>.</summary>
    /// <param name="services">The services; a <see cref="TimeProvider"/> among them is used, else the system's clock.</param>
    /// <param name="http">How nodes call other servers.</param>
    public static IServiceCollection AddNodeTypes(this IServiceCollection services, OutboundHttpOptions http)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(http);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(http);
        services.TryAddSingleton<OutboundHttp>();
        services.TryAddSingleton<SandboxPolicy>();
        services.TryAddSingleton<IPythonSandbox, NoSandbox>();
        services.TryAddSingleton<ModelClient>();
        services.TryAddSingleton(provider => new McpTools(provider.GetRequiredService<OutboundHttp>()));
        services.TryAddSingleton<NodeRunner>();
        services.TryAddSingleton<NodeCatalog>();
        foreach (var type in All)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(INode), type));
        }

        return services;
    }

    private static IEnumerable<Type> All =>
        typeof(NodeTypes).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(INode)));
}
