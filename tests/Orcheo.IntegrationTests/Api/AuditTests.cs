using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class AuditTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly string[] ManyScopes =
        ["workflows:read", "workflows:write", "executions:read", "executions:run", "keys:manage", "audit:read"];

    [Fact]
    public async Task Every_mutation_leaves_exactly_one_entry_and_nothing_else_leaves_any()
    {
        var (key, actor) = await ActorAsync();
        using var client = actor;
        var created = (await client.PostAsync("/workflows", Flow.Start().Document("Audited"))).Expect(HttpStatusCode.Created);
        var workflow = $"/workflows/{created.Id}";
        (await client.PutAsync(workflow, Flow.Start().Document("Renamed"))).Expect(HttpStatusCode.OK);
        (await client.PostAsync($"{workflow}/versions", new JsonObject { ["label"] = "first" })).Expect(HttpStatusCode.Created);
        var waiting = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause").Definition();
        var started = (await client.PostAsync("/executions", new JsonObject { ["workflow"] = waiting })).Expect(HttpStatusCode.Accepted);
        (await client.PostAsync($"/executions/{started.Id}/cancel")).Expect(HttpStatusCode.Accepted);
        var run = await client.PostAsync("/executions", new JsonObject { ["workflow_id"] = created.Id }, ("Prefer", "wait=30"));
        run.Expect(HttpStatusCode.OK);
        var issued = (await client.PostAsync("/api-keys", new JsonObject { ["name"] = "Made", ["scopes"] = Flow.Json(new[] { "audit:read" }) }))
            .Expect(HttpStatusCode.Created);
        (await client.DeleteAsync($"/api-keys/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        (await client.DeleteAsync(workflow)).Expect(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"{workflow}?purge=true")).Expect(HttpStatusCode.NoContent);

        // Neither reads nor refusals are effects.
        await client.GetAsync("/workflows");
        await client.PostAsync("/workflows/validate", Flow.Start().Document());
        (await client.DeleteAsync(workflow)).Expect(HttpStatusCode.NotFound);
        (await client.PostAsync("/workflows", new JsonObject())).Expect(HttpStatusCode.BadRequest);
        var (readerKey, reader) = await ActorAsync("Reader", ["audit:read"]);
        using var refused = reader;
        (await refused.PostAsync("/workflows", Flow.Start().Document("Refused"))).ExpectProblem(HttpStatusCode.Forbidden);
        Assert.Empty(await EntriesAsync($"actor={readerKey}"));

        var entries = await EntriesAsync($"actor={key}");
        Assert.Equal(
            [
                ("workflow.create", "workflow", created.Id), ("workflow.update", "workflow", created.Id), ("version.create", "version", created.Id),
                ("execution.start", "execution", started.Id), ("execution.cancel", "execution", started.Id), ("execution.start", "execution", run.Id),
                ("api_key.create", "api_key", issued.Id), ("api_key.revoke", "api_key", issued.Id),
                ("workflow.delete", "workflow", created.Id), ("workflow.purge", "workflow", created.Id),
            ],
            entries.Reverse().Select(Effect));
        Assert.All(entries, entry => Assert.Equal("api_key", entry.Member("actor").Text("type")));
    }

    [Fact]
    public async Task An_entry_tells_who_from_where_under_which_request()
    {
        var (key, actor) = await ActorAsync("The actor");
        using var client = actor;
        var created = (await client.PostAsync("/workflows", Flow.Start().Document("Told"), ("x-request-id", "my-own-id.1"))).Expect(HttpStatusCode.Created);

        var entry = Assert.Single(await EntriesAsync($"resource={created.Id}"));
        Assert.Equal(("api_key", key, "The actor"), (entry.Member("actor").Text("type"), entry.Member("actor").Text("id"), entry.Member("actor").Text("name")));
        Assert.Equal(("127.0.0.1", "my-own-id.1", "Told"), (entry.Text("ip"), entry.Text("request_id"), entry.Member("details").Text("name")));
        Assert.InRange(entry.Member("ts").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal(created.Header("x-request-id"), entry.Text("request_id"));
    }

    [Fact]
    public async Task What_the_client_says_of_its_address_is_not_believed()
    {
        var created = await Client.PostAsync("/workflows", Flow.Start().Document("Spoofed"), ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal("127.0.0.1", Assert.Single(await EntriesAsync($"resource={created.Expect(HttpStatusCode.Created).Id}")).Text("ip"));
    }

    [Fact]
    public async Task No_secret_is_in_the_log()
    {
        var (_, actor) = await ActorAsync();
        using var client = actor;
        var issued = await client.PostAsync("/api-keys", new JsonObject { ["name"] = "Secret", ["scopes"] = Flow.Json(new[] { "audit:read" }) });
        var token = issued.Expect(HttpStatusCode.Created).Json.Text("secret_once");

        var entry = Assert.Single(await EntriesAsync($"resource={issued.Id}"));
        Assert.Equal(issued.Json.Text("prefix"), entry.Member("details").Text("prefix"));
        Assert.DoesNotContain(token[13..], entry.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Stack.AdminKey, entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_select_by_resource_by_type_and_by_actor()
    {
        var (key, actor) = await ActorAsync();
        using var client = actor;
        var first = (await client.PostAsync("/workflows", Flow.Start().Document("First"))).Expect(HttpStatusCode.Created).Id;
        var second = (await client.PostAsync("/workflows", Flow.Start().Document("Second"))).Expect(HttpStatusCode.Created).Id;
        (await Client.PostAsync($"/workflows/{first}/versions")).Expect(HttpStatusCode.Created);

        Assert.Equal(["version.create", "workflow.create"], Actions(await EntriesAsync($"resource={first}")));
        Assert.Equal(["workflow.create"], Actions(await EntriesAsync($"resource={first}&actor={key}")));
        Assert.Equal(["version.create"], Actions(await EntriesAsync($"resource={first}&actor=admin")));
        Assert.Equal([second, first], (await EntriesAsync($"resource=workflow&actor={key}")).Select(entry => entry.Member("resource").Text("id")));
        Assert.Empty(await EntriesAsync($"resource=execution&actor={key}"));
        Assert.All((await Client.GetAsync("/audit?resource=api_key")).Json.Items(), entry => Assert.Equal("api_key", entry.Member("resource").Text("type")));
        Assert.Empty((await Client.GetAsync("/audit?resource=nothing_of_the_kind")).Json.Items());
    }

    [Fact]
    public async Task Pages_go_back_in_time_without_gap_or_repeat()
    {
        var (key, actor) = await ActorAsync();
        using var client = actor;
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Insert(0, (await client.PostAsync("/workflows", Flow.Start().Document($"Page {i}"))).Expect(HttpStatusCode.Created).Id);
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await Client.GetAsync($"/audit?actor={key}&limit=3" + (cursor is null ? "" : $"&cursor={cursor}"))).Json;
            found.AddRange(Resources(page));
            cursor = page.NextCursor();
        }
        while (cursor is not null);

        Assert.Equal(made, found);
        Assert.Equal(made.Skip(3).Take(3), Resources((await Client.GetAsync($"/audit?actor={key}&limit=3&page=2")).Json));
    }

    [Theory]
    [InlineData("resource=wf%2F1", "/query/resource")]
    [InlineData("actor=a%23b", "/query/actor")]
    [InlineData("actor=key%7C1", "/query/actor")]
    [InlineData("limit=0", "/query/limit")]
    [InlineData("limit=201", "/query/limit")]
    [InlineData("page=1&cursor=abc", "/query/page")]
    public async Task A_faulty_query_is_refused_with_the_place(string query, string pointer) =>
        (await Client.GetAsync($"/audit?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007", pointer);

    [Fact]
    public async Task The_log_outlives_a_crash()
    {
        await using var stack = await LocalStack.StartAsync();
        var created = (await stack.Client.PostAsync("/workflows", Flow.Start().Document("Kept"))).Expect(HttpStatusCode.Created);
        await stack.KillAsync();
        await stack.StartAgainAsync();

        var entry = Assert.Single((await stack.Client.GetAsync("/audit")).Expect(HttpStatusCode.OK).Json.Items());
        Assert.Equal(("workflow.create", "workflow", created.Id), Effect(entry));
    }

    private static (string Action, string Type, string Id) Effect(JsonElement entry) =>
        (entry.Text("action"), entry.Member("resource").Text("type"), entry.Member("resource").Text("id"));

    private static IEnumerable<string> Actions(IEnumerable<JsonElement> entries) => entries.Select(entry => entry.Text("action"));

    private static IEnumerable<string> Resources(JsonElement page) => page.Items().Select(entry => entry.Member("resource").Text("id"));

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string query) =>
        (await Client.GetAsync($"/audit?limit=200&{query}")).Expect(HttpStatusCode.OK).Json.Items();

    /// <summary>A key of the test's own, so that its entries are told from those of tests that run beside it.</summary>
    private async Task<(string Id, ApiClient Client)> ActorAsync(string name = "Actor", string[]? scopes = null)
    {
        var issued = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = name, ["scopes"] = Flow.Json(scopes ?? ManyScopes) })).Expect(HttpStatusCode.Created);
        return (issued.Id, new ApiClient(Stack.Address, issued.Json.Text("secret_once")));
    }
}
