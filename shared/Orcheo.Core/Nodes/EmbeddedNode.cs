using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>Something that a node runs as part of its own work, e.g. a tool of an agent.</summary>
/// <param name="Pointer">Where in the node's config it is: an RFC 6901 pointer.</param>
/// <param name="Type">The node type that runs it, unless <paramref name="Descriptor"/> says what it is.</param>
/// <param name="Config">Its config, as its author wrote it.</param>
/// <param name="CredentialsRef">The credential that it uses; null for none.</param>
/// <param name="Descriptor">What it is, where it is no node type of the catalogue.</param>
public sealed record EmbeddedNode(string Pointer, string Type, JsonElement Config, string? CredentialsRef = null, NodeDescriptor? Descriptor = null)
{
    /// <summary>Names of members of its config (top level) that hold no templates.</summary>
    public IReadOnlyList<string> LiteralMembers { get; init; } = [];

    /// <summary>What a node of a definition runs besides itself; nothing for types that are not in the catalogue.</summary>
    public static IEnumerable<EmbeddedNode> Of(NodeDescriptor? descriptor, JsonElement config) => descriptor?.Embedded?.Invoke(config) ?? [];
}
