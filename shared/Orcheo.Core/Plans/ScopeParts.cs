using System.Text.Json;
using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>What a scope is made of, and which parts of it are named instead of being brought.</summary>
internal sealed class ScopeParts
{
    private readonly ValueReferences _references;
    private readonly GraphRun _run;
    private readonly RunState _state;
    private readonly IReadOnlyList<string>? _names;
    private readonly List<(PlanNode Node, string Status, NodeOutcome? Outcome)> _nodes = [];
    private readonly HashSet<string> _storedNodes = new(StringComparer.Ordinal);
    private bool _storedInput;
    private bool _storedTrigger;
    private bool _storedState;

    public ScopeParts(ValueReferences references, GraphRun run, RunState state)
    {
        (_references, _run, _state) = (references, run, state);
        _names = references.AllStates ? null : Sorted(references.States);
        _storedInput = references.Input && run.Context.InputStored;
        _storedTrigger = references.Trigger && run.Context.TriggerStored;
        _storedState = WantsState && !state.IsWhole;
        AddNodes();
    }

    private bool WantsState => _references.AllStates || _references.States.Count > 0;

    private bool WantsNodes => _references.AllNodes || _references.Nodes.Count > 0;

    /// <summary>What is named; null when nothing is.</summary>
    public StoredValues? Stored() => _storedInput || _storedTrigger || _storedState || _storedNodes.Count > 0
        ? new StoredValues
        {
            Input = _storedInput,
            Trigger = _storedTrigger,
            Nodes = [.. _nodes.Select(item => item.Node.Id).Where(_storedNodes.Contains)],
            Patches = _storedState ? [.. _state.PatchedBy] : null,
            States = _storedState ? _names : null,
        }
        : null;

    /// <summary>Names the largest parts, until the others take at most so many characters.</summary>
    public void StoreLargest(int limit)
    {
        var parts = Brought().ToList();
        var size = parts.Sum(part => part.Size);

        // The sort is stable, so that the order does not depend on where this runs.
        foreach (var part in parts.OrderByDescending(part => part.Size))
        {
            if (size <= limit)
            {
                return;
            }

            part.Store();
            size -= part.Size;
        }
    }

    /// <summary>Writes the scope without what is named.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        var context = _run.Context;
        writer.WriteStartObject();
        WriteState(writer);
        if (_references.Input && !_storedInput)
        {
            ScopeWriter.WriteMember(writer, "input", context.Input);
        }

        if (_references.Trigger && !_storedTrigger)
        {
            ScopeWriter.WriteMember(writer, "trigger", context.Trigger);
        }

        WriteNodes(writer);
        if (_references.Execution)
        {
            ScopeWriter.WriteMember(writer, "execution", context.Execution);
        }

        writer.WriteEndObject();
    }

    /// <summary>The parts that can be named, with what they take.</summary>
    private IEnumerable<(int Size, Action Store)> Brought()
    {
        if (WantsState && !_storedState)
        {
            yield return (_state.SizeOf(_names), () => _storedState = true);
        }

        if (_references.Input && !_storedInput)
        {
            yield return (MessageSize.Of(_run.Context.Input), () => _storedInput = true);
        }

        if (_references.Trigger && !_storedTrigger)
        {
            yield return (MessageSize.Of(_run.Context.Trigger), () => _storedTrigger = true);
        }

        foreach (var (node, _, outcome) in _nodes)
        {
            // Without a sequence number there is no checkpoint: the node was stopped together with its run.
            if (outcome is { Seq: > 0 } && !_storedNodes.Contains(node.Id))
            {
                var size = MessageSize.Of(outcome.Output) + MessageSize.Of(outcome.Error?.Message) + MessageSize.Of(outcome.Error?.Details);
                yield return (size, () => _storedNodes.Add(node.Id));
            }
        }
    }

    private void AddNodes()
    {
        var nodes = _references.AllNodes
            ? _run.Plan.Nodes
            : Sorted(_references.Nodes).Select(_run.Plan.Find).OfType<PlanNode>();
        foreach (var node in nodes)
        {
            var (status, outcome) = _run.ResultOf(node);
            var name = status switch
            {
                NodeRunStatus.Succeeded => ScopeWriter.Succeeded,
                NodeRunStatus.Failed => "failed",
                NodeRunStatus.Skipped => "skipped",
                _ => null,
            };
            if (name is null)
            {
                // Not ended yet: expressions see undefined.
                continue;
            }

            _nodes.Add((node, name, outcome));
            if (outcome is { OutputStored: true } or { ErrorStored: true })
            {
                _storedNodes.Add(node.Id);
            }
        }
    }

    private void WriteState(Utf8JsonWriter writer)
    {
        if (!WantsState || _storedState)
        {
            return;
        }

        writer.WritePropertyName("state");
        if (_names is null)
        {
            _state.WriteAll(writer);
        }
        else
        {
            _state.WriteOnly(writer, _names);
        }
    }

    private void WriteNodes(Utf8JsonWriter writer)
    {
        if (!WantsNodes)
        {
            return;
        }

        writer.WriteStartObject("nodes");
        foreach (var (node, status, outcome) in _nodes)
        {
            if (_storedNodes.Contains(node.Id))
            {
                ScopeWriter.WriteStoredNode(writer, node.Id, status);
            }
            else
            {
                ScopeWriter.WriteNode(writer, node.Id, status, outcome?.Output ?? default, outcome?.Error);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>In ordinal order, as the order of a set may differ from one process to the next.</summary>
    private static IReadOnlyList<string> Sorted(IReadOnlySet<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
