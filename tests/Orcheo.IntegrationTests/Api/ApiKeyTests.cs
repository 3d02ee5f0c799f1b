using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ApiKeyTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string SomeId = "key_01k3z5w0a1b2c3d4e5f6g7h8n1";

    [Fact]
    public async Task A_new_key_is_shown_whole_once_and_works()
    {
        var expiry = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        var created = await IssueAsync(Client, "CI", ["workflows:read", "executions:run"], expiry);
        var key = created.Json;
        Assert.Equal($"/api/api-keys/{created.Id}", created.Header("Location"));
        Assert.Equal(("CI", expiry), (key.Text("name"), key.Text("expires_at")));
        Assert.Equal(["workflows:read", "executions:run"], key.Member("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.StartsWith(key.Text("prefix") + "_", key.Text("secret_once"), StringComparison.Ordinal);
        Assert.False(key.Has("last_used_at"));

        using var holder = Holder(created);
        (await holder.GetAsync("/workflows")).Expect(HttpStatusCode.OK);

        var listed = await Client.GetAsync("/api-keys?limit=200");
        Assert.Contains(listed.Json.Items(), item => item.Text("id") == created.Id && item.Text("prefix") == key.Text("prefix"));
        Assert.DoesNotContain("secret_once", listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret(created), listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_the_very_next_request()
    {
        var created = await IssueAsync(Client, "Short-lived", ["workflows:read"]);
        using var holder = Holder(created);
        for (var i = 0; i < 5; i++)
        {
            (await holder.GetAsync("/workflows")).Expect(HttpStatusCode.OK);
        }

        (await Client.DeleteAsync($"/api-keys/{created.Id}")).Expect(HttpStatusCode.NoContent);

        (await holder.GetAsync("/workflows")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
        Assert.Null(await FindAsync(created.Id));
        (await Client.DeleteAsync($"/api-keys/{created.Id}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    [Fact]
    public async Task A_key_can_revoke_itself()
    {
        var created = await IssueAsync(Client, "Manager", ["keys:manage"]);
        using var holder = Holder(created);
        (await holder.DeleteAsync($"/api-keys/{created.Id}")).Expect(HttpStatusCode.NoContent);
        (await holder.GetAsync("/api-keys")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
    }

    [Fact]
    public async Task The_last_use_of_a_key_appears()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var created = await IssueAsync(Client, "Used", ["workflows:read"]);
        using var holder = Holder(created);
        (await holder.GetAsync("/workflows")).Expect(HttpStatusCode.OK);

        var used = await Eventually.Becomes(() => FindAsync(created.Id), key => key!.Value.Has("last_used_at"), "last_used_at");

        Assert.InRange(used!.Value.Member("last_used_at").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_key_gives_no_scope_that_it_lacks()
    {
        using var manager = Holder(await IssueAsync(Client, "Manager", ["keys:manage", "workflows:read"]));
        (await manager.PostAsync("/api-keys", Body("Fewer", ["workflows:read"]))).Expect(HttpStatusCode.Created);

        var problem = (await manager.PostAsync("/api-keys", Body("More", ["workflows:read", "audit:read", "credentials:reveal"])))
            .ExpectProblem(HttpStatusCode.Forbidden, "ORC4003");

        Assert.Contains("audit:read, credentials:reveal", problem.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("workflows:read", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scopes":["workflows:read"]}""", "ORC1004", "/name")]
    [InlineData("""{"name":" ","scopes":["workflows:read"]}""", "ORC1005", "/name")]
    [InlineData("""{"name":"x"}""", "ORC1004", "/scopes")]
    [InlineData("""{"name":"x","scopes":[]}""", "ORC1005", "/scopes")]
    [InlineData("""{"name":"x","scopes":"workflows:read"}""", "ORC1003", "/scopes")]
    [InlineData("""{"name":"x","scopes":["workflows:read","workflows:burn"]}""", "ORC1005", "/scopes/1")]
    [InlineData("""{"name":"x","scopes":[7]}""", "ORC1003", "/scopes/0")]
    [InlineData("""{"name":"x","scopes":["workflows:read"],"expires_at":"2001-01-01T00:00:00Z"}""", "ORC1005", "/expires_at")]
    [InlineData("""{"name":"x","scopes":["workflows:read"],"expires_at":"tomorrow"}""", "ORC1005", "/expires_at")]
    [InlineData("""{"name":"x","scopes":["workflows:read"],"admin":true}""", "ORC1002", "/admin")]
    public async Task A_faulty_request_is_refused_with_the_place(string body, string code, string pointer) =>
        (await Client.SendRawAsync("POST", "/api-keys", ApiClient.JsonContent(body))).ExpectProblem(HttpStatusCode.BadRequest, code, pointer);

    [Theory]
    [InlineData("key_short", HttpStatusCode.BadRequest, "ORC1006")]
    [InlineData("wf_01k3z5w0a1b2c3d4e5f6g7h8n1", HttpStatusCode.BadRequest, "ORC1006")]
    [InlineData(SomeId, HttpStatusCode.NotFound, "ORC4004")]
    public async Task What_is_no_key_cannot_be_revoked(string id, HttpStatusCode status, string code) =>
        (await Client.DeleteAsync($"/api-keys/{id}")).ExpectProblem(status, code);

    [Fact]
    public async Task Keys_are_listed_newest_first_in_pages()
    {
        await using var stack = await LocalStack.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await IssueAsync(stack.Client, $"key {i}", ["workflows:read"])).Id);
            await Task.Yield();
        }

        var first = (await stack.Client.GetAsync("/api-keys?limit=3")).Json;
        var second = (await stack.Client.GetAsync($"/api-keys?limit=3&cursor={first.NextCursor()}")).Json;
        var byNumber = (await stack.Client.GetAsync("/api-keys?limit=3&page=2")).Json;

        Assert.Equal(ids, first.Items().Concat(second.Items()).Select(item => item.Text("id")));
        Assert.Equal(second.Items().Select(item => item.Text("id")), byNumber.Items().Select(item => item.Text("id")));
        Assert.Null(second.NextCursor());
    }

    [Fact]
    public async Task Keys_outlive_a_crash_and_no_secret_is_on_disk_or_in_the_output()
    {
        await using var stack = await LocalStack.StartAsync();
        var kept = await IssueAsync(stack.Client, "Kept", ["workflows:read"]);
        var revoked = await IssueAsync(stack.Client, "Revoked", ["workflows:read"]);
        (await stack.Client.DeleteAsync($"/api-keys/{revoked.Id}")).Expect(HttpStatusCode.NoContent);
        await stack.KillAsync();

        foreach (var file in Directory.GetFiles(stack.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret(kept))));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret(revoked))));
        }

        Assert.DoesNotContain(Secret(kept), stack.Output, StringComparison.Ordinal);
        await stack.StartAgainAsync();
        using var holder = new ApiClient(stack.Address, kept.Json.Text("secret_once"));
        using var stranger = new ApiClient(stack.Address, revoked.Json.Text("secret_once"));
        (await holder.GetAsync("/workflows")).Expect(HttpStatusCode.OK);
        (await stranger.GetAsync("/workflows")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
    }

    private static JsonObject Body(string name, string[] scopes, string? expiresAt = null)
    {
        var body = new JsonObject { ["name"] = name, ["scopes"] = Flow.Json(scopes) };
        if (expiresAt is not null)
        {
            body["expires_at"] = expiresAt;
        }

        return body;
    }

    private static async Task<Exchange> IssueAsync(ApiClient client, string name, string[] scopes, string? expiresAt = null) =>
        (await client.PostAsync("/api-keys", Body(name, scopes, expiresAt))).Expect(HttpStatusCode.Created);

    /// <summary>The part of the token that nobody but its holder may know.</summary>
    private static string Secret(Exchange created) => created.Json.Text("secret_once")[(created.Json.Text("prefix").Length + 1)..];

    private ApiClient Holder(Exchange created) => new(Stack.Address, created.Json.Text("secret_once"));

    private async Task<JsonElement?> FindAsync(string id)
    {
        var cursor = "";
        while (true)
        {
            var page = (await Client.GetAsync($"/api-keys?limit=200{cursor}")).Expect(HttpStatusCode.OK).Json;
            foreach (var item in page.Items())
            {
                if (item.Text("id") == id)
                {
                    return item;
                }
            }

            if (page.NextCursor() is not { } next)
            {
                return null;
            }

            cursor = $"&cursor={next}";
        }
    }
}
