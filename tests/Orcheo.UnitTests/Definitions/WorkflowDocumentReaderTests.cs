using System.Text;
using System.Text.Json;
using CsCheck;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.UnitTests.Definitions;

public sealed class WorkflowDocumentReaderTests
{
    [Fact]
    public void Reads_every_member()
    {
        var document = Read("""
            {"name":"w","description":"d","tags":["a","b","a"],"ui":{"zoom":2},
             "nodes":[{"id":"n","type":"http","name":"N","config":{"url":"u"},"credentials_ref":"cred_1","timeout_seconds":1.5,
                       "retry":{"max_attempts":2,"initial_interval_seconds":0.5,"backoff_coefficient":3,"max_interval_seconds":9,"jitter":false},
                       "on_error":"route","ui":{"x":1}}],
             "edges":[{"id":"e","source_node_id":"n","target_node_id":"n","source_handle":"error","condition":"input.x"}],
             "settings":{"retry":{"max_attempts":1},"timeout_seconds":10,"max_concurrent_runs":2,"event_retention_days":3}}
            """).Document!;

        Assert.Equal(("w", "d"), (document.Name, document.Description));
        Assert.Equal(["a", "b"], document.Tags);
        Assert.Equal(2, document.Ui!.Value.GetProperty("zoom").GetInt32());
        var node = Assert.Single(document.Definition.Nodes);
        Assert.Equal(("n", "http", "N", "cred_1", 1.5, OnError.Route), (node.Id, node.Type, node.Name, node.CredentialsRef, node.TimeoutSeconds, node.OnError));
        Assert.Equal(
            new RetrySettings { MaxAttempts = 2, InitialIntervalSeconds = 0.5, BackoffCoefficient = 3, MaxIntervalSeconds = 9, Jitter = false },
            node.Retry);
        Assert.Equal(1, node.Ui!.Value.GetProperty("x").GetInt32());
        Assert.Equal(
            new EdgeDefinition { Id = "e", SourceNodeId = "n", TargetNodeId = "n", SourceHandle = "error", Condition = "input.x" },
            Assert.Single(document.Definition.Edges));
        Assert.Equal(
            new WorkflowSettings { Retry = new RetrySettings { MaxAttempts = 1 }, TimeoutSeconds = 10, MaxConcurrentRuns = 2, EventRetentionDays = 3 },
            document.Definition.Settings);
    }

    [Fact]
    public void A_stored_definition_reads_back_equal()
    {
        var definition = Read("""
            {"name":"w","nodes":[{"id":"n","type":"t","config":{"a":[1,null,{"b":"ü"}]},"retry":{"jitter":true},"on_error":"continue"}],
             "edges":[{"source_node_id":"n","target_node_id":"n"}],"settings":{"max_concurrent_runs":1}}
            """).Document!.Definition;

        var text = JsonSerializer.Serialize(definition, OrcheoJson.Options);
        var again = JsonSerializer.Deserialize<WorkflowDefinition>(text, OrcheoJson.Options);

        Assert.Equal(text, JsonSerializer.Serialize(again, OrcheoJson.Options));
        Assert.Empty(WorkflowDocumentReader.ReadInline(JsonElement.Parse(text)).Errors);
    }

    [Fact]
    public void Edges_without_an_id_are_named_by_their_place_and_never_like_another()
    {
        var document = Read("""
            {"name":"w","nodes":[],"edges":[
              {"source_node_id":"a","target_node_id":"b"},
              {"id":"e3","source_node_id":"a","target_node_id":"b"},
              {"source_node_id":"a","target_node_id":"b"},
              {"id":"e3-2","source_node_id":"a","target_node_id":"b"}]}
            """).Document!;

        Assert.Equal(["e1", "e3", "e3-3", "e3-2"], document.Definition.Edges.Select(edge => edge.Id));
    }

    [Fact]
    public void Malformed_json_is_told_with_line_and_column_in_characters()
    {
        var error = Assert.Single(Read("{\n \"näme\": oops}").Errors);

        Assert.Equal(ErrorCodes.MalformedJson, error.Code);
        Assert.Contains("(line 2, column 10)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_name_their_node_or_edge()
    {
        var errors = Read("""
            {"name":"w","nodes":[{"id":"n","type":"t","x":1,"retry":{"y":2}}],"edges":[{"id":"e","source_node_id":"n","target_node_id":"n","z":3}]}
            """).Errors;

        Assert.Equal(
            [("/nodes/0/retry/y", "n", null), ("/nodes/0/x", "n", null), ("/edges/0/z", null, "e")],
            errors.Select(error => (error.Pointer, error.NodeId, error.EdgeId)));
    }

    [Fact]
    public void An_unknown_member_is_answered_with_the_likely_one()
    {
        var error = Assert.Single(Read("""{"name":"w","nodes":[{"id":"a","type":"t","configs":{}}]}""").Errors);

        Assert.Equal("Unknown member 'configs' (did you mean 'config'?).", error.Message);
    }

    [Fact]
    public void A_document_with_faults_still_shows_its_graph()
    {
        var read = Read("""{"name":1,"nodes":[{"id":"a","type":"t","extra":1}],"edges":[]}""");

        Assert.False(read.IsDocument);
        Assert.Equal("a", Assert.Single(read.Document!.Definition.Nodes).Id);
    }

    [Fact]
    public void An_inline_definition_has_pointers_into_the_request_and_no_name()
    {
        var element = JsonElement.Parse("""{"name":"w","nodes":[{"id":"?","type":"t"}],"settings":{"retry":[]}}""");

        var read = WorkflowDocumentReader.ReadInline(element, "/workflow");

        Assert.Null(read.Document);
        Assert.Equal(
            ["/workflow/name", "/workflow/nodes/0/id", "/workflow/settings/retry"],
            read.Errors.Select(error => error.Pointer).Order(StringComparer.Ordinal));
        Assert.Equal("/workflow", Assert.Single(WorkflowDocumentReader.ReadInline(JsonElement.Parse("1"), "/workflow").Errors).Pointer);
        Assert.True(WorkflowDocumentReader.ReadInline(JsonElement.Parse("""{"nodes":[]}""")).IsDocument);
        Assert.Equal("/x", Assert.Single(WorkflowDocumentReader.Read(JsonElement.Parse("[]"), "/x").Errors).Pointer);
    }

    [Theory]
    [InlineData(1_000, 4_000, true)]
    [InlineData(WorkflowLimits.MaxNodes, WorkflowLimits.MaxEdges, true)]
    [InlineData(WorkflowLimits.MaxNodes + 1, 0, false)]
    [InlineData(1, WorkflowLimits.MaxEdges + 1, false)]
    public void Size_is_limited(int nodes, int edges, bool accepted)
    {
        var text = $$"""
            {"name":"w","nodes":[{{string.Join(',', Enumerable.Range(0, nodes).Select(index => $$"""{"id":"n{{index}}","type":"t"}"""))}}],
             "edges":[{{string.Join(',', Enumerable.Range(0, edges).Select(_ => """{"source_node_id":"a","target_node_id":"b"}"""))}}]}
            """;

        var read = Read(text);

        Assert.Equal(accepted, read.IsDocument);
        Assert.All(read.Errors, error => Assert.Equal(ErrorCodes.WorkflowTooLarge, error.Code));
    }

    [Fact]
    public void White_space_does_not_count_against_the_size_of_ui()
    {
        var ui = $$"""{ {{new string(' ', 5_000)}} "x": 1 }""";

        Assert.True(Read($$"""{"name":"w","nodes":[],"ui":{{ui}}}""").IsDocument);
    }

    [Fact]
    public void Never_throws_whatever_the_bytes() =>
        Gen.Byte.Array[0, 200].Sample(bytes => _ = WorkflowDocumentReader.Read(bytes), iter: 2_000);

    [Fact]
    public void Never_throws_whatever_the_json_and_accepts_no_other_type_in_silence()
    {
        var text = RandomJson.Gen(3).Select(value => $$"""{"name":"w","nodes":[{"id":"a","type":"t","retry":{{value}},"ui":{{value}}}],"edges":{{value}},"settings":{{value}}}""");

        text.Sample(
            json =>
            {
                var read = Read(json);
                var document = JsonElement.Parse(json);
                if (document.GetProperty("edges").ValueKind != JsonValueKind.Array)
                {
                    Assert.Contains(read.Errors, error => error.Pointer == "/edges");
                }
            },
            iter: 2_000);
    }

    [Fact]
    public void A_mutated_document_is_read_or_refused_but_never_half_read() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.OneOf("null", "1", "\"x\"", "[]", "{}", "true", "-1e400", "\"\\ud800\"")).Sample(
            (place, value) =>
            {
                const string Sample = """{"name":"w","nodes":[{"id":"a","type":"t","config":{"x":[1,{"y":"z"}]}}],"edges":[{"id":"e","source_node_id":"a","target_node_id":"a"}],"settings":{"retry":{"max_attempts":2}}}""";
                var colons = Enumerable.Range(0, Sample.Length).Where(index => Sample[index] is ':' or '[' or ',').ToList();
                var at = colons[place % colons.Count] + 1;

                var read = Read(Sample[..at] + value + Sample[at..]);

                Assert.Equal(read.Errors.Count == 0, read.IsDocument);
            },
            iter: 2_000);

    private static WorkflowReadResult Read(string text) => WorkflowDocumentReader.Read(Encoding.UTF8.GetBytes(text));
}
