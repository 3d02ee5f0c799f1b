using Orcheo.Core.Errors;

namespace Orcheo.Core.Plans;

/// <summary>How a run goes from a node that has ended to those behind it.</summary>
public sealed partial class GraphRun
{
    /// <summary>The most characters of the values that a question brings.</summary>
    private const int QuestionLimit = Executions.MessageLimits.Values;

    private readonly HashSet<int> _deciding = [];
    private readonly Queue<(PlanEdge Edge, bool Taken)> _resolutions = new();
    private List<EdgeQuestion> _questions = [];

    /// <summary>The questions that have come up since the last call: conditions that refer to values of which the run was not told.</summary>
    public IReadOnlyList<EdgeQuestion> TakeQuestions()
    {
        if (_questions.Count == 0)
        {
            return [];
        }

        var taken = _questions;
        _questions = [];
        return taken;
    }

    /// <summary>Takes the answer to a question and finds what may start because of it.</summary>
    /// <returns>As <see cref="Complete"/>.</returns>
    /// <exception cref="InvalidOperationException">There is no open question about the node.</exception>
    public IReadOnlyList<PlanNode> Decide(EdgeQuestion question, EdgeAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        var node = question.Node;
        if (!_deciding.Remove(node.Index))
        {
            throw new InvalidOperationException($"Nothing was asked about node '{node.Id}'.");
        }

        if (answer.Error is { } error && !_stopped)
        {
            Fail(error);
        }

        if (_stopped)
        {
            return [];
        }

        var taken = EdgeConditions.Of(node, question.Failed, question.Handle).Zip(answer.Taken, (edge, digit) => (edge, Taken: digit == '1')).ToDictionary();
        foreach (var edge in node.Outgoing)
        {
            _resolutions.Enqueue((edge, taken.TryGetValue(edge, out var holds) ? holds : LeavesBy(edge, node)));
        }

        return ResolveEdges();
    }

    /// <summary>Puts a question where a condition refers to values of which the run was not told.</summary>
    private bool Asks(PlanNode node)
    {
        ref var progress = ref _progress[node.Index];
        var (failed, handle) = (progress.Status == NodeRunStatus.Failed, progress.Outcome!.Handle);
        var edges = EdgeConditions.Of(node, failed, handle).ToList();
        if (edges.TrueForAll(edge => _scope.Holds(edge.Condition!.References)))
        {
            return false;
        }

        _deciding.Add(node.Index);
        _questions.Add(new EdgeQuestion(node, failed, handle, _scope.Build(EdgeConditions.References(edges), QuestionLimit)));
        return true;
    }

    /// <summary>
    /// Queues whether each edge out of an ended node is taken. All conditions are evaluated before anything starts, so that one that
    /// throws fails the run without half of the branches under way.
    /// </summary>
    private bool TryDecideEdges(PlanNode node)
    {
        foreach (var edge in node.Outgoing)
        {
            try
            {
                _resolutions.Enqueue((edge, LeavesBy(edge, node) && Holds(edge)));
            }
            catch (OrcheoException exception)
            {
                _resolutions.Clear();
                Fail(EdgeConditions.Failure(edge, exception));
                return false;
            }
        }

        return true;
    }

    private bool LeavesBy(PlanEdge edge, PlanNode source)
    {
        ref var progress = ref _progress[source.Index];
        return EdgeConditions.Leaves(edge, source, progress.Status == NodeRunStatus.Failed, progress.Outcome!.Handle);
    }

    private bool Holds(PlanEdge edge) =>
        edge.Condition is null || edge.Condition.EvaluateCondition(_scope.Build(edge.Condition.References).Values);

    /// <summary>
    /// Dead-path elimination: settles the queued edges, and those behind every node that is skipped because of them. A queue, not
    /// recursion, so that the length of a path does not matter.
    /// </summary>
    /// <returns>The nodes to run, in document order: those given, and those that are reached.</returns>
    private List<PlanNode> ResolveEdges(List<PlanNode>? given = null)
    {
        var ready = given ?? [];
        while (_resolutions.TryDequeue(out var resolution))
        {
            var target = resolution.Edge.Target;
            ref var progress = ref _progress[target.Index];
            progress.Unresolved--;
            progress.Reached |= resolution.Taken;
            if (progress.Unresolved > 0)
            {
                continue;
            }

            if (progress.Reached)
            {
                MarkRunning(target, ready);
            }
            else
            {
                Skip(target);
            }
        }

        return InDocumentOrder(ready);
    }
}
