using System.Text.Json;
using Orcheo.Core.Expressions;

namespace Orcheo.Core.Nodes;

/// <summary>Parses a node's config as its type has it: which members are bare expressions, and which hold no templates.</summary>
public static class ConfigTemplate
{
    /// <summary>Parses a config.</summary>
    /// <param name="descriptor">The node type; null for an unknown one, whose members are all templated.</param>
    /// <param name="config">The config as its author wrote it, or a part of its members.</param>
    /// <param name="errors">Collects every fault; when null, the first one is thrown.</param>
    /// <exception cref="ExpressionException">A fault, when <paramref name="errors"/> is null.</exception>
    public static Template Parse(NodeDescriptor? descriptor, JsonElement config, IList<TemplateError>? errors = null) =>
        Template.Parse(config, descriptor?.ExpressionMembers, errors, LiteralPlaces(descriptor, config));

    private static string[] LiteralPlaces(NodeDescriptor? descriptor, JsonElement config) => descriptor is null
        ? []
        :
        [
            .. descriptor.LiteralMembers.Select(member => "/" + member),
            .. EmbeddedNode.Of(descriptor, config).SelectMany(embedded => embedded.LiteralMembers.Select(member => $"{embedded.Pointer}/config/{member}")),
        ];
}
