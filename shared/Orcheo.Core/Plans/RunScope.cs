using System.Text.Json;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>Builds the scope of expressions with only the values that they refer to.</summary>
internal sealed class RunScope(GraphRun run, RunState state)
{
    /// <summary>The scope as an object; members that are not referred to are absent.</summary>
    public JsonElement Build(ValueReferences references) =>
        references.IsEmpty ? OrcheoJson.EmptyObject : RawJson.Build(writer => Write(writer, references));

    private void Write(Utf8JsonWriter writer, ValueReferences references)
    {
        writer.WriteStartObject();
        WriteState(writer, references);
        WriteMember(writer, "input", references.Input, run.Context.Input);
        WriteMember(writer, "trigger", references.Trigger, run.Context.Trigger);
        WriteNodes(writer, references);
        WriteMember(writer, "execution", references.Execution, run.Context.Execution);
        writer.WriteEndObject();
    }

    private void WriteState(Utf8JsonWriter writer, ValueReferences references)
    {
        if (references.AllStates)
        {
            writer.WritePropertyName("state");
            state.WriteAll(writer);
        }
        else if (references.States.Count > 0)
        {
            writer.WritePropertyName("state");
            state.WriteOnly(writer, Sorted(references.States));
        }
    }

    private void WriteNodes(Utf8JsonWriter writer, ValueReferences references)
    {
        var nodes = references.AllNodes
            ? run.Plan.Nodes
            : Sorted(references.Nodes).Select(run.Plan.Find).OfType<PlanNode>();
        if (references.AllNodes || references.Nodes.Count > 0)
        {
            writer.WriteStartObject("nodes");
            foreach (var node in nodes)
            {
                WriteNode(writer, node);
            }

            writer.WriteEndObject();
        }
    }

    private void WriteNode(Utf8JsonWriter writer, PlanNode node)
    {
        var (status, outcome) = run.ResultOf(node);
        var name = status switch
        {
            NodeRunStatus.Succeeded => "succeeded",
            NodeRunStatus.Failed => "failed",
            NodeRunStatus.Skipped => "skipped",
            _ => null,
        };
        if (name is null)
        {
            // Not ended yet: expressions see undefined.
            return;
        }

        writer.WriteStartObject(node.Id);
        writer.WritePropertyName("output");
        RawJson.WriteRaw(writer, status == NodeRunStatus.Succeeded ? outcome!.Output : default);
        writer.WriteString("status", name);
        if (outcome?.Error is { } error)
        {
            WriteError(writer, error);
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, RunError error)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.Details is { } details)
        {
            writer.WritePropertyName("details");
            RawJson.WriteRaw(writer, details);
        }

        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, bool wanted, JsonElement value)
    {
        if (wanted)
        {
            writer.WritePropertyName(name);
            RawJson.WriteRaw(writer, value);
        }
    }

    /// <summary>In ordinal order, as the order of a set may differ from one process to the next.</summary>
    private static IEnumerable<string> Sorted(IReadOnlySet<string> names) =>
        names.Count == 1 ? names : names.Order(StringComparer.Ordinal);
}
