using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>What a delivery becomes: an execution, once.</summary>
public sealed class WebhookDeliveryTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly string[] Repeated = ["1", "2"];

    /// <summary>webhook_trigger → set_variable of the whole trigger.</summary>
    private static Flow Echo() => new Flow().Node("hook", "webhook_trigger").Set("seen", new { trigger = "{{ trigger }}" }).Edge("hook", "seen");

    [Fact]
    public async Task The_same_delivery_fifty_times_at_once_is_one_execution_and_fifty_answers_with_its_id()
    {
        var workflow = await Client.CreateAsync(Echo());
        using var sender = await WebhookSender.CreateAsync(Stack, workflow);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.SendAsync("evt_same", """{"n":1}""")));

        Assert.Single(answers.Select(answer => answer.ExecutionId).Distinct());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(49, answers.Count(answer => answer.Status == HttpStatusCode.OK && answer.Json.GetProperty("duplicate").GetBoolean()));
        await Client.EndOfAsync(answers[0].ExecutionId);
        Assert.Single((await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items());
        var shown = await sender.ReadAsync();
        Assert.Equal(1, shown.Number("fire_count"));
        Assert.Equal(answers[0].ExecutionId, shown.Text("last_execution_id"));
        Assert.Equal("succeeded", shown.Text("last_status"));
    }

    [Fact]
    public async Task The_trigger_sees_the_payload_without_what_proves_the_sender()
    {
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Echo()));
        var body = """{"type":"user.created","data":{"id":7,"names":["Ada"]}}""";
        var headers = sender.Sign("evt_1", body).Concat([("Cookie", "session=1"), ("X-Custom", "kept"), ("Authorization", "Basic eDp5")]).ToArray();
        var answer = await sender.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"), "?a=1&a=2&b=x", headers);
        var execution = await Client.EndOfAsync(answer.Expect(HttpStatusCode.Accepted).ExecutionId);

        var seen = execution.Json.GetProperty("output").GetProperty("trigger");
        Assert.Equal(sender.Id, seen.Text("trigger_id"));
        Assert.Equal("webhook", seen.Text("type"));
        Assert.Equal("evt_1", seen.Text("delivery_id"));
        Assert.Equal("POST", seen.Text("method"));
        Assert.Equal("application/json; charset=utf-8", seen.Text("content_type"));
        Assert.Equal(7, seen.GetProperty("body").GetProperty("data").Number("id"));
        Assert.Equal(Repeated, seen.GetProperty("query").GetProperty("a").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal("x", seen.GetProperty("query").Text("b"));
        var names = seen.GetProperty("headers").EnumerateObject().Select(header => header.Name).ToList();
        Assert.Contains("x-custom", names);
        Assert.Contains("webhook-id", names);
        Assert.Empty(names.Intersect(["webhook-signature", "authorization", "cookie"]));
        Assert.All(names, name => Assert.Equal(name.ToLowerInvariant(), name));
        Assert.Equal("webhook", execution.Json.GetProperty("trigger").Text("type"));
        Assert.Equal(sender.Id, execution.Json.GetProperty("trigger").Text("id"));
    }

    [Fact]
    public async Task Forms_text_and_binary_are_captured()
    {
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Echo()), new { auth = "none" });
        var form = new StringContent("a=1&b=two+words&a=2", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal("""{"a":["1","2"],"b":"two words"}""", await BodyOfAsync(sender, form));

        using var multipart = new MultipartFormDataContent
        {
            { new StringContent("hello"), "note" },
            { new ByteArrayContent([1, 2, 255]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", "a.png" },
        };
        Assert.Equal(
            """{"note":"hello","file":{"filename":"a.png","content_type":"image/png","base64":"AQL/"}}""", await BodyOfAsync(sender, multipart));

        Assert.Equal("\"<a>1</a>\"", await BodyOfAsync(sender, new StringContent("<a>1</a>", Encoding.UTF8, "application/xml")));
        Assert.Equal("\"plain\"", await BodyOfAsync(sender, new StringContent("plain", Encoding.UTF8, "text/plain")));
        Assert.Equal("""{"n":1}""", await BodyOfAsync(sender, new StringContent("""{"n":1}""", Encoding.UTF8, "application/cloudevents+json")));
        using var binary = new ByteArrayContent([0, 1, 254]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        Assert.Equal("""{"base64":"AAH+"}""", await BodyOfAsync(sender, binary));
        Assert.Equal("null", await BodyOfAsync(sender, null));

        var malformed = (await sender.PostAsync(new StringContent("{\"n\":", Encoding.UTF8, "application/json"))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("ORC1001", malformed.Json.Text("code"));
    }

    [Fact]
    public async Task A_token_is_taken_from_either_header_and_a_delivery_id_where_one_is_given()
    {
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Echo()), new { auth = "token" });
        (await sender.PostAsync(null)).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(null, "", ("X-Webhook-Token", "wrong-wrong-wrong"))).Expect(HttpStatusCode.Unauthorized);
        var first = (await sender.PostAsync(null, "", ("Authorization", "Bearer " + sender.Secret))).Expect(HttpStatusCode.Accepted);
        var second = (await sender.PostAsync(null, "", ("X-Webhook-Token", sender.Secret))).Expect(HttpStatusCode.Accepted);
        Assert.NotEqual(first.ExecutionId, second.ExecutionId);
        var third = (await sender.PostAsync(null, "", ("X-Webhook-Token", sender.Secret), ("Idempotency-Key", "k1"))).Expect(HttpStatusCode.Accepted);
        var again = (await sender.PostAsync(null, "", ("X-Webhook-Token", sender.Secret), ("Idempotency-Key", "k1"))).Expect(HttpStatusCode.OK);
        Assert.Equal(third.ExecutionId, again.ExecutionId);
        var seen = (await Client.EndOfAsync(second.ExecutionId)).Json.GetProperty("output").GetProperty("trigger").GetProperty("headers");
        Assert.False(seen.TryGetProperty("x-webhook-token", out _));
    }

    [Fact]
    public async Task A_senders_own_secret_verifies_githubs_documented_example()
    {
        var settings = new { scheme = "github", signing_secret = "It's a Secret to Everybody" };
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Echo()), settings);
        var signature = ("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        var first = await sender.PostAsync(new StringContent("Hello, World!"), "", signature, ("X-GitHub-Delivery", "d-1"));
        var again = await sender.PostAsync(new StringContent("Hello, World!"), "", signature, ("X-GitHub-Delivery", "d-1"));
        var other = await sender.PostAsync(new StringContent("Hello, World!"), "", signature, ("X-GitHub-Delivery", "d-2"));

        Assert.Equal(first.Expect(HttpStatusCode.Accepted).ExecutionId, again.Expect(HttpStatusCode.OK).ExecutionId);
        Assert.NotEqual(first.ExecutionId, other.Expect(HttpStatusCode.Accepted).ExecutionId);
    }

    [Fact]
    public async Task A_trigger_runs_its_pinned_version_else_the_latest()
    {
        var id = await Client.CreateAsync(Versioned(1));
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{id}", Versioned(2).Document())).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/workflows/{id}", Versioned(3).Document())).Expect(HttpStatusCode.OK);
        foreach (var (version, expected) in new (object?, int)[] { (1, 1), ("latest", 2), (null, 2), ("draft", 3) })
        {
            var settings = version is null ? (object)new { auth = "none", response_mode = "on_completion" } : new { auth = "none", version, response_mode = "on_completion" };
            using var sender = await WebhookSender.CreateAsync(Stack, id, settings);
            Assert.Equal(expected, (await sender.PostAsync(null)).Expect(HttpStatusCode.OK).Json.Number("v"));
        }
    }

    private static Flow Versioned(int number) => new Flow().Node("hook", "webhook_trigger").Set("seen", new { v = number }).Edge("hook", "seen");

    private async Task<string> BodyOfAsync(WebhookSender sender, HttpContent? content)
    {
        var answer = (await sender.PostAsync(content)).Expect(HttpStatusCode.Accepted);
        var execution = await Client.EndOfAsync(answer.ExecutionId);
        return JsonSerializer.Serialize(JsonNode.Parse(execution.Json.GetProperty("output").GetProperty("trigger").GetProperty("body").GetRawText()), Relaxed);
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
