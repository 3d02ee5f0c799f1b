using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>
/// The state machine of one run: which nodes may start, which are skipped, what <c>state</c> holds and what the run comes to.
/// </summary>
/// <remarks>
/// Deterministic: no clock, no I/O, no randomness. The same outcomes in the same order give the same answers, which is what an
/// orchestrator that is rebuilt by replay needs. In whatever order the outcomes come, every node ends with the same status and
/// <c>state</c> with the same values, as long as the run does not fail and no condition reads <c>state</c> that a parallel branch
/// patches. Not thread-safe.
/// </remarks>
public sealed partial class GraphRun
{
    private readonly NodeProgress[] _progress;
    private readonly RunState _state = new();
    private readonly RunScope _scope;
    private readonly SortedSet<int> _running = [];
    private List<string> _skipped = [];
    private bool _stopped;
    private int _succeeded;
    private int _failed;
    private int _skippedCount;

    /// <summary>Begins a run; nothing is handed out before <see cref="Start"/>.</summary>
    /// <param name="plan">The compiled workflow.</param>
    /// <param name="context">What the run starts with.</param>
    public GraphRun(WorkflowPlan plan, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(context);
        Plan = plan;
        Context = context;
        _progress = new NodeProgress[plan.Nodes.Count];
        for (var index = 0; index < _progress.Length; index++)
        {
            _progress[index].Unresolved = plan.Nodes[index].Incoming.Count;
        }

        _scope = new RunScope(this, _state);
        Running = new RunningNodes(this);
    }

    /// <summary>The compiled workflow.</summary>
    public WorkflowPlan Plan { get; }

    /// <summary>What the run started with.</summary>
    public RunContext Context { get; }

    /// <summary>Whether outcomes, or answers to questions, are awaited.</summary>
    public bool HasRunning => _running.Count + _deciding.Count > 0;

    /// <summary>Whether answers to questions are awaited.</summary>
    public bool IsDeciding => _deciding.Count > 0;

    /// <summary>The ids of the nodes whose outcomes are awaited, in document order. A live view.</summary>
    public IReadOnlyCollection<string> Running { get; }

    /// <summary>Whether the run has failed; nodes that were running then may still end.</summary>
    public bool Failed => Failure is not null;

    /// <summary>The first failure that failed the run; null while there is none.</summary>
    public RunError? Failure { get; private set; }

    /// <summary>Whether <see cref="Failure"/> was cut: the whole is in the checkpoint of its node.</summary>
    public bool FailureStored { get; private set; }

    /// <summary>The <c>state</c> as patched so far, as far as the run was told of it: an object, names in ordinal order.</summary>
    public JsonElement State => _state.ToElement();

    /// <summary>How many nodes came to what so far.</summary>
    public RunCounts Counts => new(_progress.Length, _succeeded, _failed, _skippedCount);

    /// <summary>Where a node stands.</summary>
    /// <exception cref="ArgumentException">The workflow has no such node.</exception>
    public NodeRunStatus StatusOf(string nodeId) => _progress[Require(nodeId).Index].Status;

    /// <summary>Begins the run: skips the triggers that did not fire and hands out the entry nodes.</summary>
    /// <returns>The nodes to run, in document order; none when the run was stopped before.</returns>
    /// <exception cref="InvalidOperationException">The run has begun already.</exception>
    public IReadOnlyList<PlanNode> Start()
    {
        if (_running.Count + _skippedCount + _succeeded + _failed > 0)
        {
            throw new InvalidOperationException("The run has begun already.");
        }

        if (_stopped)
        {
            return [];
        }

        var triggerFires = Plan.Entries.Any(Fires);
        var ready = new List<PlanNode>();
        foreach (var entry in Plan.Entries)
        {
            if (entry.IsTrigger && triggerFires && !Fires(entry))
            {
                Skip(entry);
            }
            else
            {
                MarkRunning(entry, ready);
            }
        }

        return ResolveEdges(ready);
    }

    /// <summary>Takes what a node came to and finds what may start because of it.</summary>
    /// <param name="nodeId">A node that was handed out and has not completed.</param>
    /// <param name="outcome">What it came to.</param>
    /// <returns>
    /// The nodes to run, in document order; none once the run has failed or was stopped, and none before <see cref="Decide"/> where
    /// <see cref="TakeQuestions"/> has a question about the node.
    /// </returns>
    /// <exception cref="ArgumentException">The workflow has no such node.</exception>
    /// <exception cref="InvalidOperationException">The node is not running.</exception>
    public IReadOnlyList<PlanNode> Complete(string nodeId, NodeOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var node = Require(nodeId);
        if (!_running.Remove(node.Index))
        {
            throw new InvalidOperationException($"Node '{nodeId}' is not running; it is {_progress[node.Index].Status}.");
        }

        Fold(node, outcome);
        return _stopped || Asks(node) || !TryDecideEdges(node) ? [] : ResolveEdges();
    }

    /// <summary>The nodes that were skipped since the last call, in the order in which that became clear.</summary>
    public IReadOnlyList<string> TakeSkipped()
    {
        if (_skipped.Count == 0)
        {
            return [];
        }

        var taken = _skipped;
        _skipped = [];
        return taken;
    }

    /// <summary>From now on nothing new is handed out; running nodes may still complete and their results are kept.</summary>
    public void StopStarting() => _stopped = true;

    /// <summary>Ends the run: every node that was not reached counts as skipped. Implies <see cref="StopStarting"/>.</summary>
    public void SkipRemaining()
    {
        _stopped = true;
        foreach (var node in Plan.Nodes)
        {
            if (_progress[node.Index].Status == NodeRunStatus.Pending)
            {
                MarkSkipped(node);
            }
        }
    }

    /// <summary>
    /// The scope in which the node's templates are rendered, <c>{state, input, trigger, nodes, execution}</c>, with only the values
    /// that they refer to.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="limit">The most characters of its values; what is beyond is named instead. Null for no limit.</param>
    public ScopeMessage ValuesFor(PlanNode node, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _scope.Build(node.References, limit);
    }

    /// <summary>The trigger node that fired and answers when the run ends, with the values that its answer refers to; null when none does.</summary>
    /// <param name="limit">As for <see cref="ValuesFor"/>.</param>
    public (PlanNode Node, ScopeMessage Scope)? DeferredAnswer(int? limit = null)
    {
        var node = Plan.Entries.FirstOrDefault(entry => entry.Deferred is not null && Fires(entry));
        return node is null ? null : (node, _scope.Build(node.Deferred!.References, limit));
    }

    /// <summary>
    /// What the run puts out: the output of the one terminal node that succeeded, <c>{node_id: output}</c> when several did,
    /// <c>null</c> when none did.
    /// </summary>
    public JsonElement Output() => RunOutput.Of([.. Terminal().Select(node => (node.Id, OutputOf(node)))]);

    /// <summary>The nodes whose output is the run's, where it is larger than that or the run was not told all of it; null where it is not.</summary>
    public IReadOnlyList<string>? StoredOutput(int limit)
    {
        var nodes = Terminal().ToList();
        return nodes.Exists(node => _progress[node.Index].Outcome!.OutputStored) || nodes.Sum(node => (long)MessageSize.Of(OutputOf(node))) > limit
            ? [.. nodes.Select(node => node.Id)]
            : null;
    }

    /// <summary>What the node has come to; null before.</summary>
    internal (NodeRunStatus Status, NodeOutcome? Outcome) ResultOf(PlanNode node)
    {
        ref var progress = ref _progress[node.Index];
        return (progress.Status, progress.Outcome);
    }

    private IEnumerable<PlanNode> Terminal() =>
        Plan.Nodes.Where(node => node.IsTerminal && _progress[node.Index].Status == NodeRunStatus.Succeeded);

    private JsonElement OutputOf(PlanNode node)
    {
        var output = _progress[node.Index].Outcome!.Output;
        return output.ValueKind == JsonValueKind.Undefined ? OrcheoJson.Null : output;
    }

    private PlanNode Require(string nodeId) =>
        Plan.Find(nodeId) ?? throw new ArgumentException($"The workflow has no node '{nodeId}'.", nameof(nodeId));

    private bool Fires(PlanNode node) => node.TriggerType is not null && node.TriggerType == Context.TriggerType;

    private void Fold(PlanNode node, NodeOutcome outcome)
    {
        ref var progress = ref _progress[node.Index];
        if (outcome.Succeeded)
        {
            progress.Status = NodeRunStatus.Succeeded;
            progress.Outcome = outcome;
            _succeeded++;
            if (outcome.PatchStored)
            {
                _state.ApplyStored(node.Id);
            }
            else if (outcome.Patch is { ValueKind: JsonValueKind.Object } patch)
            {
                _state.Apply(node.Id, patch, outcome.Seq);
            }

            return;
        }

        var error = outcome.Error ?? new RunError(ErrorCodes.NodeFailed, $"Node '{node.Id}' failed.");
        error = error.NodeId is null ? error with { NodeId = node.Id } : error;
        progress.Status = NodeRunStatus.Failed;
        progress.Outcome = outcome with { Error = error, Handle = null };
        _failed++;
        if (node.OnFailure == OnError.Fail)
        {
            FailureStored = Failure is null && outcome.ErrorStored;
            Fail(error);
        }
    }

    private void Fail(RunError error)
    {
        Failure ??= error;
        _stopped = true;
    }

    private void MarkRunning(PlanNode node, List<PlanNode> ready)
    {
        _progress[node.Index].Status = NodeRunStatus.Running;
        _running.Add(node.Index);
        ready.Add(node);
    }

    private void Skip(PlanNode node)
    {
        MarkSkipped(node);
        foreach (var edge in node.Outgoing)
        {
            _resolutions.Enqueue((edge, false));
        }
    }

    private void MarkSkipped(PlanNode node)
    {
        _progress[node.Index].Status = NodeRunStatus.Skipped;
        _skippedCount++;
        _skipped.Add(node.Id);
    }

    private static List<PlanNode> InDocumentOrder(List<PlanNode> nodes)
    {
        nodes.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        return nodes;
    }

    private struct NodeProgress
    {
        public NodeRunStatus Status;
        public NodeOutcome? Outcome;
        public int Unresolved;
        public bool Reached;
    }

    private sealed class RunningNodes(GraphRun run) : IReadOnlyCollection<string>
    {
        public int Count => run._running.Count;

        public IEnumerator<string> GetEnumerator() => run._running.Select(index => run.Plan.Nodes[index].Id).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
