using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class AuthenticationTests(ApiFixture fixture) : ApiTest(fixture)
{
    public static TheoryData<string> SecuredOperations =>
        [.. OpenApiContract.Instance.Operations.Where(operation => !operation.Definition.TryGetProperty("security", out _)).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(SecuredOperations))]
    public async Task Every_secured_operation_refuses_a_caller_without_a_key(string operationId)
    {
        using var anonymous = new ApiClient(Stack.Address, key: null);
        var refused = await CallAsync(anonymous, operationId);

        refused.ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
        Assert.StartsWith("Bearer", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("orc_abcdefgh_0123456789012345678901234567890123456789")]
    [InlineData("orc__")]
    [InlineData("")]
    public async Task A_wrong_key_is_refused(string key)
    {
        using var stranger = new ApiClient(Stack.Address, key: null);
        var refused = await stranger.SendAsync("GET", "/workflows", null, ("Authorization", $"Bearer {key}"));
        refused.ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
        Assert.DoesNotContain(Stack.AdminKey, refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Token")]
    public async Task The_admin_key_under_another_scheme_is_refused(string scheme)
    {
        using var stranger = new ApiClient(Stack.Address, key: null);
        var refused = await stranger.SendAsync("GET", "/workflows", null, ("Authorization", $"{scheme} {Stack.AdminKey}"));
        refused.ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
    }

    [Fact]
    public async Task A_key_that_only_begins_like_the_admin_key_is_refused()
    {
        using var prefix = new ApiClient(Stack.Address, Stack.AdminKey[..^1]);
        (await prefix.GetAsync("/workflows")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
        using var longer = new ApiClient(Stack.Address, Stack.AdminKey + "x");
        (await longer.GetAsync("/workflows")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
    }

    [Fact]
    public async Task The_admin_key_is_let_in() => (await Client.GetAsync("/workflows")).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task A_refused_caller_changes_nothing()
    {
        var name = UniqueName();
        using var stranger = new ApiClient(Stack.Address, "not-the-key-but-long-enough-to-be-one");
        (await stranger.PostAsync("/workflows", Flow.Start().Document(name))).ExpectProblem(HttpStatusCode.Unauthorized);

        Assert.Empty((await Client.GetAsync($"/workflows?q={name}")).Json.Items());
    }

    [Fact]
    public async Task The_documentation_page_needs_no_key()
    {
        using var http = new HttpClient { BaseAddress = Stack.Address };
        using var page = await http.GetAsync(new Uri("/docs", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    private static Task<Exchange> CallAsync(ApiClient client, string operationId)
    {
        var operation = OpenApiContract.Instance.Operations.Single(candidate => candidate.Id == operationId);
        return client.SendAsync(operation.Method, SampleRequests.Path(operation), SampleRequests.Body(operation));
    }
}
