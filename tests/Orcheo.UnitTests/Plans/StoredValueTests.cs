using System.Text.Json;
using CsCheck;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.UnitTests.Definitions;
using static Orcheo.UnitTests.Definitions.TestCatalog;

namespace Orcheo.UnitTests.Plans;

/// <summary>A run that is told of large values by name only goes the way of a run that is told everything.</summary>
public sealed class StoredValueTests
{
    private static readonly StoredInput Start = new(JsonElement.Parse("""{"in":"the input"}"""), JsonElement.Parse("""{"type":"api","tr":2}"""));

    private static readonly WorkflowDefinition Definition = Workflow(
        [
            Set("a"), Set("b"), Reading("c", "{{ nodes.a.output.n }} {{ state.x }}"), Reading("d", "{{ state }}"), Reading("e", "{{ nodes }} {{ input }} {{ trigger.tr }}"),
            Reading("f", "{{ nodes.c.error }} {{ state.y }} {{ execution.id }}") with { OnError = OnError.Continue }, Reading("g", "{{ state[nodes.a.output.name] }}"),
        ],
        Edge("a", "c", condition: "nodes.a.output.n > 2 || state.x == nodes.b.output.n"),
        Edge("b", "c"),
        Edge("b", "d", condition: "state.y != input.in"),
        Edge("c", "e"),
        Edge("d", "e", condition: "nodes.d.status == 'succeeded'"),
        Edge("c", "f"),
        Edge("f", "g", condition: "state.missing.member"));

    private static readonly Gen<(NodeOutcome Outcome, int Stored)> Outcomes = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 7], Gen.Bool)
        .Select((number, patch, stored, failed) => (
            new NodeOutcome
            {
                Succeeded = !failed || stored < 5,
                Output = JsonElement.Parse($$"""{"n":{{number}},"name":"x","text":"{{new string('t', 10 * number)}}"}"""),
                Patch = patch == 0 ? null : JsonElement.Parse($$"""{"{{"xyz"[patch - 1]}}":{{number}},"w":"{{new string('w', 7 * number)}}"}"""),
                Error = failed && stored >= 5 ? new RunError("ORC3001", "failed", Details: JsonElement.Parse("""{"d":1}""")) : null,
            },
            stored));

    [Fact]
    public void Whatever_is_named_instead_of_brought_the_nodes_see_and_do_the_same() =>
        Gen.Select(Outcomes.Array[Definition.Nodes.Count], Gen.Int[0, int.MaxValue], Gen.Int[0, 300]).Sample(
            (outcomes, seed, limit) => Assert.Equal(Play(outcomes, seed, null), Play(outcomes, seed, limit)),
            iter: 2_000);

    [Fact]
    public void The_largest_values_are_named_first_until_the_others_fit()
    {
        var run = new GraphRun(WorkflowPlan.Compile(Workflow([Set("small"), Set("large"), Reading("c", "{{ nodes.small.output }}{{ nodes.large.output }}{{ input }}")], Edge("small", "c"), Edge("large", "c")), TestCatalog.Instance), Context());
        run.Start();
        run.Complete("small", Output(100, 1));
        run.Complete("large", Output(5_000, 2));
        var scope = run.ValuesFor(run.Plan.Find("c")!, 1_000);

        Assert.Equal(["large"], scope.Stored!.Nodes);
        Assert.Equal((false, false, null), (scope.Stored.Input, scope.Stored.Trigger, scope.Stored.Patches));
        Assert.Equal("""{"status":"succeeded"}""", scope.Values.GetProperty("nodes").GetProperty("large").GetRawText());
        Assert.Equal(102, scope.Values.GetProperty("nodes").GetProperty("small").GetProperty("output").GetRawText().Length);
        Assert.Null(run.ValuesFor(run.Plan.Find("c")!).Stored);
    }

    [Fact]
    public void A_question_is_answered_once_and_not_after_a_stop()
    {
        var run = new GraphRun(WorkflowPlan.Compile(Workflow([Set("a"), Set("b")], Edge("a", "b", condition: "nodes.a.output.n > 1")), TestCatalog.Instance), Context());
        run.Start();
        Assert.Empty(run.Complete("a", new NodeOutcome { Succeeded = true, OutputStored = true, Seq = 3 }));
        var question = Assert.Single(run.TakeQuestions());
        Assert.Empty(run.TakeQuestions());
        Assert.True(run.HasRunning && run.IsDeciding);
        run.StopStarting();
        Assert.Empty(run.Decide(question, new EdgeAnswer("1")));
        Assert.False(run.HasRunning);
        Assert.Throws<InvalidOperationException>(() => run.Decide(question, new EdgeAnswer("1")));
    }

    private static List<string> Play((NodeOutcome Outcome, int Stored)[] outcomes, int seed, int? limit)
    {
        var plan = WorkflowPlan.Compile(Definition, TestCatalog.Instance);
        var context = limit is null ? Context() : Context() with { Input = OrcheoJson.Null, InputStored = true, Trigger = OrcheoJson.Null, TriggerStored = true };
        var (run, random) = (new GraphRun(plan, context), new Random(seed));
        var checkpoints = new Dictionary<string, Checkpoint>(StringComparer.Ordinal);
        var (journal, open) = (new List<string>(), new List<PlanNode>(run.Start()));
        while (open.Count > 0)
        {
            var node = open[random.Next(open.Count)];
            open.Remove(node);
            var scope = run.ValuesFor(node, limit);
            journal.Add($"{node.Id} {Whole(scope)}");
            var (outcome, stored) = outcomes[node.Index];
            outcome = outcome with { Seq = checkpoints.Count + 1 };
            checkpoints[node.Id] = CheckpointOf(node, outcome);
            open.AddRange(run.Complete(node.Id, limit is null ? outcome : Told(outcome, stored)));
            foreach (var question in run.TakeQuestions())
            {
                open.AddRange(run.Decide(question, EdgeConditions.Evaluate(question.Node, question.Failed, question.Handle, Whole(question.Scope))));
            }

            journal.Add($"skipped {string.Join(' ', run.TakeSkipped())}, failure {run.Failure?.Message} at {run.Failure?.NodeId} {run.Failure?.EdgeId}");
        }

        run.SkipRemaining();
        journal.Add($"{run.Counts} {Output(run, limit, checkpoints)}");
        return journal;

        JsonElement Whole(ScopeMessage scope) =>
            scope.Stored is { } stored ? new ScopeMerge(scope.Values, stored, Start, checkpoints).Build() : scope.Values;
    }

    private static JsonElement Output(GraphRun run, int? limit, Dictionary<string, Checkpoint> checkpoints) => limit is { } most && run.StoredOutput(most) is { } nodes
        ? RunOutput.Of([.. nodes.Select(node => (node, checkpoints[node].Output))])
        : run.Output();

    /// <summary>What the run is told of an outcome: bits say which parts are left in the checkpoint.</summary>
    private static NodeOutcome Told(NodeOutcome outcome, int stored)
    {
        outcome = (stored & 1) != 0 && outcome.Succeeded ? outcome with { Output = OrcheoJson.Null, OutputStored = true } : outcome;
        outcome = (stored & 2) != 0 && outcome is { Succeeded: true, Patch: not null } ? outcome with { Patch = null, PatchStored = true } : outcome;
        return outcome.Error is { } error ? outcome with { Error = error with { Details = null }, ErrorStored = true } : outcome;
    }

    private static Checkpoint CheckpointOf(PlanNode node, NodeOutcome outcome) => new()
    {
        Id = "ckp",
        ExecutionId = "exe",
        NodeId = node.Id,
        Seq = outcome.Seq,
        Ts = default,
        Succeeded = outcome.Succeeded,
        Output = outcome.Output,
        Patch = outcome.Patch,
        Error = outcome.Error,
    };

    private static NodeOutcome Output(int length, long seq) => new() { Succeeded = true, Output = JsonSerializer.SerializeToElement(new string('x', length)), Seq = seq };

    private static RunContext Context() => new("api", Start.Trigger, Start.Input, JsonElement.Parse("""{"id":"exe_1"}"""));

    private static NodeDefinition Reading(string id, string template) =>
        Set(id) with { Config = JsonSerializer.SerializeToElement(new { values = new { v = template } }), OnError = OnError.Continue };
}
