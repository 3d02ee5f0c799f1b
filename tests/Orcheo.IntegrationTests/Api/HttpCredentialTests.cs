using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Credentials in the hands of <c>http_request</c>, over the API.</summary>
public sealed class HttpCredentialTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Theory]
    [InlineData("""{"type":"bearer_token","data":{"token":"the-token-1"}}""", "Authorization: Bearer the-token-1")]
    [InlineData("""{"type":"api_key","data":{"in":"header","name":"X-Api-Key","value":"the-key-1"}}""", "X-Api-Key: the-key-1")]
    [InlineData("""{"type":"api_key","data":{"in":"query","name":"key","value":"the-key-1"}}""", "key=the-key-1")]
    [InlineData("""{"type":"basic_auth","data":{"username":"u","password":"the-word-1"}}""", "u:the-word-1")]
    public async Task The_server_gets_the_credential_and_the_execution_does_not_show_it(string credential, string line)
    {
        await using var mirror = await MirrorServer.StartAsync();
        var id = await CreateAsync(JsonNode.Parse(credential)!.AsObject());
        var run = (await Client.RunAsync(Flow.Start().Http("call", new { url = mirror.Address + "/text" }, Uses(id)).Edge("start", "call"))).Json;

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Contains(line, Assert.Single(mirror.Seen).Split('\n'));
        Assert.Contains("[redacted]", run.Member("output").Text("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("-1", run.Member("output").Text("body").Replace("127.0.0.1", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await Eventually.Becomes(
            async () => (await Client.GetAsync($"/credentials/{id}")).Expect(HttpStatusCode.OK).Json, found => found.Has("last_used_at"), "that the use is noted");
    }

    [Fact]
    public async Task A_rotated_credential_is_used_by_the_next_run()
    {
        await using var mirror = await MirrorServer.StartAsync();
        var credential = JsonNode.Parse("""{"type":"bearer_token","data":{"token":"the-first-token"}}""")!.AsObject();
        var id = await CreateAsync(credential);
        var flow = Flow.Start().Http("call", new { url = mirror.Address + "/text" }, Uses(id)).Edge("start", "call");
        await Client.RunAsync(flow);
        (await Client.PutAsync($"/credentials/{id}", new JsonObject { ["data"] = new JsonObject { ["token"] = "the-second-token" } })).Expect(HttpStatusCode.OK);
        await Client.RunAsync(flow);

        Assert.Contains("the-first-token", mirror.Seen[0], StringComparison.Ordinal);
        Assert.Contains("the-second-token", mirror.Seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_was_deleted_fails_the_node_that_uses_it()
    {
        var id = await CreateAsync(JsonNode.Parse("""{"type":"bearer_token","data":{"token":"the-token"}}""")!.AsObject());
        var flow = Flow.Start().Node("wait", "delay", new { seconds = 1 }).Http("call", new { url = Target.Address + "/echo" }, Uses(id)).Chain("start", "wait", "call");
        var started = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted);
        (await Client.DeleteAsync($"/credentials/{id}?force=true")).Expect(HttpStatusCode.NoContent);
        var error = (await Client.EndOfAsync(started.Id)).Json.Member("error");

        Assert.Equal(("ORC3015", "call"), (error.Text("code"), error.Text("node_id")));
        Assert.Contains(id, error.Text("message"), StringComparison.Ordinal);
    }

    private static object Uses(string id) => new { credentials_ref = id, retry = new { max_attempts = 1 } };

    private async Task<string> CreateAsync(JsonObject credential)
    {
        credential["name"] = UniqueName();
        return (await Client.PostAsync("/credentials", credential)).Expect(HttpStatusCode.Created).Id;
    }
}
