using CsCheck;
using Orcheo.Core.Definitions;
using Orcheo.Core.Plans;
using Orcheo.UnitTests.Definitions;

namespace Orcheo.UnitTests.Plans;

/// <summary>Random graphs with random branches, conditions and failures, against an evaluator too simple to be wrong.</summary>
public sealed class GraphRunPropertyTests
{
    private const int MaxNodes = 9;

    private static readonly string?[] Handles = [null, null, null, "true", "false", "error"];
    private static readonly string?[] Conditions = [null, null, null, "true", "false", "nodes.SOURCE.status == 'succeeded'", "nodes.SOURCE.output.i > 4"];
    private static readonly string?[] TakenHandles = [null, null, "true", "false"];

    private static readonly Gen<Sample> Samples =
        from count in Gen.Int[1, MaxNodes]
        from nodes in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, TakenHandles.Length - 1]).Array[count]
        from edges in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Int[0, Handles.Length - 1], Gen.Int[0, Conditions.Length - 1]).Array[0, 2 * count]
        select Sample.Make(nodes, edges);

    [Fact]
    public void Every_node_ends_as_the_simple_evaluator_says_in_whatever_order() =>
        Gen.Select(Samples, Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample(
            (sample, seed, otherSeed) =>
            {
                var plan = WorkflowPlan.Compile(sample.Definition, TestCatalog.Instance);
                var run = Play(plan, sample, seed);
                var other = Play(plan, sample, otherSeed);

                if (sample.MayFail)
                {
                    // Which nodes were reached before the failure depends on the order; what they came to does not.
                    var reached = sample.Evaluate();
                    Assert.All(
                        plan.Nodes,
                        node => Assert.True(run.StatusOf(node.Id) == reached[node.Index] || run.StatusOf(node.Id) == NodeRunStatus.Skipped));
                    Assert.Equal(run.Failed, plan.Nodes.Any(node => run.StatusOf(node.Id) == NodeRunStatus.Failed && node.OnFailure == OnError.Fail));
                }
                else
                {
                    var expected = sample.Evaluate();
                    Assert.Equal(expected, plan.Nodes.Select(node => run.StatusOf(node.Id)));
                    Assert.Equal(expected, plan.Nodes.Select(node => other.StatusOf(node.Id)));
                    Assert.Equal(run.State.GetRawText(), other.State.GetRawText());
                    Assert.Equal(run.Output().GetRawText(), other.Output().GetRawText());
                    Assert.Equal(run.Counts, other.Counts);
                    Assert.False(run.Failed);
                }

                Assert.Equal(plan.Nodes.Count, run.Counts.Succeeded + run.Counts.Failed + run.Counts.Skipped);
                Assert.Equal(Again(plan, sample, seed), Again(plan, sample, seed));
            },
            iter: 3_000);

    private static GraphRun Play(WorkflowPlan plan, Sample sample, int seed) => Play(plan, sample, seed, []);

    private static List<string> Again(WorkflowPlan plan, Sample sample, int seed)
    {
        var journal = new List<string>();
        Play(plan, sample, seed, journal);
        return journal;
    }

    private static GraphRun Play(WorkflowPlan plan, Sample sample, int seed, List<string> journal)
    {
        var random = new Random(seed);
        var run = new GraphRun(plan, new RunContext("api", default, default, default));
        var open = new List<PlanNode>(run.Start());
        while (open.Count > 0)
        {
            Assert.Equal(open.Select(node => node.Id).Order(StringComparer.Ordinal), run.Running.Order(StringComparer.Ordinal));
            var next = open[random.Next(open.Count)];
            open.Remove(next);
            journal.Add($"{next.Id} {run.ValuesFor(next).Values}");
            open.AddRange(run.Complete(next.Id, sample.Outcomes[next.Index]));
            journal.AddRange(run.TakeSkipped());
        }

        run.SkipRemaining();
        journal.AddRange(run.TakeSkipped());
        return run;
    }

    private sealed record Sample(WorkflowDefinition Definition, NodeOutcome[] Outcomes)
    {
        /// <summary>Whether any failure would fail the run, were its node reached.</summary>
        public bool MayFail => Definition.Nodes.Where((node, index) => !Outcomes[index].Succeeded && FailsRun(node)).Any();

        public static Sample Make((int OnError, int Result, int Handle)[] nodes, (int From, int To, int Handle, int Condition)[] edges) => new(
            new WorkflowDefinition
            {
                Nodes = [.. nodes.Select((node, index) => TestCatalog.Set($"n{index}", """{"x":"{{ state.shared }}"}""") with { OnError = (OnError)node.OnError })],
                Edges =
                [
                    .. edges.Where(edge => edge.From != edge.To).Select((edge, index) => new EdgeDefinition
                    {
                        Id = $"e{index}",
                        SourceNodeId = $"n{Math.Min(edge.From, edge.To)}",
                        TargetNodeId = $"n{Math.Max(edge.From, edge.To)}",
                        SourceHandle = Handles[edge.Handle],
                        Condition = Conditions[edge.Condition]?
                            .Replace("SOURCE.output.i", $"n{Math.Min(edge.From, edge.To)}.output?.i", StringComparison.Ordinal)
                            .Replace("SOURCE", $"n{Math.Min(edge.From, edge.To)}", StringComparison.Ordinal),
                    }),
                ],
            },
            [
                .. nodes.Select((node, index) => node.Result == 0
                    ? Runs.Failure("ORC3011")
                    : Runs.Success($$"""{"i":{{index}}}""", TakenHandles[node.Handle], $$"""{"shared":{{index}},"own{{index}}":true}""", index)),
            ]);

        public NodeRunStatus[] Evaluate()
        {
            var statuses = new NodeRunStatus[Definition.Nodes.Count];
            for (var index = 0; index < statuses.Length; index++)
            {
                var incoming = Definition.Edges.Where(edge => edge.TargetNodeId == $"n{index}").ToList();
                var runs = incoming.Count == 0 || incoming.Exists(edge => IsTaken(edge, statuses));
                statuses[index] = !runs ? NodeRunStatus.Skipped : Outcomes[index].Succeeded ? NodeRunStatus.Succeeded : NodeRunStatus.Failed;
            }

            return statuses;
        }

        private bool FailsRun(NodeDefinition node) => node.OnError switch
        {
            OnError.Fail => true,
            OnError.Route => !Definition.Edges.Any(edge => edge.SourceNodeId == node.Id && edge.SourceHandle == "error"),
            _ => false,
        };

        private bool IsTaken(EdgeDefinition edge, NodeRunStatus[] statuses)
        {
            var source = int.Parse(edge.SourceNodeId[1..], System.Globalization.CultureInfo.InvariantCulture);
            var succeeded = statuses[source] == NodeRunStatus.Succeeded;
            if (statuses[source] == NodeRunStatus.Skipped)
            {
                return false;
            }

            var routed = !succeeded && Definition.Nodes[source].OnError == OnError.Route;
            var handle = routed ? "error" : succeeded ? Outcomes[source].Handle : null;
            var leaves = edge.SourceHandle == handle || (edge.SourceHandle is null && !routed);
            var holds = edge.Condition switch
            {
                null or "true" => true,
                "false" => false,
                { } condition when condition.Contains("status", StringComparison.Ordinal) => succeeded,
                _ => succeeded && source > 4,
            };
            return leaves && holds;
        }
    }
}
