using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>
/// The other direction of the check of exchanges: what openapi.json declares occurs. Every operation answers with every status of success,
/// and with every refusal that a client can bring about.
/// </summary>
public sealed class OpenApiCoverageTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Every_operation_succeeds_as_documented()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("Covered"))).Expect(HttpStatusCode.Created);
        var workflow = $"/workflows/{created.Id}";
        (await Client.PutAsync(workflow, JsonNode.Parse(created.Text))).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"{workflow}/versions", new JsonObject { ["label"] = "one", ["notes"] = "n" })).Expect(HttpStatusCode.Created);
        (await Client.PostAsync("/workflows/validate", Flow.Start().Document())).Expect(HttpStatusCode.OK);
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = created.Id }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
        var execution = $"/executions/{run.Id}";
        (await Client.PostAsync($"{execution}/replay")).Expect(HttpStatusCode.Accepted);
        (await Client.PostAsync($"{execution}/stream/negotiate?negotiateVersion=1")).Expect(HttpStatusCode.OK);
        var credential = (await Client.PostAsync("/credentials", SampleRequests.Body(OpenApiContract.Instance.Operation("createCredential")))).Expect(HttpStatusCode.Created);
        (await Client.PutAsync($"/credentials/{credential.Id}", new JsonObject { ["name"] = "Other" })).Expect(HttpStatusCode.OK);
        var key = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = "Covered", ["scopes"] = new JsonArray("audit:read") })).Expect(HttpStatusCode.Created);
        await UseTriggersAsync(created.Id);
        var checkpoint = (await Client.GetAsync($"{execution}/checkpoints")).Expect(HttpStatusCode.OK).Json.Items()[0].Text("id");
        foreach (var path in new[]
        {
            "/health", "/openapi.json", "/workspace", "/nodes", "/nodes/delay", "/workflows", workflow, $"{workflow}/versions", $"{workflow}/versions/1", $"{workflow}/versions/1/diff/draft",
            "/executions", execution, $"{execution}/definition", $"{execution}/events", $"{execution}/checkpoints/{checkpoint}", "/credentials", $"/credentials/{credential.Id}?reveal=true", "/api-keys", "/audit",
        })
        {
            (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        }

        var waiting = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause").Definition();
        var started = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = waiting })).Expect(HttpStatusCode.Accepted);
        (await Client.PostAsync($"/executions/{started.Id}/cancel")).Expect(HttpStatusCode.Accepted);
        (await Client.DeleteAsync(workflow)).Expect(HttpStatusCode.NoContent);
        (await Client.PostAsync($"{workflow}/restore")).Expect(HttpStatusCode.OK);
        (await Client.DeleteAsync($"/credentials/{credential.Id}")).Expect(HttpStatusCode.NoContent);
        (await Client.DeleteAsync($"/api-keys/{key.Id}")).Expect(HttpStatusCode.NoContent);

        AssertSeen(status => status[0] == '2');
    }

    [Fact]
    public async Task Every_operation_refuses_as_documented()
    {
        using var anonymous = new ApiClient(Stack.Address, key: null);
        using var auditor = await WithScopeAsync("audit:read");
        using var keeper = await WithScopeAsync("keys:manage");
        await RefuseDeliveriesAsync();
        foreach (var operation in OpenApiContract.Instance.Operations.Where(operation => !SampleRequests.TakesAnyQuery(operation)))
        {
            var (path, body) = (SampleRequests.Path(operation), SampleRequests.Body(operation));
            (await Client.SendAsync(operation.Method, path + "?surprise=1", body)).ExpectProblem(HttpStatusCode.BadRequest);
            if (Documents(operation, "401"))
            {
                (await anonymous.SendAsync(operation.Method, path, body)).ExpectProblem(HttpStatusCode.Unauthorized);
            }

            if (Documents(operation, "403"))
            {
                (await (operation.Id == "listAudit" ? keeper : auditor).SendAsync(operation.Method, path, body)).ExpectProblem(HttpStatusCode.Forbidden);
            }

            if (Documents(operation, "404"))
            {
                (await Client.SendAsync(operation.Method, path.Replace("/nodes/delay", "/nodes/nothing", StringComparison.Ordinal), body)).ExpectProblem(HttpStatusCode.NotFound);
            }

            if (operation.Definition.TryGetProperty("requestBody", out _))
            {
                using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
                (await Client.SendRawAsync(operation.Method, path, text)).ExpectProblem(HttpStatusCode.UnsupportedMediaType);
                using var large = ApiClient.JsonContent($"{{\"name\":\"{new string('x', 1024 * 1024)}\"}}");
                (await Client.SendRawAsync(operation.Method, path, large)).ExpectProblem(HttpStatusCode.RequestEntityTooLarge);
            }
        }

        AssertSeen(status => status is "400" or "401" or "403" or "404" or "415");
    }

    [Fact]
    public async Task Every_operation_is_rate_limited_as_documented()
    {
        var limits = new Dictionary<string, string> { ["Orcheo__RateLimits__PerIp__PerSecond"] = "1", ["Orcheo__RateLimits__PerIp__Burst"] = "1" };
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = limits });
        foreach (var operation in OpenApiContract.Instance.Operations)
        {
            await Eventually.Becomes(
                () => stack.Client.SendAsync(operation.Method, SampleRequests.Path(operation), SampleRequests.Body(operation)),
                exchange => exchange.StatusCode == HttpStatusCode.TooManyRequests,
                $"a refusal of {operation.Id}");
        }

        AssertSeen(status => status is "429");
    }

    private async Task UseTriggersAsync(string workflowId)
    {
        var cron = new JsonObject { ["workflow_id"] = workflowId, ["cron"] = "0 0 0 1 1 ? 2090" };
        var timed = $"/triggers/cron/{(await Client.PostAsync("/triggers/cron", cron)).Expect(HttpStatusCode.Created).Id}";
        (await Client.PutAsync(timed, cron)).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"{timed}/backfill", new JsonObject { ["from"] = "2026-01-01T00:00:00Z", ["to"] = "2026-01-02T00:00:00Z" })).Expect(HttpStatusCode.OK);
        var hook = new JsonObject { ["workflow_id"] = workflowId, ["auth"] = "none" };
        var open = (await Client.PostAsync("/triggers/webhook", hook)).Expect(HttpStatusCode.Created);
        (string, string)[] delivery = [("webhook-id", "covered")];
        (await Client.PostAsync($"/default/hooks/{open.Json.Text("token")}", new JsonObject(), delivery)).Expect(HttpStatusCode.Accepted);
        (await Client.PostAsync($"/default/hooks/{open.Json.Text("token")}", new JsonObject(), delivery)).Expect(HttpStatusCode.OK);
        var delivered = $"/triggers/webhook/{open.Id}";
        (await Client.PutAsync(delivered, new JsonObject { ["workflow_id"] = workflowId, ["auth"] = "hmac" })).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"{delivered}/rotate-secret", new JsonObject { ["overlap_seconds"] = 60 })).Expect(HttpStatusCode.OK);
        foreach (var path in new[] { "/triggers/cron", timed, "/triggers/cron/preview?cron=0+0+12+*+*+?", "/triggers/webhook", delivered })
        {
            (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        }

        (await Client.DeleteAsync(timed)).Expect(HttpStatusCode.NoContent);
        (await Client.DeleteAsync(delivered)).Expect(HttpStatusCode.NoContent);
    }

    /// <summary>The ingress of webhooks: it proves its senders itself, and takes any query and any type of body.</summary>
    private async Task RefuseDeliveriesAsync()
    {
        var workflow = await Client.CreateAsync(Flow.Start());
        async Task<string> HookAsync(string auth) =>
            (await Client.PostAsync("/triggers/webhook", new JsonObject { ["workflow_id"] = workflow, ["auth"] = auth })).Expect(HttpStatusCode.Created).Json.Text("token");
        (await Client.PostAsync("/default/hooks/nothing", new JsonObject())).ExpectProblem(HttpStatusCode.NotFound);
        (await Client.PostAsync($"/default/hooks/{await HookAsync("hmac")}", new JsonObject())).ExpectProblem(HttpStatusCode.Unauthorized);
        using var malformed = ApiClient.JsonContent("{");
        (await Client.SendRawAsync("POST", $"/default/hooks/{await HookAsync("none")}", malformed)).ExpectProblem(HttpStatusCode.BadRequest);
    }

    private static void AssertSeen(Func<string, bool> which)
    {
        var declared = OpenApiContract.Instance.Operations.SelectMany(operation => operation.Definition.Member("responses").EnumerateObject()
            .Where(response => which(response.Name)).Select(response => $"{operation.Id} {response.Name}"));
        Assert.Empty(declared.Except(OpenApiContract.Instance.Seen));
    }

    private static bool Documents(ApiOperation operation, string status) => operation.Definition.Member("responses").TryGetProperty(status, out _);

    private async Task<ApiClient> WithScopeAsync(string scope)
    {
        var key = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = scope, ["scopes"] = new JsonArray(scope) })).Expect(HttpStatusCode.Created);
        return new ApiClient(Stack.Address, key.Json.Text("secret_once"));
    }
}
