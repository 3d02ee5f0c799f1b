using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Plans;
using Orcheo.UnitTests.Definitions;
using static Orcheo.UnitTests.Definitions.TestCatalog;

namespace Orcheo.UnitTests.Plans;

public sealed class WorkflowPlanTests
{
    [Fact]
    public void Edges_are_joined_to_their_nodes()
    {
        var plan = Compile(Workflow([Set("b"), Definition("a", "manual_trigger")], Edge("a", "b", condition: "input.x")));
        var (a, b) = (plan.Find("a")!, plan.Find("b")!);

        Assert.Equal((1, true, "api", false), (a.Index, a.IsTrigger, a.TriggerType, a.IsTerminal));
        Assert.Equal((0, false, null, true), (b.Index, b.IsTrigger, b.TriggerType, b.IsTerminal));
        var edge = Assert.Single(a.Outgoing);
        Assert.Same(edge, Assert.Single(b.Incoming));
        Assert.Equal(("a-b", a, b), (edge.Id, edge.Source, edge.Target));
        Assert.True(edge.Condition!.References.Input);
        Assert.Equal([a], plan.Entries);
        Assert.Null(plan.Find("c"));
        Assert.Equal("set", b.Type);
    }

    [Theory]
    [InlineData("a", "a b c d")]
    [InlineData("b", "b d")]
    [InlineData("c", "c d")]
    [InlineData("d", "d")]
    [InlineData("e", "e")]
    public void Downstream_of_a_node_are_itself_and_all_that_can_be_reached_from_it(string from, string expected)
    {
        var plan = Compile(Workflow(
            [Set("d"), Set("c"), Set("b"), Set("a"), Set("e")], Edge("a", "b"), Edge("a", "c"), Edge("b", "d"), Edge("c", "d"), Edge("a", "d")));
        Assert.Equal(expected.Split(' '), plan.DownstreamOf(from).Order());
        Assert.Throws<ArgumentException>(() => plan.DownstreamOf("nobody"));
    }

    [Fact]
    public void Credentials_are_listed_once_each_in_a_stable_order()
    {
        var plan = Compile(Workflow(
            [Set("a") with { CredentialsRef = "cred_2" }, Set("b"), Set("c") with { CredentialsRef = "cred_1" }, Set("d") with { CredentialsRef = "cred_2" }]));

        Assert.Equal(["cred_1", "cred_2"], plan.Credentials);
        Assert.Empty(Compile(Workflow([Set("a")])).Credentials);
    }

    [Fact]
    public void References_are_found_in_every_string_of_the_config()
    {
        var plan = Compile(Workflow(
            [Set("a"), Definition("b", "branch", """{"condition":"nodes.a.output.ok && state.flag"}"""), Set("c", """{"x":[{"y":"n: {{ nodes['a'].output }}"}]}""")],
            Edge("a", "b"), Edge("b", "c", "true")));

        Assert.True(plan.Find("a")!.References.IsEmpty);
        Assert.Equal(["a"], plan.Find("b")!.References.Nodes);
        Assert.Equal(["flag"], plan.Find("b")!.References.States);
        Assert.Equal(["a"], plan.Find("c")!.References.Nodes);
    }

    [Fact]
    public void A_nodes_retry_policy_completes_itself_from_the_workflow_and_the_defaults()
    {
        var plan = Compile(Workflow([Set("a"), Set("b") with { Retry = new RetrySettings { MaxAttempts = 7, Jitter = false } }]) with
        {
            Settings = new WorkflowSettings { Retry = new RetrySettings { MaxAttempts = 5, InitialIntervalSeconds = 0.5 } },
        });

        Assert.Equal(new NodeRetry(5, 0.5, 2, 30, true), plan.Find("a")!.Retry);
        Assert.Equal(new NodeRetry(7, 0.5, 2, 30, false), plan.Find("b")!.Retry);
        Assert.Equal(new NodeRetry(3, 1, 2, 30, true), NodeRetry.Default.With(null));
    }

    [Fact]
    public void The_wait_grows_up_to_the_longest()
    {
        var retry = new NodeRetry(10, 0.5, 3, 5, true);

        Assert.Equal([0.5, 1.5, 4.5, 5, 5], Enumerable.Range(1, 5).Select(attempt => retry.DelayAfter(attempt).TotalSeconds));
        Assert.Equal(5, retry.DelayAfter(10_000).TotalSeconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => retry.DelayAfter(0));
    }

    [Theory]
    [InlineData(5.0, """{"url":"http://x","timeout_seconds":90}""", 5)]
    [InlineData(null, """{"url":"http://x","timeout_seconds":90}""", 90)]
    [InlineData(null, """{"url":"http://x","timeout_seconds":"{{ input.t }}"}""", 60)]
    [InlineData(null, """{"url":"http://x","timeout_seconds":-1}""", 60)]
    [InlineData(null, """{"url":"http://x"}""", 60)]
    public void The_time_limit_is_the_nodes_then_the_configs_then_the_types(double? own, string config, double expected)
    {
        var plan = Compile(Workflow([Definition("a", "http", config) with { TimeoutSeconds = own }]));
        Assert.Equal(expected, plan.Nodes[0].TimeoutSeconds);
    }

    [Fact]
    public void What_cannot_run_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<OrcheoException>(() => Compile(Workflow(
            [Set("a"), Set("a"), Definition("b", "nope"), Set("c", """{"x":"{{ 1 + }}"}""")],
            Edge("a", "zzz"), Edge("a", "c", condition: "1 +"))));

        Assert.Equal(ErrorCodes.ValidationFailed, exception.Code);
        Assert.Equal(
            [
                (ErrorCodes.DuplicateNodeId, "/nodes/1/id"),
                (ErrorCodes.UnknownNodeType, "/nodes/2/type"),
                (ErrorCodes.ExpressionSyntax, "/nodes/3/config/x"),
                (ErrorCodes.DanglingEdge, "/edges/0"),
                (ErrorCodes.ExpressionSyntax, "/edges/1/condition"),
            ],
            exception.Errors.Select(error => (error.Code, error.Pointer)));
    }

    [Fact]
    public void A_cycle_is_refused()
    {
        var exception = Assert.Throws<OrcheoException>(() => Compile(Workflow([Set("a"), Set("b")], Edge("a", "b"), Edge("b", "a"))));
        Assert.Equal(ErrorCodes.Cycle, Assert.Single(exception.Errors).Code);
    }

    private static string Checksum(Orcheo.Core.Definitions.WorkflowDefinition definition) => Orcheo.Core.Workflows.DefinitionHash.Of(definition).Checksum;

    [Fact]
    public void The_hash_is_of_the_content()
    {
        var one = Checksum(Workflow([Set("a", """{"x": 1}""")]));
        var same = Checksum(Workflow([Set("a", """{  "x":1}""")]));
        var other = Checksum(Workflow([Set("a", """{"x": 2}""")]));

        Assert.Equal(64, one.Length);
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void The_cache_compiles_once_and_forgets_what_is_unused_for_longest()
    {
        var cache = new WorkflowPlanCache(TestCatalog.Instance, capacity: 2);
        var first = cache.GetOrCompile(Workflow([Set("a")]));
        Assert.Same(first, cache.GetOrCompile(Workflow([Set("a")])));

        cache.GetOrCompile(Workflow([Set("b")]));
        Assert.Same(first, cache.GetOrCompile(Workflow([Set("a")])));
        cache.GetOrCompile(Workflow([Set("c")]));
        Assert.Equal(2, cache.Count);
        Assert.Same(first, cache.GetOrCompile(Workflow([Set("a")])));
        var compiled = 0;
        cache.GetOrCompile("key", () => { compiled++; return Workflow([Set("k")]); });
        cache.GetOrCompile("key", () => { compiled++; return Workflow([Set("k")]); });
        Assert.Equal(1, compiled);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkflowPlanCache(TestCatalog.Instance, 0));
        Assert.Throws<ArgumentNullException>(() => new WorkflowPlanCache(null!));
    }

    [Fact]
    public void The_cache_may_be_used_by_many_threads()
    {
        var cache = new WorkflowPlanCache(TestCatalog.Instance, capacity: 5);
        Parallel.For(0, 1_000, index => Assert.Equal(
            $"n{index % 10}",
            cache.GetOrCompile($"{index % 10}", () => Workflow([Set($"n{index % 10}")])).Nodes[0].Id));
        Assert.Equal(5, cache.Count);
    }

    [Fact]
    public void Outcomes_read_back_from_json()
    {
        var outcome = Runs.Success("""{"a":1}""", "true", """{"s":1}""", 5);
        var text = JsonSerializer.Serialize(outcome, Core.Json.OrcheoJson.Options);
        var again = JsonSerializer.Deserialize<NodeOutcome>(text, Core.Json.OrcheoJson.Options)!;
        Assert.Equal(text, JsonSerializer.Serialize(again, Core.Json.OrcheoJson.Options));
    }

    private static WorkflowPlan Compile(WorkflowDefinition definition) => WorkflowPlan.Compile(definition, TestCatalog.Instance);
}
