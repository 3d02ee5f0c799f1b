using System.Net;
using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class NodeCatalogTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task The_catalogue_holds_the_node_types()
    {
        var types = (await Client.GetAsync("/nodes")).Expect(HttpStatusCode.OK).Json.Items().Select(node => node.Text("type")).ToList();

        Assert.Superset(
            new HashSet<string> { "manual_trigger", "webhook_trigger", "cron_trigger", "http_request", "if_else", "set_variable", "delay", "python_code" },
            types.ToHashSet());
        Assert.Equal(types.Distinct(), types);
    }

    [Fact]
    public async Task Each_type_can_be_got_and_is_as_in_the_catalogue()
    {
        foreach (var listed in (await Client.GetAsync("/nodes")).Json.Items())
        {
            var one = (await Client.GetAsync($"/nodes/{listed.Text("type")}")).Expect(HttpStatusCode.OK).Json;
            Assert.True(JsonElement.DeepEquals(listed, one), $"{listed} and {one}");
        }
    }

    [Theory]
    [InlineData("if_else", "logic", "pure", "true", "false")]
    [InlineData("manual_trigger", "trigger", "pure")]
    [InlineData("python_code", "code", "pure")]
    public async Task A_type_describes_itself(string type, string category, string effect, params string[] handles)
    {
        var node = (await Client.GetAsync($"/nodes/{type}")).Json;

        Assert.Equal(category, node.Text("category"));
        Assert.Equal(effect, node.Text("effect"));
        Assert.Equal(handles, node.Member("handles").EnumerateArray().Select(handle => handle.GetString()));
    }

    [Fact]
    public async Task The_config_schema_of_a_request_names_its_url()
    {
        var node = (await Client.GetAsync("/nodes/http_request")).Json;

        Assert.Equal(60, node.Number("default_timeout_seconds"));
        Assert.True(node.Member("config_schema").Member("properties").TryGetProperty("url", out _));
        Assert.Contains("url", node.Member("config_schema").Member("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("nothing_like_it")]
    [InlineData("HTTP_REQUEST")]
    [InlineData("%20")]
    public async Task An_unknown_type_is_not_found(string type) =>
        (await Client.GetAsync($"/nodes/{type}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
}
