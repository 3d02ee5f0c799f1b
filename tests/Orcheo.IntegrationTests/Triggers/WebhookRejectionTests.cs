using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>What is not let in leaves a line in the audit log, and nothing else.</summary>
public sealed class WebhookRejectionTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string Body = """{"n":1}""";

    private static Flow Simple() => new Flow().Node("hook", "webhook_trigger");

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [Fact]
    public async Task Tampered_stale_unsigned_and_oversize_deliveries_leave_nothing_but_an_audit_line()
    {
        var workflow = await Client.CreateAsync(Simple());
        using var sender = await WebhookSender.CreateAsync(Stack, workflow, new { max_body_bytes = 100 });
        var signed = sender.Sign("evt", Body);
        var stale = sender.Sign("evt", Body, DateTimeOffset.UtcNow.AddSeconds(-310));
        var early = sender.Sign("evt", Body, DateTimeOffset.UtcNow.AddSeconds(310));
        var stranger = sender.Sign("evt", Body, secret: "whsec_" + Convert.ToBase64String(new byte[32]));
        var large = new string('x', 101);

        (await sender.PostAsync(Json("""{"n":2}"""), "", signed)).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", [("webhook-id", "other"), .. signed[1..]])).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", stranger)).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", stale)).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", early)).Expect(HttpStatusCode.Unauthorized);
        var unsigned = (await sender.PostAsync(Json(Body))).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(large), "", sender.Sign("evt", large))).Expect(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("ORC4015", unsigned.Json.Text("code"));

        Assert.Empty((await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items());
        var reasons = (await sender.RejectionsAsync()).Select(entry => entry.GetProperty("details").Text("reason"));
        Assert.Equal(
            ["bad_signature", "bad_signature", "bad_signature", "stale", "stale", "too_large", "unsigned"], reasons.Order(StringComparer.Ordinal));
        Assert.Equal(7, (await sender.ReadAsync()).Number("rejected_count"));
        (await sender.PostAsync(Json(Body), "", signed)).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Unknown_disabled_and_deleted_look_the_same()
    {
        var workflow = await Client.CreateAsync(Simple());
        using var deleted = await WebhookSender.CreateAsync(Stack, workflow, new { auth = "none" });
        using var disabled = await WebhookSender.CreateAsync(Stack, workflow, new { auth = "none", enabled = false });
        using var orphan = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Simple()), new { auth = "none" });
        (await orphan.PostAsync(null)).Expect(HttpStatusCode.Accepted);
        (await Client.DeleteAsync($"/triggers/webhook/{deleted.Id}")).Expect(HttpStatusCode.NoContent);
        (await Client.DeleteAsync($"/workflows/{orphan.Trigger.Text("workflow_id")}")).Expect(HttpStatusCode.NoContent);

        var unknown = await Client.PostAsync("/default/hooks/never-was-a-token-of-ours", null, ("x-request-id", "an-unknown-token"));
        var texts = new List<string>();
        foreach (var sender in new[] { deleted, disabled, orphan })
        {
            texts.Add((await sender.PostAsync(null)).Expect(HttpStatusCode.NotFound).Json.Text("detail"));
        }

        Assert.All(texts, text => Assert.Equal(unknown.Expect(HttpStatusCode.NotFound).Json.Text("detail"), text));
        var line = Assert.Single((await Client.GetAsync("/audit?resource=webhook_trigger&limit=200")).Json.Items(), entry => entry.Text("request_id") == "an-unknown-token");
        Assert.Equal(("webhook.reject", "unknown"), (line.Text("action"), line.GetProperty("details").Text("reason")));
        Assert.Equal("workflow_deleted", (await orphan.ReadAsync()).Text("status"));
        (await Client.PostAsync("/other-tenant/hooks/never-was-a-token-of-ours")).Expect(HttpStatusCode.NotFound);
        (await Client.GetAsync($"/triggers/webhook/{deleted.Id}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_triggers_own_rate_limit_holds_and_says_when_to_try_again()
    {
        using var sender = await WebhookSender.CreateAsync(
            Stack, await Client.CreateAsync(Simple()), new { auth = "none", rate_limit = new { per_second = 0.01, burst = 3 } });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sender.PostAsync(null)));
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        var limited = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.InRange(int.Parse(limited.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 100);
        Assert.Equal("rate_limited", Assert.Single(await sender.RejectionsAsync()).GetProperty("details").Text("reason"));
        await Eventually.Becomes(sender.ReadAsync, hook => hook.Number("rejected_count") == 5, "five that were counted");
    }

    [Fact]
    public async Task An_invalid_draft_cannot_be_started()
    {
        var document = Simple().Node("broken", "http_request", new { }).Edge("hook", "broken").Document();
        var workflow = (await Client.PostAsync("/workflows", document, ("Prefer", "handling=lenient"))).Expect(HttpStatusCode.Created).Id;
        using var sender = await WebhookSender.CreateAsync(Stack, workflow, new { auth = "none" });
        Assert.Equal("ORC4009", (await sender.PostAsync(null)).Expect(HttpStatusCode.Conflict).Json.Text("code"));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_verify_until_the_overlap_ends()
    {
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Simple()));
        var first = sender.Secret;
        var rotated = (await Client.PostAsync($"/triggers/webhook/{sender.Id}/rotate-secret", new JsonObject())).Expect(HttpStatusCode.OK).Json;
        var second = rotated.Text("signing_secret_once");
        Assert.NotEqual(first, second);
        Assert.Equal(DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.Parse(rotated.Text("previous_secret_expires_at"), System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMinutes(2));
        (await sender.PostAsync(Json(Body), "", sender.Sign("a", Body, secret: first))).Expect(HttpStatusCode.Accepted);
        (await sender.PostAsync(Json(Body), "", sender.Sign("b", Body, secret: second))).Expect(HttpStatusCode.Accepted);

        var brought = "whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret that the sender fixed"));
        var ended = (await Client.PostAsync(
            $"/triggers/webhook/{sender.Id}/rotate-secret", new JsonObject { ["signing_secret"] = brought, ["overlap_seconds"] = 0 })).Expect(HttpStatusCode.OK).Json;
        Assert.False(ended.TryGetProperty("previous_secret_expires_at", out _));
        (await sender.PostAsync(Json(Body), "", sender.Sign("c", Body, secret: first))).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", sender.Sign("c", Body, secret: second))).Expect(HttpStatusCode.Unauthorized);
        (await sender.PostAsync(Json(Body), "", sender.Sign("c", Body, secret: brought))).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_overlap_of_a_rotation_ends_by_the_clock()
    {
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Simple()));
        var first = sender.Secret;
        var rotation = new JsonObject { ["overlap_seconds"] = 3 };
        var second = (await Client.PostAsync($"/triggers/webhook/{sender.Id}/rotate-secret", rotation)).Expect(HttpStatusCode.OK).Json.Text("signing_secret_once");

        (await sender.PostAsync(Json(Body), "", sender.Sign("early", Body, secret: first))).Expect(HttpStatusCode.Accepted);
        await Eventually.Becomes(
            () => sender.PostAsync(Json(Body), "", sender.Sign("early", Body, secret: first)),
            answer => answer.Status == HttpStatusCode.Unauthorized,
            "the end of the overlap");
        (await sender.PostAsync(Json(Body), "", sender.Sign("late", Body, secret: second))).Expect(HttpStatusCode.Accepted);
    }
}
