using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowDraftTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly (string Name, string Value) Lenient = ("Prefer", "handling=lenient");

    private static Flow Unfinished => Flow.Start().Node("call", "http_request").Edge("start", "call").Edge("call", "gone");

    [Fact]
    public async Task A_faulty_workflow_is_refused_whole_by_default()
    {
        var name = UniqueName();
        var refused = await Client.PostAsync("/workflows", Unfinished.Document(name));

        refused.ExpectProblem(HttpStatusCode.BadRequest, "ORC2002", "/edges/1/target_node_id");
        refused.ExpectProblem(HttpStatusCode.BadRequest, "ORC2005");
        Assert.Empty((await Client.GetAsync($"/workflows?q={name}")).Json.Items());
    }

    [Fact]
    public async Task A_faulty_update_is_refused_whole_by_default()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("Kept"))).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{created.Id}", Unfinished.Document("Not kept"))).ExpectProblem(HttpStatusCode.BadRequest, "ORC2002");

        var read = await Client.GetAsync($"/workflows/{created.Id}");
        Assert.Equal("Kept", read.Json.Text("name"));
        Assert.Equal(created.Header("ETag"), read.Header("ETag"));
    }

    [Fact]
    public async Task A_lenient_save_keeps_the_draft_and_names_its_faults()
    {
        var created = (await Client.PostAsync("/workflows", Unfinished.Document("Unfinished"), Lenient)).Expect(HttpStatusCode.Created);

        var faults = created.Json.Member("validation_errors").EnumerateArray().ToList();
        Assert.Equal("call", faults.ExpectFault("ORC2005").Text("node_id"));
        Assert.Equal("e2", faults.ExpectFault("ORC2002", "/edges/1/target_node_id").Text("edge_id"));
        Assert.Equal(2, (await Client.GetAsync($"/workflows/{created.Id}")).Expect(HttpStatusCode.OK).Json.Member("edges").GetArrayLength());
    }

    [Fact]
    public async Task A_lenient_save_of_a_sound_workflow_names_no_faults()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("Sound"), Lenient)).Expect(HttpStatusCode.Created).Json;
        Assert.True(!created.Has("validation_errors") || created.Member("validation_errors").GetArrayLength() == 0, $"{created}");
    }

    [Fact]
    public async Task A_faulty_draft_can_be_read_and_put_back_leniently()
    {
        var created = (await Client.PostAsync("/workflows", Unfinished.Document("Unfinished"), Lenient)).Expect(HttpStatusCode.Created);
        var read = await Client.GetAsync($"/workflows/{created.Id}");
        var put = (await Client.PutAsync($"/workflows/{created.Id}", JsonNode.Parse(read.Text), Lenient)).Expect(HttpStatusCode.OK).Json;

        put.Member("validation_errors").EnumerateArray().ExpectFault("ORC2002");
    }

    [Fact]
    public async Task A_faulty_draft_can_be_neither_finalized_nor_run()
    {
        var id = (await Client.PostAsync("/workflows", Unfinished.Document("Unfinished"), Lenient)).Expect(HttpStatusCode.Created).Id;

        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).ExpectProblem(HttpStatusCode.BadRequest, "ORC2002");
        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id })).ExpectProblem(HttpStatusCode.BadRequest, "ORC2002");
        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id, ["version"] = "draft" })).ExpectProblem(HttpStatusCode.BadRequest, "ORC2002");
        Assert.Equal(0, (await Client.GetAsync($"/workflows/{id}")).Json.Number("version"));
        Assert.Empty((await Client.GetAsync($"/executions?workflow_id={id}")).Json.Items());
    }

    [Fact]
    public async Task A_mended_draft_is_sound_again()
    {
        var id = (await Client.PostAsync("/workflows", Unfinished.Document("Unfinished"), Lenient)).Expect(HttpStatusCode.Created).Id;
        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Document("Mended"))).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"name":"x","nodes":[],"edges":[],"surprise":1}""", "ORC1002", "/surprise")]
    [InlineData("""{"name":"x","nodes":[{"id":"a","type":"manual_trigger","surprise":1}],"edges":[]}""", "ORC1002", "/nodes/0/surprise")]
    [InlineData("""{"name":"x","nodes":{},"edges":[]}""", "ORC1003", "/nodes")]
    [InlineData("""{"name":5,"nodes":[{"id":"a","type":"manual_trigger"}],"edges":[]}""", "ORC1003", "/name")]
    [InlineData("""{"name":"x","nodes":[{"type":"manual_trigger"}],"edges":[]}""", "ORC1004", "/nodes/0")]
    [InlineData("""{"name":"x","nodes":[{"id":"a","type":"manual_trigger","on_error":"explode"}],"edges":[]}""", "ORC1005", "/nodes/0/on_error")]
    [InlineData("""{"name":"x","nodes":[{"id":"a","type":"manual_trigger","config":[]}],"edges":[]}""", "ORC1003", "/nodes/0/config")]
    [InlineData("""{"name":"x","name":"y","nodes":[{"id":"a","type":"manual_trigger"}],"edges":[]}""", "ORC1011", null)]
    [InlineData("""{"name":"x","nodes":[],"edges":[],"settings":{"retry":{"max_attempts":"3"}}}""", "ORC1003", "/settings/retry/max_attempts")]
    [InlineData("[]", "ORC1003", null)]
    [InlineData("null", null, null)]
    [InlineData("{", "ORC1001", null)]
    [InlineData("", null, null)]
    public async Task What_is_no_workflow_document_is_refused_even_leniently(string body, string? code, string? pointer)
    {
        using var content = ApiClient.JsonContent(body);
        var refused = await Client.SendRawAsync("POST", "/workflows", content, Lenient);
        var problem = refused.ExpectProblem(HttpStatusCode.BadRequest, code);
        if (pointer is not null)
        {
            Assert.Contains(problem.Faults(), fault => fault.Text("code") == code && fault.Text("pointer").StartsWith(pointer, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_editor_object_over_its_limit_is_refused()
    {
        var large = Flow.Start().Node("b", "set_variable", new { values = new { a = 1 } }, new { ui = new { note = new string('x', 5000) } });
        (await Client.PostAsync("/workflows", large.Document())).ExpectProblem(HttpStatusCode.BadRequest);
    }
}
