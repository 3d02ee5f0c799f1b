using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Nodes;

/// <summary>Parts a node's config by when its members are rendered.</summary>
public static class DeferredConfig
{
    /// <summary>Parts a config into what is rendered when the node starts and what is rendered when the run ends.</summary>
    /// <param name="descriptor">Names the deferred members; null for a node of an unknown type, of which nothing is deferred.</param>
    /// <param name="config">The config as its author wrote it.</param>
    /// <returns>The config without the deferred members, and an object of these; null when there is none.</returns>
    public static (JsonElement Now, JsonElement? Deferred) Split(NodeDescriptor? descriptor, JsonElement config) =>
        Split(descriptor?.DeferredMembers ?? [], config);

    /// <summary>Takes the members out of a config that the node renders itself.</summary>
    /// <param name="descriptor">Names the late members.</param>
    /// <param name="config">The config as its author wrote it, without deferred members.</param>
    /// <returns>The config without the late members, and an object of these; null when there is none.</returns>
    public static (JsonElement Now, JsonElement? Late) SplitLate(NodeDescriptor descriptor, JsonElement config)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return Split(descriptor.LateMembers, config);
    }

    private static (JsonElement Now, JsonElement? Later) Split(IReadOnlyList<string> names, JsonElement config) =>
        names.Count == 0 || config.ValueKind != JsonValueKind.Object || !names.Any(name => config.TryGetProperty(name, out _))
            ? (config, null)
            : (Pick(config, name => !names.Contains(name)), Pick(config, names.Contains));

    private static JsonElement Pick(JsonElement config, Func<string, bool> wanted) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in config.EnumerateObject().Where(member => wanted(member.Name)))
        {
            writer.WritePropertyName(member.Name);
            RawJson.WriteRaw(writer, member.Value);
        }

        writer.WriteEndObject();
    });
}
