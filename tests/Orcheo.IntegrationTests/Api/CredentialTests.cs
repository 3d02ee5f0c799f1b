using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class CredentialTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string Missing = "cred_01jdc0m3t8w5r4v9x2k7q6n1ab";

    public static TheoryData<string, string> EveryType => new()
    {
        { "bearer_token", """{"token":"SECRET"}""" },
        { "api_key", """{"in":"header","name":"X-Api-Key","value":"SECRET"}""" },
        { "basic_auth", """{"username":"ada","password":"SECRET"}""" },
        { "hmac_secret", """{"secret":"SECRET"}""" },
        { "openai", """{"api_key":"SECRET","base_url":"https://models.example.com/v1"}""" },
        { "generic", """{"deep":{"values":["SECRET",1,null]}}""" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { """{"type":"generic","data":{"a":"SECRET"}}""", "ORC1004", "/name" },
        { """{"name":" ","type":"generic","data":{"a":"SECRET"}}""", "ORC1005", "/name" },
        { """{"name":"x","data":{"a":"SECRET"}}""", "ORC1004", "/type" },
        { """{"name":"x","type":"password","data":{"a":"SECRET"}}""", "ORC1005", "/type" },
        { """{"name":"x","type":"generic"}""", "ORC1004", "/data" },
        { """{"name":"x","type":"generic","data":"SECRET"}""", "ORC1003", "/data" },
        { """{"name":"x","type":"generic","data":{}}""", "ORC1005", "/data" },
        { """{"name":"x","type":"bearer_token","data":{"value":"SECRET"}}""", "ORC1004", "/data/token" },
        { """{"name":"x","type":"bearer_token","data":{"token":"SECRET","value":"SECRET"}}""", "ORC1002", "/data/value" },
        { """{"name":"x","type":"bearer_token","data":{"token":["SECRET"]}}""", "ORC1003", "/data/token" },
        { """{"name":"x","type":"bearer_token","data":{"token":"SECRET\r\nX-Other: 1"}}""", "ORC1005", "/data/token" },
        { """{"name":"x","type":"bearer_token","data":{"token":"SECRET"},"id":"x"}""", "ORC1002", "/id" },
    };

    [Theory]
    [MemberData(nameof(EveryType))]
    public async Task A_secret_goes_in_and_comes_out_by_reveal_alone(string type, string template)
    {
        var (secret, name) = (UniqueName(), UniqueName());
        var data = JsonNode.Parse(template.Replace("SECRET", secret, StringComparison.Ordinal))!;
        var created = (await Client.PostAsync("/credentials", new JsonObject { ["name"] = name, ["type"] = type, ["data"] = data.DeepClone() })).Expect(HttpStatusCode.Created);
        var path = $"/credentials/{created.Id}";
        Assert.Equal("/api" + path, created.Header("Location"));
        Assert.NotEmpty(created.Header("ETag"));

        var got = (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        var listed = await Client.GetAsync("/credentials?limit=200");
        Assert.Contains(listed.Json.Items(), item => item.Text("id") == created.Id && item.Text("name") == name && item.Text("type") == type);
        var revealed = (await Client.GetAsync(path + "?reveal=true")).Expect(HttpStatusCode.OK);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(data.ToJsonString()), revealed.Json.Member("data")));
        Assert.Equal((created.Header("ETag"), "no-store"), (revealed.Header("ETag"), revealed.Header("Cache-Control")));

        var renamed = (await Client.PutAsync(path, new JsonObject { ["name"] = name + "2" })).Expect(HttpStatusCode.OK);
        var roundTrip = (await Client.PutAsync(path, JsonNode.Parse(renamed.Text))).Expect(HttpStatusCode.OK);
        Assert.All(
            [created, got, listed, renamed, roundTrip, await Client.GetAsync("/audit?limit=200&resource=" + created.Id)],
            exchange => Assert.DoesNotContain(secret, exchange.Text, StringComparison.Ordinal));
        Assert.Equal(data.ToJsonString(), (await Client.GetAsync(path + "?reveal=true")).Json.Member("data").GetRawText());

        (await Client.DeleteAsync(path)).Expect(HttpStatusCode.NoContent);
        (await Client.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync(path + "?reveal=true")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.PutAsync(path, new JsonObject { ["name"] = "x" })).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.DeleteAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_wrong_is_told_at_its_place_without_the_secret(string template, string code, string pointer)
    {
        var secret = UniqueName();
        var body = template.Replace("SECRET", secret, StringComparison.Ordinal);
        var refused = await Client.PostAsync("/credentials", JsonNode.Parse(body));
        refused.ExpectProblem(HttpStatusCode.BadRequest, code, pointer);
        Assert.DoesNotContain(secret, refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Stack.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_keeps_the_type_and_checks_the_secret_against_it()
    {
        var id = await CreateAsync("first");
        var other = await Client.PutAsync($"/credentials/{id}", JsonNode.Parse("""{"type":"generic","data":{"a":1}}"""));
        other.ExpectProblem(HttpStatusCode.BadRequest, "ORC1005", "/type");
        (await Client.PutAsync($"/credentials/{id}", JsonNode.Parse("""{"data":{"a":1}}"""))).ExpectProblem(HttpStatusCode.BadRequest, "ORC1004", "/data/token");
        (await Client.PutAsync($"/credentials/{id}", JsonNode.Parse("""{"name":null,"datum":{}}"""))).ExpectProblem(HttpStatusCode.BadRequest, "ORC1002", "/datum");
        Assert.Equal("first", await TokenAsync(id));
        (await Client.PutAsync($"/credentials/{id}", JsonNode.Parse("""{"name":"New","type":"bearer_token","data":{"token":"second"}}"""))).Expect(HttpStatusCode.OK);
        Assert.Equal("second", await TokenAsync(id));
    }

    [Fact]
    public async Task A_stale_write_is_refused_and_loses_nothing()
    {
        var id = await CreateAsync("first");
        var stale = (await Client.GetAsync($"/credentials/{id}")).Header("ETag");
        var fresh = (await Client.PutAsync($"/credentials/{id}", Body("second"), ("If-Match", stale))).Expect(HttpStatusCode.OK).Header("ETag");
        Assert.NotEqual(stale, fresh);
        (await Client.PutAsync($"/credentials/{id}", Body("third"), ("If-Match", stale))).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.DeleteAsync($"/credentials/{id}", ("If-Match", stale))).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        Assert.Equal("second", await TokenAsync(id));
        (await Client.DeleteAsync($"/credentials/{id}", ("If-Match", fresh))).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_two_writers_at_once_one_wins_and_the_other_is_told()
    {
        var id = await CreateAsync("start");
        var tag = (await Client.GetAsync($"/credentials/{id}")).Header("ETag");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Client.PutAsync($"/credentials/{id}", Body($"writer-{number}"), ("If-Match", tag))));
        var winner = Array.FindIndex(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal($"writer-{winner}", await TokenAsync(id));
    }

    [Fact]
    public async Task Revealing_takes_both_scopes_and_is_recorded()
    {
        var id = await CreateAsync("for-few-eyes");
        using var manager = await KeyAsync("credentials:manage");
        using var revealer = await KeyAsync("credentials:reveal");
        using var both = await KeyAsync("credentials:manage", "credentials:reveal");
        Assert.Contains("credentials:reveal", (await manager.GetAsync($"/credentials/{id}?reveal=true")).ExpectProblem(HttpStatusCode.Forbidden, "ORC4003").Text("detail"), StringComparison.Ordinal);
        Assert.Contains("credentials:reveal", (await manager.GetAsync($"/credentials/{Missing}?reveal=true")).ExpectProblem(HttpStatusCode.Forbidden, "ORC4003").Text("detail"), StringComparison.Ordinal);
        Assert.Contains("credentials:manage", (await revealer.GetAsync($"/credentials/{id}?reveal=true")).ExpectProblem(HttpStatusCode.Forbidden, "ORC4003").Text("detail"), StringComparison.Ordinal);
        (await manager.GetAsync($"/credentials/{id}?reveal=false")).Expect(HttpStatusCode.OK);
        (await manager.GetAsync($"/credentials/{id}?reveal=perhaps")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
        Assert.Equal(["credential.create"], await ActionsAsync(id));
        Assert.Equal("for-few-eyes", (await both.GetAsync($"/credentials/{id}?reveal=true")).Json.Member("data").Text("token"));
        (await both.PutAsync($"/credentials/{id}", Body("other"))).Expect(HttpStatusCode.OK);
        (await both.DeleteAsync($"/credentials/{id}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(["credential.delete", "credential.update", "credential.reveal", "credential.create"], await ActionsAsync(id));
    }

    [Fact]
    public async Task A_workflow_may_refer_only_to_a_credential_that_exists_and_fits()
    {
        var (token, generic) = (await CreateAsync("token"), (await Client.PostAsync("/credentials", JsonNode.Parse("""{"name":"g","type":"generic","data":{"a":1}}"""))).Id);
        (await Client.PostAsync("/workflows", Calling(token).Document())).Expect(HttpStatusCode.Created);
        foreach (var wrong in (string[])[Missing, generic, "nonsense"])
        {
            var document = Calling(wrong).Document();
            (await Client.PostAsync("/workflows", document)).ExpectProblem(HttpStatusCode.BadRequest, "ORC2017", "/nodes/1/credentials_ref");
            var check = (await Client.PostAsync("/workflows/validate", document)).Expect(HttpStatusCode.OK).Json;
            check.Member("errors").EnumerateArray().ExpectFault("ORC2017", "/nodes/1/credentials_ref");
            var inline = new JsonObject { ["workflow"] = Calling(wrong).Definition() };
            (await Client.PostAsync("/executions", inline)).ExpectProblem(HttpStatusCode.BadRequest, "ORC2017", "/workflow/nodes/1/credentials_ref");

            var draft = (await Client.PostAsync("/workflows", document, ("Prefer", "handling=lenient"))).Expect(HttpStatusCode.Created);
            draft.Json.Member("validation_errors").EnumerateArray().ExpectFault("ORC2017", "/nodes/1/credentials_ref");
            (await Client.PostAsync($"/workflows/{draft.Id}/versions")).ExpectProblem(HttpStatusCode.BadRequest, "ORC2017", "/nodes/1/credentials_ref");
            (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = draft.Id })).ExpectProblem(HttpStatusCode.BadRequest, "ORC2017");
        }
    }

    [Fact]
    public async Task A_credential_in_use_is_not_deleted_and_every_user_is_named_unless_forced()
    {
        var credential = await CreateAsync("in-use");
        var (draftName, versionName) = (UniqueName(), UniqueName());
        var inDraft = await Client.CreateAsync(Calling(credential), draftName);
        var inVersion = await Client.CreateAsync(Calling(credential), versionName);
        (await Client.PostAsync($"/workflows/{inVersion}/versions")).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{inVersion}", Flow.Start().Document(versionName))).Expect(HttpStatusCode.OK);

        var refused = (await Client.DeleteAsync($"/credentials/{credential}")).ExpectProblem(HttpStatusCode.Conflict, "ORC4010").Text("detail");
        Assert.All([inDraft, inVersion, draftName, versionName], name => Assert.Contains(name, refused, StringComparison.Ordinal));
        (await Client.DeleteAsync($"/workflows/{inDraft}")).Expect(HttpStatusCode.NoContent);
        refused = (await Client.DeleteAsync($"/credentials/{credential}?force=false")).ExpectProblem(HttpStatusCode.Conflict, "ORC4010").Text("detail");
        Assert.DoesNotContain(inDraft, refused, StringComparison.Ordinal);
        Assert.Equal("in-use", await TokenAsync(credential));

        (await Client.DeleteAsync($"/credentials/{credential}?force=true")).Expect(HttpStatusCode.NoContent);
        var start = new JsonObject { ["workflow_id"] = inVersion };
        (await Client.PostAsync("/executions", start)).ExpectProblem(HttpStatusCode.BadRequest, "ORC2017", "/nodes/1/credentials_ref");
        Assert.Equal(1, (await Client.GetAsync($"/workflows/{inVersion}/versions/1")).Expect(HttpStatusCode.OK).Json.Number("version"));
    }

    [Fact]
    public async Task A_run_uses_the_credential_and_its_last_use_is_shown()
    {
        var credential = await CreateAsync("used-in-a-run");
        Assert.False((await Client.GetAsync($"/credentials/{credential}")).Json.Has("last_used_at"));
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/echo" }, new { credentials_ref = credential }).Chain("start", "call");
        Assert.Equal("succeeded", (await Client.RunAsync(flow)).Json.Text("status"));
        await Eventually.Becomes(
            () => Client.GetAsync($"/credentials/{credential}"), exchange => exchange.Json.Has("last_used_at"), "the last use is noted");
    }

    private static Flow Calling(string credential) => Flow.Start()
        .Http("call", new { method = "GET", url = "http://127.0.0.1:9/" }, new { credentials_ref = credential })
        .Chain("start", "call");

    private static JsonObject Body(string token) => new() { ["data"] = new JsonObject { ["token"] = token } };

    private async Task<string> CreateAsync(string token)
    {
        var body = Body(token);
        body["name"] = "Test";
        body["type"] = "bearer_token";
        return (await Client.PostAsync("/credentials", body)).Expect(HttpStatusCode.Created).Id;
    }

    private async Task<string> TokenAsync(string id) =>
        (await Client.GetAsync($"/credentials/{id}?reveal=true")).Expect(HttpStatusCode.OK).Json.Member("data").Text("token");

    private async Task<string[]> ActionsAsync(string id) =>
        [.. (await Client.GetAsync($"/audit?resource={id}")).Expect(HttpStatusCode.OK).Json.Items().Select(entry => entry.Text("action"))];

    private async Task<ApiClient> KeyAsync(params string[] scopes)
    {
        var body = new JsonObject { ["name"] = "test", ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };
        return new ApiClient(Stack.Address, (await Client.PostAsync("/api-keys", body)).Expect(HttpStatusCode.Created).Json.Text("secret_once"));
    }
}
