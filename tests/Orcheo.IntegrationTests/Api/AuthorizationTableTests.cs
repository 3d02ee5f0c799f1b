using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>
/// Every operation of openapi.json under every kind of key: what it answers follows from <c>security</c> and <c>x-orcheo-scope</c> there.
/// An operation that is added to the document is in the table too.
/// </summary>
/// <param name="fixture">The shared stack.</param>
/// <param name="keys">One key of each kind.</param>
public sealed class AuthorizationTableTests(ApiFixture fixture, AuthorizationTableTests.TableKeys keys) : ApiTest(fixture), IClassFixture<AuthorizationTableTests.TableKeys>
{
    private static readonly string[] Invalid = ["none", "wrong", "unknown", "forged", "expired", "revoked"];

    private static readonly string[] Scopes =
        [.. OpenApiContract.Instance.Schema("Scope").Member("enum").EnumerateArray().Select(scope => scope.GetString()!)];

    public static TheoryData<string> Operations => [.. OpenApiContract.Instance.Operations.Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_route_opens_to_keys_with_its_scope_alone(string operationId)
    {
        var operation = OpenApiContract.Instance.Operations.Single(candidate => candidate.Id == operationId);
        var wanted = ScopesOf(operation);
        var tokens = await keys.OfAsync(Client);
        foreach (var kind in Invalid)
        {
            var exchange = await CallAsync(operation, tokens[kind]);
            if (wanted.Length == 0)
            {
                // The ingress of webhooks proves its senders itself: to it, what it does not know is not there.
                exchange.Expect(operationId == "receiveWebhook" ? HttpStatusCode.NotFound : HttpStatusCode.OK);
            }
            else
            {
                exchange.ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
                Assert.StartsWith("Bearer", exchange.Header("WWW-Authenticate"), StringComparison.Ordinal);
            }
        }

        foreach (var scope in Scopes)
        {
            var exchange = await CallAsync(operation, tokens[scope]);
            var refusal = $"The key lacks the scope {string.Join(" or ", wanted)}.";
            if (wanted.Length == 0 || wanted.Contains(scope))
            {
                Assert.NotEqual(HttpStatusCode.Unauthorized, exchange.StatusCode);
                Assert.False(exchange.Status == 403 && exchange.Json.Text("detail") == refusal, $"{scope} is refused: {exchange}");
            }
            else
            {
                Assert.Equal(refusal, exchange.ExpectProblem(HttpStatusCode.Forbidden, "ORC4003").Text("detail"));
            }
        }
    }

    [Fact]
    public void Every_operation_is_open_or_names_its_scopes() => Assert.All(
        OpenApiContract.Instance.Operations,
        operation => Assert.NotEqual(operation.Definition.TryGetProperty("security", out _), ScopesOf(operation).Length > 0));

    private static string[] ScopesOf(ApiOperation operation) =>
        operation.Definition.TryGetProperty("x-orcheo-scope", out var scopes) ? [.. scopes.EnumerateArray().Select(scope => scope.GetString()!)] : [];

    private async Task<Exchange> CallAsync(ApiOperation operation, string? key)
    {
        using var client = new ApiClient(Stack.Address, key);
        return await client.SendAsync(operation.Method, SampleRequests.Path(operation), SampleRequests.Body(operation));
    }

    /// <summary>One key of each kind, made when the first test asks.</summary>
    public sealed class TableKeys : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1);
        private Dictionary<string, string?>? _tokens;

        public void Dispose() => _gate.Dispose();

        internal async Task<IReadOnlyDictionary<string, string?>> OfAsync(ApiClient admin)
        {
            await _gate.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return _tokens ??= await MakeAsync(admin);
            }
            finally
            {
                _gate.Release();
            }
        }

        private static async Task<Dictionary<string, string?>> MakeAsync(ApiClient admin)
        {
            var revoked = await IssueAsync(admin, Scopes);
            (await admin.DeleteAsync($"/api-keys/{revoked.Id}")).Expect(HttpStatusCode.NoContent);
            var tokens = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["none"] = null,
                ["wrong"] = "not-a-key-of-this-stack-at-all",
                ["unknown"] = "orc_00000000_0123456789012345678901234567890123456789",
                ["forged"] = (await IssueAsync(admin, Scopes)).Json.Text("prefix") + "_0123456789012345678901234567890123456789",
                ["revoked"] = revoked.Json.Text("secret_once"),
            };
            foreach (var scope in Scopes)
            {
                tokens[scope] = (await IssueAsync(admin, [scope])).Json.Text("secret_once");
            }

            // A key cannot be made expired: it is made to expire soon, and awaited.
            tokens["expired"] = (await IssueAsync(admin, Scopes, DateTimeOffset.UtcNow.AddSeconds(5))).Json.Text("secret_once");
            await Eventually.Becomes(
                () => admin.SendAsync("GET", "/workflows", null, ("Authorization", $"Bearer {tokens["expired"]}")),
                exchange => exchange.StatusCode == HttpStatusCode.Unauthorized,
                "the key expires");
            return tokens;
        }

        private static async Task<Exchange> IssueAsync(ApiClient admin, string[] scopes, DateTimeOffset? expiresAt = null)
        {
            var body = new JsonObject { ["name"] = "Table", ["scopes"] = Flow.Json(scopes) };
            if (expiresAt is not null)
            {
                body["expires_at"] = expiresAt.Value.ToString("O");
            }

            return (await admin.PostAsync("/api-keys", body)).Expect(HttpStatusCode.Created);
        }
    }
}
