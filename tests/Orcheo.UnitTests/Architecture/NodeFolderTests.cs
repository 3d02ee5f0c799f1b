using System.Reflection;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Architecture;

/// <summary>A node type is one folder: config record, node, and tests at the mirrored path.</summary>
public sealed class NodeFolderTests
{
    private const string Namespace = "Orcheo.Nodes.";

    private static IReadOnlyList<Type> NodeTypes { get; } =
        [.. Assembly.Load("Orcheo.Nodes").GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(INode)))];

    [Fact]
    public void Every_node_has_a_folder_of_its_own()
    {
        Assert.NotEmpty(NodeTypes);
        Assert.All(NodeTypes, node =>
        {
            Assert.StartsWith(Namespace, node.Namespace, StringComparison.Ordinal);
            Assert.True(File.Exists(Repository.PathOf($"shared/Orcheo.Nodes/{Folder(node)}/{node.Name}.cs")), $"{node.Name} is not in its folder.");
        });
        Assert.Equal(NodeTypes.Count, NodeTypes.Select(Folder).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_node_has_a_config_record_beside_it()
    {
        Assert.All(NodeTypes, node => Assert.Contains(
            node.Assembly.GetTypes(), type => type.Namespace == node.Namespace && type.Name.EndsWith("Config", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_node_has_tests_at_the_mirrored_path()
    {
        Assert.All(NodeTypes, node => Assert.Contains(
            Repository.Files($"tests/Orcheo.UnitTests/Nodes/{Folder(node)}", ".cs"), file => file.EndsWith("Tests.cs", StringComparison.Ordinal)));
    }

    private static string Folder(Type node) => node.Namespace![Namespace.Length..].Replace('.', '/');
}
