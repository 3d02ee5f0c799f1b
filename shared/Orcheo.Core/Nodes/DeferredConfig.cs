using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Nodes;

/// <summary>Parts a node's config into what is rendered when the node starts and what is rendered when the run ends.</summary>
public static class DeferredConfig
{
    /// <summary>Parts a config.</summary>
    /// <param name="descriptor">Names the deferred members; null for a node of an unknown type, of which nothing is deferred.</param>
    /// <param name="config">The config as its author wrote it.</param>
    /// <returns>The config without the deferred members, and an object of these; null when there is none.</returns>
    public static (JsonElement Now, JsonElement? Deferred) Split(NodeDescriptor? descriptor, JsonElement config)
    {
        if (descriptor is not { DeferredMembers: { Count: > 0 } deferred }
            || config.ValueKind != JsonValueKind.Object
            || !deferred.Any(name => config.TryGetProperty(name, out _)))
        {
            return (config, null);
        }

        return (Pick(config, name => !deferred.Contains(name)), Pick(config, deferred.Contains));
    }

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
