using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>Puts a scope together of what a message brought and what it named.</summary>
internal sealed class ScopeMerge(JsonElement values, StoredValues stored, StoredInput? start, IReadOnlyDictionary<string, Checkpoint> checkpoints)
{
    /// <summary>The scope, as it would have been without a limit.</summary>
    public JsonElement Build() => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        WriteState(writer);
        WriteMember(writer, "input", stored.Input, start?.Input);
        WriteMember(writer, "trigger", stored.Trigger, start?.Trigger);
        WriteNodes(writer);
        WriteMember(writer, "execution", false, null);
        writer.WriteEndObject();
    });

    private void WriteState(Utf8JsonWriter writer)
    {
        if (stored.Patches is not { } patches)
        {
            WriteMember(writer, "state", false, null);
            return;
        }

        var state = new RunState();
        foreach (var checkpoint in patches.Select(node => checkpoints[node]).OrderBy(checkpoint => checkpoint.Seq))
        {
            if (checkpoint.Patch is { ValueKind: JsonValueKind.Object } patch)
            {
                state.Apply(patch, checkpoint.Seq);
            }
        }

        writer.WritePropertyName("state");
        if (stored.States is { } names)
        {
            state.WriteOnly(writer, names);
        }
        else
        {
            state.WriteAll(writer);
        }
    }

    private void WriteNodes(Utf8JsonWriter writer)
    {
        if (!values.TryGetProperty("nodes", out var nodes))
        {
            return;
        }

        var missing = stored.Nodes.ToHashSet(StringComparer.Ordinal);
        writer.WriteStartObject("nodes");
        foreach (var node in nodes.EnumerateObject())
        {
            if (missing.Contains(node.Name))
            {
                var checkpoint = checkpoints[node.Name];
                ScopeWriter.WriteNode(writer, node.Name, node.Value.GetProperty("status").GetString()!, checkpoint.Output, checkpoint.Error);
            }
            else
            {
                ScopeWriter.WriteMember(writer, node.Name, node.Value);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteMember(Utf8JsonWriter writer, string name, bool isStored, JsonElement? value)
    {
        if (isStored || values.TryGetProperty(name, out _))
        {
            ScopeWriter.WriteMember(writer, name, isStored ? value!.Value : values.GetProperty(name));
        }
    }
}
