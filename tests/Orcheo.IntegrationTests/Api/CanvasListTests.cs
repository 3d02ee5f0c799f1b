using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>What lists tell so that a page needs one request: last executions, what a trigger started, credentials of a type, the workspace.</summary>
public sealed class CanvasListTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Workflows_come_with_their_last_execution_where_it_is_asked_for()
    {
        var tag = UniqueName();
        var never = (await Client.PostAsync("/workflows", Flow.Start().Document("Never", tag))).Id;
        var ran = (await Client.PostAsync("/workflows", Flow.Start().Document("Ran", tag))).Id;
        await RunAsync(ran);
        var last = await RunAsync(ran);
        var items = (await Client.GetAsync($"/workflows?tag={tag}&include=last_execution")).Expect(HttpStatusCode.OK).Json.Items();

        Assert.Equal([ran, never], items.Select(item => item.Text("id")));
        Assert.Equal((last, "succeeded", "api"), (
            items[0].Member("last_execution").Text("id"), items[0].Member("last_execution").Text("status"), items[0].Member("last_execution").Member("trigger").Text("type")));
        Assert.Equal(JsonValueKind.Null, items[1].Member("last_execution").ValueKind);
        Assert.All((await Client.GetAsync($"/workflows?tag={tag}")).Json.Items(), item => Assert.False(item.TryGetProperty("last_execution", out _)));

        // What was read can be sent back.
        (await Client.PutAsync($"/workflows/{ran}", JsonNode.Parse(items[0].GetRawText()))).Expect(HttpStatusCode.OK);
        (await Client.GetAsync("/workflows?include=everything")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    [Fact]
    public async Task Last_executions_need_the_scope_of_executions()
    {
        var key = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = "Reader", ["scopes"] = new JsonArray("workflows:read") })).Expect(HttpStatusCode.Created);
        using var reader = new ApiClient(Stack.Address, key.Json.Text("secret_once"));
        (await reader.GetAsync("/workflows")).Expect(HttpStatusCode.OK);
        var refused = (await reader.GetAsync("/workflows?include=last_execution")).ExpectProblem(HttpStatusCode.Forbidden, "ORC4003");
        Assert.Contains("executions:read", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executions_are_found_by_the_trigger_that_started_them()
    {
        var workflow = await Client.CreateAsync(Flow.Start());
        await RunAsync(workflow);
        var (one, other) = (await HookAsync(workflow), await HookAsync(workflow));
        var started = new List<string>();
        foreach (var hook in new[] { one, other, one })
        {
            var delivery = (await Client.PostAsync($"/default/hooks/{hook.Text("token")}", new JsonObject())).Expect(HttpStatusCode.Accepted);
            started.Insert(0, delivery.Json.Text("execution_id"));
            await Client.EndOfAsync(started[0]);
        }

        var replay = (await Client.PostAsync($"/executions/{started[0]}/replay")).Expect(HttpStatusCode.Accepted).Id;
        await Client.EndOfAsync(replay);
        Assert.Equal([started[0], started[2]], await IdsAsync($"/executions?trigger_id={one.Text("id")}"));
        Assert.Equal([started[0]], await IdsAsync($"/executions?trigger_id={one.Text("id")}&limit=1&workflow_id={workflow}&status=succeeded"));
        Assert.Empty(await IdsAsync($"/executions?trigger_id={one.Text("id")}&status=failed"));
        (await Client.GetAsync($"/executions?trigger_id={replay}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    [Fact]
    public async Task Credentials_are_listed_by_type()
    {
        var name = UniqueName();
        var token = await CredentialAsync(name, "bearer_token", new { token = "t0ken-of-a-test" });
        var secret = await CredentialAsync(name, "hmac_secret", new { secret = "s3cret-of-a-test" });

        Assert.Equal([token], await OfTypeAsync("bearer_token"));
        Assert.Equal([secret], await OfTypeAsync("hmac_secret"));
        (await Client.GetAsync("/credentials?type=password")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");

        async Task<IEnumerable<string>> OfTypeAsync(string type) =>
            (await Client.GetAsync($"/credentials?type={type}&limit=200")).Expect(HttpStatusCode.OK).Json.Items()
                .Where(item => item.Text("name") == name).Select(item => item.Text("id"));
    }

    [Fact]
    public async Task The_workspace_tells_any_key_who_it_is_and_its_limits()
    {
        var scopes = new JsonArray("executions:run", "audit:read");
        var key = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = "Runner", ["scopes"] = scopes })).Expect(HttpStatusCode.Created);
        using var holder = new ApiClient(Stack.Address, key.Json.Text("secret_once"));
        var workspace = (await holder.GetAsync("/workspace")).Expect(HttpStatusCode.OK);

        var own = workspace.Json.Member("key");
        Assert.Equal(("api_key", key.Id, "Runner"), (own.Text("type"), own.Text("id"), own.Text("name")));
        Assert.Equal(["audit:read", "executions:run"], own.Member("scopes").EnumerateArray().Select(scope => scope.GetString()!));
        Assert.Equal((TestStorage.IsAzure ? "AzureTables" : "Sqlite", 1024 * 1024), (workspace.Json.Text("storage"), workspace.Json.Member("limits").Number("body_bytes")));
        Assert.DoesNotContain(Stack.DataDirectory, workspace.Text, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string workflow) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK).Id;

    private async Task<JsonElement> HookAsync(string workflow) =>
        (await Client.PostAsync("/triggers/webhook", new JsonObject { ["workflow_id"] = workflow, ["auth"] = "none" })).Expect(HttpStatusCode.Created).Json;

    private async Task<string> CredentialAsync(string name, string type, object data) =>
        (await Client.PostAsync("/credentials", new JsonObject { ["name"] = name, ["type"] = type, ["data"] = Flow.Json(data) })).Expect(HttpStatusCode.Created).Id;

    private async Task<IEnumerable<string>> IdsAsync(string path) =>
        (await Client.GetAsync(path)).Expect(HttpStatusCode.OK).Json.Items().Select(item => item.Text("id"));
}
