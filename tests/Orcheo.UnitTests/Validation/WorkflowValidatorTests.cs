using System.Diagnostics;
using System.Text;
using CsCheck;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Validation;
using Orcheo.UnitTests.Definitions;
using static Orcheo.UnitTests.Definitions.TestCatalog;

namespace Orcheo.UnitTests.Validation;

public sealed class WorkflowValidatorTests
{
    private static readonly WorkflowValidator Validator = new(TestCatalog.Instance);

    [Fact]
    public void A_sound_workflow_has_no_faults()
    {
        var errors = Validator.Validate(Workflow(
            [
                Definition("start", "manual_trigger"),
                Definition("call-1", "http", """{"method":"{{ input.method }}","url":"https://x/{{ input.id }}","timeout_seconds":"{{ input.t }}","body":{"a":[1]}}""")
                    with { OnError = OnError.Route, CredentialsRef = "cred_1" },
                Definition("if", "branch", """{"condition":"nodes['call-1'].output.ok && state.x"}"""),
                Set("yes", """{"x":"{{ nodes[input.any].output }} {{ nodes.start.output }}"}"""),
                Set("no"),
            ],
            Edge("start", "call-1"),
            Edge("call-1", "if"),
            Edge("call-1", "no", "error", "nodes['call-1'].error.code == 'ORC3001'"),
            Edge("if", "yes", "true"),
            Edge("if", "no", "false")));

        Assert.Empty(errors);
    }

    [Fact]
    public void Every_fault_is_told_at_once_in_document_order()
    {
        var errors = Validator.Validate(
            Workflow(
                [
                    Definition("t", "manual_trigger"),
                    Definition("a", "htp"),
                    Definition("b", "http", """{"urll":"x","timeout_seconds":-1}""") with { CredentialsRef = "cred_2" },
                    Set("b", """{"x":"{{ nodes.zz.output }}"}""") with { CredentialsRef = "cred_1" },
                    Definition("c", "branch", """{"condition":"1 +"}"""),
                    Set("d", """{"x":["{{ nodes.c.output }}"]}"""),
                ],
                Edge("a", "t"),
                Edge("a", "nowhere"),
                Edge("c", "d", "maybe"),
                Edge("d", "c", condition: "eval('x')"),
                Edge("d", "c", "error")),
            "/workflow");

        Assert.Equal(
            [
                (ErrorCodes.UnknownNodeType, "/nodes/1/type", "a"),
                (ErrorCodes.InvalidConfig, "/nodes/2/config/url", "b"),
                (ErrorCodes.InvalidConfig, "/nodes/2/config/urll", "b"),
                (ErrorCodes.InvalidConfig, "/nodes/2/config/timeout_seconds", "b"),
                (ErrorCodes.DuplicateNodeId, "/nodes/3/id", "b"),
                (ErrorCodes.InvalidCredentialsRef, "/nodes/3/credentials_ref", "b"),
                (ErrorCodes.UnknownNodeReference, "/nodes/3/config/x", "b"),
                (ErrorCodes.ExpressionSyntax, "/nodes/4/config/condition", "c"),
                (ErrorCodes.EdgeIntoTrigger, "/edges/0/target_node_id", "a-t"),
                (ErrorCodes.DanglingEdge, "/edges/1/target_node_id", "a-nowhere"),
                (ErrorCodes.UnknownHandle, "/edges/2/source_handle", "c-d-maybe"),
                (errors[11].Code, "/edges/3/condition", "d-c"),
                (ErrorCodes.UnknownHandle, "/edges/4/source_handle", "d-c-error"),
                (ErrorCodes.Cycle, "/edges/3", "c"),
            ],
            errors.Select(error => (error.Code, error.Pointer["/workflow".Length..], (error.NodeId ?? error.EdgeId)!)));
        Assert.Equal("There is no node type 'htp' (did you mean 'http'?).", errors[0].Message);
        Assert.Equal("config.url is missing.", errors[1].Message);
        Assert.Equal("config.urll is an unknown member (did you mean 'url'?).", errors[2].Message);
        Assert.Equal("config.timeout_seconds must be a number > 0.", errors[3].Message);
        Assert.Contains("line 1, column ", errors[7].Message, StringComparison.Ordinal);
        Assert.Contains("c → d → c", errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_nodes_are_a_fault() =>
        Assert.Equal([(ErrorCodes.NoNodes, "/nodes")], Faults(Workflow([])));

    [Fact]
    public void References_must_be_upstream()
    {
        var faults = Faults(Workflow(
            [Set("a", """{"x":"{{ nodes.b.output }} {{ nodes.a.output }}"}"""), Set("b", """{"x":"{{ nodes.a.output }}"}"""), Set("c", """{"x":"{{ nodes.b.output }}"}""")],
            Edge("a", "b"), Edge("a", "c", condition: "nodes.a.output && nodes.c.output && nodes.x.output")));

        Assert.Equal(
            [
                (ErrorCodes.ReferenceNotUpstream, "/nodes/0/config/x"),
                (ErrorCodes.ReferenceNotUpstream, "/nodes/0/config/x"),
                (ErrorCodes.ReferenceNotUpstream, "/nodes/2/config/x"),
                (ErrorCodes.ReferenceNotUpstream, "/edges/1/condition"),
                (ErrorCodes.UnknownNodeReference, "/edges/1/condition"),
            ],
            faults);
    }

    [Fact]
    public void Handles_depend_on_the_type_and_on_error()
    {
        var errors = Validator.Validate(Workflow(
            [Definition("if", "branch", """{"condition":"true"}""") with { OnError = OnError.Route }, Set("a"), Definition("u", "unknown")],
            Edge("if", "a", "error"), Edge("if", "a", "tru"), Edge("if", "a"), Edge("u", "a", "whatever")));

        Assert.Equal([(ErrorCodes.UnknownNodeType, "/nodes/2/type"), (ErrorCodes.UnknownHandle, "/edges/1/source_handle")], Places(errors));
        Assert.Equal("Node 'if' has no handle 'tru' (did you mean 'true'?); it has true, false, error.", errors[1].Message);
    }

    [Fact]
    public void Repeated_edges_and_edge_ids_are_faults()
    {
        var faults = Faults(Workflow([Set("a"), Set("b")], Edge("a", "b"), Edge("a", "b", condition: "input.x")));
        Assert.Equal([(ErrorCodes.DuplicateEdgeId, "/edges/1/id"), (ErrorCodes.DuplicateEdge, "/edges/1")], faults);
    }

    [Fact]
    public void Each_group_of_nodes_in_a_circle_is_told_once()
    {
        var nodes = Enumerable.Range(0, 20).Select(index => Set($"n{index}")).Append(Set("self")).Append(Set("x")).Append(Set("y"));
        var circle = Enumerable.Range(0, 20).Select(index => Edge($"n{index}", $"n{(index + 1) % 20}"));
        var errors = Validator.Validate(Workflow(nodes, [.. circle, Edge("self", "self"), Edge("n3", "x"), Edge("x", "y"), Edge("y", "x"), Edge("x", "x", "q")]));

        var cycles = errors.Where(error => error.Code == ErrorCodes.Cycle).ToList();
        Assert.Equal([("n0", "n19-n0"), ("self", "self-self"), ("x", "x-x-q")], cycles.Select(error => (error.NodeId, error.EdgeId)));
        Assert.Contains("n0 → n1 → n2", cycles[0].Message, StringComparison.Ordinal);
        Assert.Contains("… → n19 → n0", cycles[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_must_exist_and_fit_when_they_are_known()
    {
        var known = new Dictionary<string, string> { ["cred_1"] = "bearer_token", ["cred_2"] = "openai" };

        Assert.Empty(With("cred_1"));
        Assert.Contains("of type bearer_token, not openai", Assert.Single(With("cred_2")).Message, StringComparison.Ordinal);
        Assert.Contains("no credential 'cred_3'", Assert.Single(With("cred_3")).Message, StringComparison.Ordinal);

        IReadOnlyList<ErrorDetail> With(string reference) => Validator.Validate(
            Workflow([Definition("a", "http", """{"url":"http://x"}""") with { CredentialsRef = reference }]), credentialTypes: known);
    }

    [Theory]
    [InlineData("""{"name":"w","nodes":[{"id":"a","type":"set"}]}""", true, true)]
    [InlineData("""{"name":"w","nodes":[{"id":"a","type":"nope"}]}""", false, true)]
    [InlineData("""{"name":"w","nodes":[]}""", false, true)]
    [InlineData("""{"name":"w","nodes":[{"id":"a","type":"http"}],"edges":[{"source_node_id":"a","target_node_id":"a"}]}""", false, true)]
    [InlineData("""{"name":"w","nodes":[{"id":"a","type":"set"},{"id":"a","type":"set"}]}""", false, false)]
    [InlineData("""{"name":"w","nodes":[{"id":"a","type":"set","x":1}]}""", false, false)]
    [InlineData("""{"name":"w"}""", false, false)]
    public void Only_faults_of_meaning_may_be_stored(string text, bool valid, bool storable)
    {
        var check = Validator.Check(WorkflowDocumentReader.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((valid, storable), (check.IsValid, check.IsStorable));
    }

    [Fact]
    public void Structural_and_semantic_faults_are_told_together_but_none_twice()
    {
        var check = Validator.Check(WorkflowDocumentReader.Read(
            """{"name":"","nodes":[{"id":"a","type":"http","config":1},{"id":"b","type":"nope"}]}"""u8.ToArray()));

        Assert.Equal(
            [(ErrorCodes.ValueOutOfRange, "/name"), (ErrorCodes.WrongType, "/nodes/0/config"), (ErrorCodes.UnknownNodeType, "/nodes/1/type")],
            Places(check.Errors));
        Assert.NotNull(check.Document);
    }

    [Fact]
    public void A_node_type_whose_schema_cannot_be_used_stops_the_start() =>
        Assert.Throws<ArgumentException>(() => new WorkflowValidator(new NodeCatalog([Node("bad", """{"if":{}}""")])));

    [Fact]
    public void What_is_valid_compiles_and_what_does_not_compile_is_invalid() =>
        Gen.Select(RandomJson.Gen(3), RandomJson.Gen(2), Gen.Int[0, 4], Gen.Int[0, 4], Gen.OneOf("set", "http", "branch", "manual_trigger", "x")).Sample(
            (config, other, from, to, type) =>
            {
                var text = $$"""
                    {"name":"w","nodes":[{"id":"n0","type":"{{type}}","config":{"url":{{config}},"condition":{{other}} } },{"id":"n1","type":"set","config":{"v":{{config}} } },
                     {"id":"n{{from}}","type":"set"}],"edges":[{"source_node_id":"n{{from}}","target_node_id":"n{{to}}"},{"source_node_id":"n0","target_node_id":"n1"}]}
                    """;
                var check = Validator.Check(WorkflowDocumentReader.Read(Encoding.UTF8.GetBytes(text)));

                Assert.Equal(check.IsValid, check.Errors.Count == 0);
                Assert.All(check.Errors, error => Assert.StartsWith("ORC", error.Code, StringComparison.Ordinal));
                if (check.IsValid)
                {
                    Assert.Equal(3, WorkflowPlan.Compile(check.Document!.Definition, TestCatalog.Instance).Nodes.Count);
                }
            },
            iter: 1_000);

    [Fact]
    public void A_thousand_nodes_are_validated_without_trouble()
    {
        var nodes = Enumerable.Range(0, 1_000).Select(index =>
            Definition($"n{index}", "http", $$$"""{"url":"https://x/{{ nodes.n{{{Math.Max(0, index - 1)}}}.output }}","body":{"a":["{{ input.x + {{{index}}} }}"]}}"""));
        var edges = Enumerable.Range(1, 999).SelectMany(index => Enumerable.Range(1, Math.Min(index, 4)).Select(back => Edge($"n{index - back}", $"n{index}"))).ToArray();
        var definition = Workflow(nodes, edges);
        Assert.Equal("n0", Assert.Single(Validator.Validate(definition)).NodeId);

        var clock = Stopwatch.StartNew();
        Validator.Validate(definition);
        TestContext.Current.SendDiagnosticMessage($"1,000 nodes, {edges.Length} edges validated in {clock.Elapsed.TotalMilliseconds:F1} ms");
    }

    [Fact]
    public void Not_more_faults_are_told_than_anyone_can_read() =>
        Assert.Equal(JsonFaults.MaxCount, Validator.Validate(Workflow(Enumerable.Range(0, 1_000).Select(index => Definition($"n{index}", "nope")))).Count);

    private static IEnumerable<(string Code, string Pointer)> Faults(WorkflowDefinition definition) => Places(Validator.Validate(definition));

    private static IEnumerable<(string Code, string Pointer)> Places(IEnumerable<ErrorDetail> errors) => errors.Select(error => (error.Code, error.Pointer));
}
