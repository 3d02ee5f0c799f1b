using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Plans;
using static Orcheo.UnitTests.Definitions.TestCatalog;
using static Orcheo.UnitTests.Plans.Runs;

namespace Orcheo.UnitTests.Plans;

public sealed class GraphRunTests
{
    [Fact]
    public void Nodes_run_one_after_the_other_and_the_last_one_gives_the_output()
    {
        var run = Begin(Workflow([Set("a"), Set("b")], Edge("a", "b")));

        Assert.Equal(["a"], Ids(run.Start()));
        Assert.Equal(["a"], run.Running);
        Assert.Equal(["b"], Ids(run.Complete("a", Success("1"))));
        Assert.Empty(run.Complete("b", Success("2")));

        Assert.False(run.HasRunning);
        Assert.Equal("2", run.Output().GetRawText());
        Assert.Equal(new RunCounts(2, 2, 0, 0), run.Counts);
    }

    [Fact]
    public void Branches_start_together_and_a_join_waits_for_all_of_them()
    {
        var run = Begin(Workflow(
            [Set("join"), Set("c"), Set("b"), Set("a")],
            Edge("a", "b"), Edge("a", "c"), Edge("b", "join"), Edge("c", "join")));

        run.Start();
        Assert.Equal(["c", "b"], Ids(run.Complete("a", Success())));
        Assert.Empty(run.Complete("b", Success()));
        Assert.Single(run.Running);
        Assert.Equal(["join"], Ids(run.Complete("c", Success())));
    }

    [Fact]
    public void A_branch_that_is_not_taken_is_skipped_up_to_the_join()
    {
        var run = Begin(Workflow(
            [Definition("if", "branch", """{"condition":"true"}"""), Set("yes"), Set("no"), Set("no2"), Set("join")],
            Edge("if", "yes", "true"), Edge("if", "no", "false"), Edge("no", "no2"), Edge("yes", "join"), Edge("no2", "join")));

        run.Start();
        Assert.Equal(["yes"], Ids(run.Complete("if", Success(handle: "true"))));
        Assert.Equal(["no", "no2"], run.TakeSkipped());
        Assert.Empty(run.TakeSkipped());
        Assert.Equal(["join"], Ids(run.Complete("yes", Success())));
        run.Complete("join", Success("\"joined\""));
        Assert.Equal(new RunCounts(5, 3, 0, 2), run.Counts);
        Assert.Equal(NodeRunStatus.Skipped, run.StatusOf("no"));
    }

    [Fact]
    public void An_edge_without_a_handle_is_taken_whatever_the_branch()
    {
        var run = Begin(Workflow([Set("a"), Set("b")], Edge("a", "b")));
        run.Start();
        Assert.Equal(["b"], Ids(run.Complete("a", Success(handle: "false"))));
    }

    [Fact]
    public void A_condition_decides_with_the_result_of_its_source()
    {
        var run = Begin(Workflow(
            [Set("a"), Set("big"), Set("small")],
            Edge("a", "big", condition: "nodes.a.output.n > 10 && state.limit == 5"),
            Edge("a", "small", condition: "nodes.a.output.n <= 10")));

        run.Start();
        Assert.Equal(["big"], Ids(run.Complete("a", Success("""{"n":11}""", patch: """{"limit":5}"""))));
        Assert.Equal(["small"], run.TakeSkipped());
    }

    [Fact]
    public void A_condition_that_throws_fails_the_run_at_its_edge_and_starts_nothing()
    {
        var run = Begin(Workflow([Set("a"), Set("b"), Set("c")], Edge("a", "b"), Edge("a", "c", condition: "nodes.a.output.x.y")));

        run.Start();
        Assert.Empty(run.Complete("a", Success("{}")));

        Assert.True(run.Failed);
        Assert.Equal((ErrorCodes.ExpressionFailed, "a", "a-c"), (run.Failure!.Code, run.Failure.NodeId, run.Failure.EdgeId));
        Assert.Equal(NodeRunStatus.Pending, run.StatusOf("b"));
        run.SkipRemaining();
        Assert.Equal(["b", "c"], run.TakeSkipped());
        Assert.Equal(new RunCounts(3, 1, 0, 2), run.Counts);
    }

    [Fact]
    public void A_failure_fails_the_run_but_running_branches_finish_and_keep_their_results()
    {
        var run = Begin(Workflow([Set("a"), Set("b"), Set("a2"), Set("b2")], Edge("a", "a2"), Edge("b", "b2")));

        Assert.Equal(["a", "b"], Ids(run.Start()));
        Assert.Empty(run.Complete("a", Failure("ORC3001")));
        Assert.Equal(("ORC3001", "a"), (run.Failure!.Code, run.Failure.NodeId));
        Assert.True(run.HasRunning);
        Assert.Empty(run.Complete("b", Success("1", patch: """{"kept":true}""")));
        run.SkipRemaining();

        Assert.Equal(["a2", "b2"], run.TakeSkipped());
        Assert.Equal("""{"kept":true}""", run.State.GetRawText());
        Assert.Equal(new RunCounts(4, 1, 1, 2), run.Counts);
        Assert.Equal(JsonValueKind.Null, run.Output().ValueKind);
    }

    [Fact]
    public void The_first_failure_is_the_reason()
    {
        var run = Begin(Workflow([Set("a"), Set("b")]));
        run.Start();
        run.Complete("a", Failure("ORC3001"));
        run.Complete("b", new NodeOutcome { Succeeded = false });
        Assert.Equal("a", run.Failure!.NodeId);
        Assert.Equal(2, run.Counts.Failed);
    }

    [Fact]
    public void With_continue_downstream_runs_and_sees_the_error()
    {
        var run = Begin(Workflow(
            [Set("a") with { OnError = OnError.Continue }, Set("b", """{"x":"{{ nodes.a }}"}"""), Set("c")],
            Edge("a", "b"), Edge("a", "c", "true")));

        run.Start();
        Assert.Equal(["b"], Ids(run.Complete("a", Failure("ORC3001", "too late", "{\"ms\":5}") with { Handle = "true" })));
        Assert.Equal(
            """{"nodes":{"a":{"output":null,"status":"failed","error":{"code":"ORC3001","message":"too late","details":{"ms":5}}}}}""",
            Values(run, "b"));
        run.Complete("b", Success("1"));
        Assert.False(run.Failed);
        Assert.Equal(["c"], run.TakeSkipped());
        Assert.Equal(new RunCounts(3, 1, 1, 1), run.Counts);
    }

    [Fact]
    public void With_route_only_the_error_handle_is_taken()
    {
        var definition = Workflow(
            [Set("a") with { OnError = OnError.Route }, Set("next"), Set("rescue"), Set("rescue2")],
            Edge("a", "next"), Edge("a", "rescue", "error"), Edge("a", "rescue2", "error", "nodes.a.error.code == 'ORC9999'"));

        var failed = Begin(definition);
        failed.Start();
        Assert.Equal(["rescue"], Ids(failed.Complete("a", Failure("ORC3003"))));
        Assert.Equal(["next", "rescue2"], failed.TakeSkipped());
        Assert.False(failed.Failed);

        var succeeded = Begin(definition);
        succeeded.Start();
        Assert.Equal(["next"], Ids(succeeded.Complete("a", Success())));
        Assert.Equal(["rescue", "rescue2"], succeeded.TakeSkipped());
    }

    [Fact]
    public void Route_without_an_error_edge_is_fail()
    {
        var run = Begin(Workflow([Set("a") with { OnError = OnError.Route }, Set("b")], Edge("a", "b")));
        run.Start();
        Assert.Empty(run.Complete("a", Failure("ORC3003")));
        Assert.Equal("ORC3003", run.Failure!.Code);
    }

    [Theory]
    [InlineData("api", "manual", "other")]
    [InlineData("cron", "cron", "other")]
    [InlineData("webhook", "hook", "hook2", "other")]
    [InlineData("replay", "manual", "cron", "hook", "hook2", "other")]
    public void Only_the_triggers_that_fired_run(string triggerType, params string[] started)
    {
        var run = Begin(
            Workflow(
                [
                    Definition("manual", "manual_trigger"), Definition("cron", "cron_trigger"),
                    Definition("hook", "webhook_trigger"), Definition("hook2", "webhook_trigger"),
                    Set("other"), Set("after"),
                ],
                Edge("manual", "after"), Edge("cron", "after")),
            triggerType);

        Assert.Equal(started, Ids(run.Start()));
        Assert.Equal(triggerType == "webhook", run.StatusOf("after") == NodeRunStatus.Skipped);
        Assert.Equal(6, run.Counts.Skipped + run.Running.Count + (run.StatusOf("after") == NodeRunStatus.Pending ? 1 : 0));
    }

    [Fact]
    public void A_later_patch_wins_whenever_it_arrives()
    {
        var run = Begin(Workflow([Set("a"), Set("b"), Set("c")]));
        run.Start();
        run.Complete("b", Success(patch: """{"x":"b","y":"b"}""", seq: 20));
        run.Complete("a", Success(patch: """{"x":"a","z":"a"}""", seq: 10));
        Assert.Equal("""{"x":"b","y":"b","z":"a"}""", run.State.GetRawText());
        run.Complete("c", Success(patch: """{"x":null}""", seq: 30));
        Assert.Equal("""{"x":null,"y":"b","z":"a"}""", run.State.GetRawText());
    }

    [Fact]
    public void A_node_gets_only_the_values_it_refers_to()
    {
        var run = Begin(Workflow(
            [
                Set("a"), Set("gone"),
                Set("b", """{"x":"{{ state.one }}","y":["{{ nodes.a.output.v }} and {{ nodes.gone.status }}"]}"""),
                Set("none", """{"x":"plain"}"""),
                Set("entry", """{"x":"{{ input.n + trigger.m }} {{ execution.id }}"}"""),
                Set("all", """{"x":"{{ nodes[input.which].output }} {{ Object.keys(state).length }}"}"""),
            ],
            Edge("a", "b"), Edge("a", "gone", "never"), Edge("gone", "b"), Edge("a", "none"), Edge("a", "all")));

        run.Start();
        run.Complete("a", Success("""{"v":7}""", patch: """{"one":1,"two":2}"""));

        Assert.Equal(
            """{"state":{"one":1},"nodes":{"a":{"output":{"v":7},"status":"succeeded"},"gone":{"output":null,"status":"skipped"}}}""",
            Values(run, "b"));
        Assert.Equal("{}", Values(run, "none"));
        Assert.Equal("""{"input":{"in":1},"trigger":{"tr":2},"execution":{"id":"exe_1"}}""", Values(run, "entry"));
        Assert.Equal(
            """{"state":{"one":1,"two":2},"input":{"in":1},"nodes":{"a":{"output":{"v":7},"status":"succeeded"},"gone":{"output":null,"status":"skipped"}}}""",
            Values(run, "all"));
    }

    [Fact]
    public void Several_terminal_nodes_give_an_object_by_id()
    {
        var run = Begin(Workflow([Set("a"), Set("b"), Set("c") with { OnError = OnError.Continue }]));
        run.Start();
        Assert.Equal(JsonValueKind.Null, run.Output().ValueKind);
        run.Complete("b", Success("[2]"));
        Assert.Equal("[2]", run.Output().GetRawText());
        run.Complete("c", Failure("ORC3001"));
        run.Complete("a", new NodeOutcome { Succeeded = true, Output = default });
        Assert.Equal("""{"a":null,"b":[2]}""", run.Output().GetRawText());
    }

    [Fact]
    public void A_stopped_run_starts_nothing_more()
    {
        var run = Begin(Workflow([Set("a"), Set("b")], Edge("a", "b")));
        run.Start();
        run.StopStarting();
        Assert.Empty(run.Complete("a", Success()));
        Assert.False(run.Failed);
        run.SkipRemaining();
        Assert.Equal(["b"], run.TakeSkipped());

        var before = Begin(Workflow([Set("a")]));
        before.StopStarting();
        Assert.Empty(before.Start());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var run = Begin(Workflow([Set("a"), Set("b")], Edge("a", "b")));
        Assert.Throws<InvalidOperationException>(() => run.Complete("a", Success()));
        run.Start();
        Assert.Throws<InvalidOperationException>(() => run.Start());
        Assert.Throws<ArgumentException>(() => run.Complete("zzz", Success()));
        Assert.Throws<ArgumentException>(() => run.StatusOf("zzz"));
        run.Complete("a", Success());
        Assert.Throws<InvalidOperationException>(() => run.Complete("a", Success()));
    }

    [Fact]
    public void A_dead_path_of_ten_thousand_nodes_is_skipped_at_once()
    {
        const int Length = 10_000;
        var nodes = Enumerable.Range(0, Length).Select(index => Set($"n{index}")).ToArray();
        var edges = Enumerable.Range(1, Length - 1).Select(index => Edge($"n{index - 1}", $"n{index}", index == 1 ? "never" : null)).ToArray();
        var run = Begin(Workflow(nodes, edges));

        run.Start();
        Assert.Empty(run.Complete("n0", Success()));

        Assert.Equal(Length - 1, run.TakeSkipped().Count);
        Assert.Equal("n1", run.Plan.Nodes[1].Id);
    }
}
