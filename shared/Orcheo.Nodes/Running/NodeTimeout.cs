using System.Text.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Running;

/// <summary>The time limit of one attempt.</summary>
public static class NodeTimeout
{
    /// <summary>The longest limit; longer ones are cut to it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>
    /// The node's own <c>timeout_seconds</c>; else the <c>timeout_seconds</c> of its rendered config, where the type has one; else the
    /// type's default.
    /// </summary>
    /// <param name="nodeSeconds">What the node definition says.</param>
    /// <param name="descriptor">The node type.</param>
    /// <param name="config">The rendered config.</param>
    public static TimeSpan Resolve(double? nodeSeconds, NodeDescriptor descriptor, JsonElement config)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var seconds = nodeSeconds ?? OfConfig(config) ?? descriptor.DefaultTimeoutSeconds;
        return seconds > 0 && seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }

    private static double? OfConfig(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object
        && config.TryGetProperty("timeout_seconds"u8, out var seconds)
        && seconds.ValueKind == JsonValueKind.Number
            ? seconds.GetDouble()
            : null;
}
