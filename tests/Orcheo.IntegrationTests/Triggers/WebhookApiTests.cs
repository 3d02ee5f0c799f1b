using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>Webhook triggers through the API.</summary>
public sealed class WebhookApiTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static Flow Simple() => new Flow().Node("hook", "webhook_trigger");

    [Fact]
    public async Task A_trigger_is_created_read_listed_changed_and_deleted()
    {
        var workflow = await Client.CreateAsync(Simple());
        var body = new JsonObject { ["workflow_id"] = workflow };
        var created = (await Client.PostAsync("/triggers/webhook", body)).Expect(HttpStatusCode.Created);
        var path = $"/triggers/webhook/{created.Id}";
        Assert.Equal($"/api{path}", created.Header("Location"));
        Assert.Equal(("hmac", "standard", "immediate", "active"), (created.Json.Text("auth"), created.Json.Text("scheme"), created.Json.Text("response_mode"), created.Json.Text("status")));
        Assert.StartsWith("whsec_", created.Json.Text("signing_secret_once"), StringComparison.Ordinal);
        Assert.Equal(new Uri(Stack.Address, $"/api/default/hooks/{created.Json.Text("token")}").ToString(), created.Json.Text("url"));

        var read = (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.False(read.Json.TryGetProperty("signing_secret_once", out _));
        Assert.Equal(created.Json.Text("url"), read.Json.Text("url"));
        Assert.Equal(created.Header("ETag"), read.Header("ETag"));
        var listed = (await Client.GetAsync($"/triggers/webhook?workflow_id={workflow}")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Equal(created.Id, Assert.Single(listed).Text("id"));

        var sentBack = JsonNode.Parse(read.Text)!.AsObject();
        sentBack["enabled"] = false;
        var updated = (await Client.PutAsync(path, sentBack, ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.OK);
        Assert.Equal("disabled", updated.Json.Text("status"));
        Assert.False(updated.Json.TryGetProperty("signing_secret_once", out _));
        (await Client.PutAsync(path, sentBack, ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.PreconditionFailed);
        (await Client.DeleteAsync(path, ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.PreconditionFailed);
        (await Client.DeleteAsync(path, ("If-Match", updated.Header("ETag")))).Expect(HttpStatusCode.NoContent);
        (await Client.GetAsync(path)).Expect(HttpStatusCode.NotFound);

        var audit = (await Client.GetAsync($"/audit?resource={created.Id}")).Json.Items();
        Assert.Equal(["trigger.delete", "trigger.update", "trigger.create"], audit.Select(entry => entry.Text("action")));
        Assert.All(audit, entry => Assert.Empty(SecretSearch.In(entry.GetRawText(), created.Json.Text("signing_secret_once"))));
    }

    [Fact]
    public async Task Another_way_to_prove_a_sender_needs_another_secret()
    {
        var workflow = await Client.CreateAsync(Simple());
        using var sender = await WebhookSender.CreateAsync(Stack, workflow);
        var path = $"/triggers/webhook/{sender.Id}";
        var token = (await Client.PutAsync(path, new JsonObject { ["workflow_id"] = workflow, ["auth"] = "token" })).Expect(HttpStatusCode.OK);
        (await sender.PostAsync(null, "", ("X-Webhook-Token", token.Json.Text("signing_secret_once")))).Expect(HttpStatusCode.Accepted);
        (await sender.SendAsync("evt")).Expect(HttpStatusCode.Unauthorized);
        var none = (await Client.PutAsync(path, new JsonObject { ["workflow_id"] = workflow, ["auth"] = "none" })).Expect(HttpStatusCode.OK);
        Assert.False(none.Json.TryGetProperty("signing_secret_once", out _));
        (await sender.PostAsync(null)).Expect(HttpStatusCode.Accepted);
        (await Client.PostAsync($"{path}/rotate-secret", new JsonObject())).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"workflow_id":"wf_01k3z5w8q7m2n4p6r8t0v2x4y6"}""", 404, "ORC4004")]
    [InlineData("""{"workflow_id":"nonsense"}""", 400, "ORC1006")]
    [InlineData("""{"auth":"hmac"}""", 400, "ORC1004")]
    [InlineData("""{"workflow_id":"$","scheme":"paypal"}""", 400, "ORC1005")]
    [InlineData("""{"workflow_id":"$","signing_secret":"short"}""", 400, "ORC1005")]
    [InlineData("""{"workflow_id":"$","signing_secret":"not a whsec_ secret at all"}""", 400, "ORC1005")]
    [InlineData("""{"workflow_id":"$","auth":"none","signing_secret":"sixteen characters"}""", 400, "ORC1005")]
    [InlineData("""{"workflow_id":"$","rate_limit":{"per_second":0,"burst":1}}""", 400, "ORC1005")]
    [InlineData("""{"workflow_id":"$","version":7}""", 404, "ORC4004")]
    [InlineData("""{"workflow_id":"$","secret":"x"}""", 400, "ORC1002")]
    public async Task What_cannot_be_is_refused_with_its_place(string body, int status, string code)
    {
        var workflow = await Client.CreateAsync(Simple());
        var text = body.Replace("$", workflow, StringComparison.Ordinal);
        var refused = (await Client.SendRawAsync("POST", "/triggers/webhook", ApiClient.JsonContent(text))).Expect((HttpStatusCode)status);
        Assert.Equal(code, refused.Json.GetProperty("errors")[0].Text("code"));
    }
}
