using Orcheo.Core.Definitions;
using Orcheo.Core.Workflows;

namespace Orcheo.UnitTests.Workflows;

public sealed class DefinitionCutTests
{
    [Theory]
    [InlineData("a", "a", "")]
    [InlineData("b", "a b", "ab")]
    [InlineData("d", "a b c d", "ab ac bd cd")]
    [InlineData("x", "x", "")]
    public void Up_to_a_node_is_the_node_with_all_that_leads_to_it_in_the_order_of_the_document(string nodeId, string nodes, string edges)
    {
        var cut = DefinitionCut.UpTo(Definition("a b c d e x", "ab ac bd cd de"), nodeId);
        Assert.Equal((nodes, edges), (string.Join(' ', cut.Nodes.Select(node => node.Id)), string.Join(' ', cut.Edges.Select(edge => edge.Id))));
    }

    [Fact]
    public void A_cycle_ends_and_an_edge_from_nowhere_stays_for_the_validator_to_find()
    {
        var cut = DefinitionCut.UpTo(Definition("a b", "ab ba zb"), "b");
        Assert.Equal(("a b", "ab zb"), (string.Join(' ', cut.Nodes.Select(node => node.Id)), string.Join(' ', cut.Edges.Select(edge => edge.Id))));
    }

    private static WorkflowDefinition Definition(string nodes, string edges) => new()
    {
        Nodes = [.. nodes.Split(' ').Select(id => new NodeDefinition { Id = id, Type = "delay" })],
        Edges = [.. edges.Split(' ').Select(id => new EdgeDefinition { Id = id, SourceNodeId = id[..1], TargetNodeId = id[1..] })],
    };
}
