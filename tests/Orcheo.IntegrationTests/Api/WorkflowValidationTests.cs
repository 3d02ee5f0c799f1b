using System.Net;
using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowValidationTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_sound_workflow_is_valid_and_not_stored()
    {
        var name = UniqueName();
        var result = await ValidateAsync(Flow.Start().Set("a", new { x = "{{ input.x }}" }).Edge("start", "a"), name);

        Assert.True(result.Member("valid").GetBoolean());
        Assert.Empty(result.Member("errors").EnumerateArray());
        Assert.Empty((await Client.GetAsync($"/workflows?q={name}")).Json.Items());
    }

    [Fact]
    public async Task All_faults_are_named_at_once_with_their_places()
    {
        var faults = await FaultsAsync(Flow.Start()
            .Node("mystery", "no_such_type")
            .Node("test", "if_else", new { condition = "input.x >" })
            .Node("call", "http_request", new { method = "GET" })
            .Set("test", new { a = 1 })
            .Set("reads", new { a = "{{ nodes.nobody.output }}" })
            .Edge("start", "gone")
            .Edge("test", "call", handle: "maybe")
            .Edge("start", "reads", condition: "state.a ==="));

        Assert.Equal("mystery", faults.ExpectFault("ORC2004", "/nodes/1/type").Text("node_id"));
        Assert.Equal("test", faults.ExpectFault("ORC2006", "/nodes/2/config/condition").Text("node_id"));
        Assert.Equal("call", faults.ExpectFault("ORC2005").Text("node_id"));
        Assert.Contains("url", faults.ExpectFault("ORC2005").ToString(), StringComparison.Ordinal);
        faults.ExpectFault("ORC2001", "/nodes/4/id");
        Assert.Equal("reads", faults.ExpectFault("ORC2009", "/nodes/5/config/values/a").Text("node_id"));
        faults.ExpectFault("ORC2002", "/edges/0/target_node_id");
        faults.ExpectFault("ORC2006", "/edges/2/condition");
    }

    [Fact]
    public async Task A_fault_of_an_expression_names_line_and_column()
    {
        var faults = await FaultsAsync(Flow.Start().Node("test", "if_else", new { condition = "input.x &&\n  ) 1" }).Edge("start", "test"));
        var message = faults.ExpectFault("ORC2006", "/nodes/1/config/condition").Text("message");

        Assert.Matches("(?i)line 2.*column [0-9]+", message);
    }

    [Fact]
    public async Task A_cycle_is_a_fault() =>
        (await FaultsAsync(Flow.Start().Set("a", new { x = 1 }).Set("b", new { x = 1 }).Chain("start", "a", "b", "a"))).ExpectFault("ORC2003");

    [Fact]
    public async Task An_edge_to_itself_is_a_fault() =>
        Assert.NotEmpty(await FaultsAsync(Flow.Start().Set("a", new { x = 1 }).Chain("start", "a", "a")));

    [Fact]
    public async Task An_unknown_handle_is_a_fault() =>
        (await FaultsAsync(Flow.Start().Node("test", "if_else", new { condition = "true" }).Set("a", new { x = 1 }).Edge("start", "test").Edge("test", "a", "maybe")))
            .ExpectFault("ORC2010", "/edges/1/source_handle");

    [Fact]
    public async Task A_workflow_without_nodes_is_a_fault() =>
        (await FaultsAsync(new Flow())).ExpectFault("ORC2012");

    [Fact]
    public async Task An_edge_into_a_trigger_is_a_fault() =>
        (await FaultsAsync(Flow.Start().Node("other", "manual_trigger").Edge("start", "other"))).ExpectFault("ORC2013");

    [Theory]
    [InlineData("{{ input.x", "ORC2016")]
    [InlineData("{{ }}", "ORC2016")]
    [InlineData("{{ input. }}", "ORC2006")]
    [InlineData("{{ new Date() }}", "ORC2007")]
    [InlineData("{{ state.a = 1 }}", "ORC2007")]
    [InlineData("{{ process.env }}", "ORC2008")]
    [InlineData("{{ eval('1') }}", null)]
    [InlineData("{{ nodes.start.output.constructor.constructor('return 1')() }}", null)]
    public async Task A_template_that_cannot_be_allowed_is_a_fault(string template, string? code)
    {
        var faults = await FaultsAsync(Flow.Start().Set("a", new { value = template }).Edge("start", "a"));
        if (code is not null)
        {
            faults.ExpectFault(code, "/nodes/1/config/values/value");
        }
    }

    [Fact]
    public async Task A_template_stands_in_for_any_type_in_config()
    {
        var flow = Flow.Start().Http("call", new { method = "GET", url = "{{ input.url }}", timeout_seconds = "{{ input.limit }}" }).Edge("start", "call");
        Assert.True((await ValidateAsync(flow, "Templates")).Member("valid").GetBoolean());
    }

    [Fact]
    public async Task A_config_value_outside_its_range_is_a_fault()
    {
        var faults = await FaultsAsync(Flow.Start().Http("call", new { method = "GET", url = "http://127.0.0.1/", timeout_seconds = -1, surprise = true }).Edge("start", "call"));

        faults.ExpectFault("ORC2005", "/nodes/1/config/timeout_seconds");
        faults.ExpectFault("ORC2005", "/nodes/1/config/surprise");
    }

    private async Task<JsonElement> ValidateAsync(Flow flow, string name) =>
        (await Client.PostAsync("/workflows/validate", flow.Document(name))).Expect(HttpStatusCode.OK).Json;

    private async Task<IReadOnlyList<JsonElement>> FaultsAsync(Flow flow)
    {
        var result = await ValidateAsync(flow, "Faulty");
        Assert.False(result.Member("valid").GetBoolean());
        return [.. result.Member("errors").EnumerateArray()];
    }
}
