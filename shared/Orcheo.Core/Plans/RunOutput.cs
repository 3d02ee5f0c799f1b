using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>What a run puts out, made of what its terminal nodes do.</summary>
public static class RunOutput
{
    /// <summary>The output of the one node, <c>{node_id: output}</c> for several, <c>null</c> for none.</summary>
    public static JsonElement Of(IReadOnlyList<(string NodeId, JsonElement Output)> terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        return terminal.Count switch
        {
            0 => OrcheoJson.Null,
            1 => terminal[0].Output,
            _ => RawJson.Build(writer =>
            {
                writer.WriteStartObject();
                foreach (var (nodeId, output) in terminal)
                {
                    writer.WritePropertyName(nodeId);
                    RawJson.WriteRaw(writer, output);
                }

                writer.WriteEndObject();
            }),
        };
    }
}
