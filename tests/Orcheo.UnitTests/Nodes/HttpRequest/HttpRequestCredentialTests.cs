using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

public sealed class HttpRequestCredentialTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _http = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData("bearer_token", """{"token":"the-token"}""", "authorization", "Bearer the-token")]
    [InlineData("basic_auth", """{"username":"usér","password":"pass:wörd"}""", "authorization", "Basic dXPDqXI6cGFzczp3w7ZyZA==")]
    [InlineData("api_key", """{"in":"header","name":"X-Api-Key","value":"the value"}""", "x-api-key", "the value")]
    public async Task A_credential_is_sent_and_wins_over_a_header_of_the_same_name(string type, string data, string header, string value)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, null, []);
        await SendAsync(server.Url, type, data, headers: new Dictionary<string, string> { ["AUTHORIZATION"] = "mine", ["x-api-KEY"] = "mine" });

        var seen = Assert.Single(server.Seen).Headers;
        Assert.Equal(value, seen[header]);
        Assert.Equal("mine", seen[header == "authorization" ? "x-api-key" : "authorization"]);
    }

    [Fact]
    public async Task A_key_in_the_query_takes_the_place_of_a_parameter_of_the_same_name()
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, null, []);
        await SendAsync(server.Url + "/path?a=1&the%20key=mine&b=2", "api_key", """{"in":"query","name":"the key","value":"a&b=c d"}""");

        Assert.Equal("/path?a=1&b=2&the%20key=a%26b%3Dc%20d", Assert.Single(server.Seen).Target);
    }

    [Theory]
    [InlineData("bearer_token", """{"token":"secret-token"}""")]
    [InlineData("basic_auth", """{"username":"user","password":"secret-password"}""")]
    [InlineData("api_key", """{"in":"header","name":"X-Api-Key","value":"secret-value"}""")]
    [InlineData("api_key", """{"in":"header","name":"Accept","value":"secret-value"}""")]
    [InlineData("api_key", """{"in":"query","name":"key","value":"secret-value"}""")]
    public async Task No_credential_follows_a_redirect_to_another_origin(string type, string data)
    {
        await using var other = await LoopbackServer.AnsweringAsync(200, null, []);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Url + "/target";
            return Task.CompletedTask;
        });
        await SendAsync(server.Url, type, data);

        Assert.Contains("sec", JsonSerializer.Serialize(server.Seen.Select(seen => seen.Target + string.Join(' ', seen.Headers.Values.Select(Decoded)))), StringComparison.Ordinal);
        var seen = Assert.Single(other.Seen);
        Assert.Equal("/target", seen.Target);
        Assert.DoesNotContain(seen.Headers.Values, value => Decoded(value).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_within_the_origin_carries_the_credential()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/target" ? 200 : 302;
            context.Response.Headers.Location = "/target";
            return Task.CompletedTask;
        });
        await SendAsync(server.Url, "bearer_token", """{"token":"the-token"}""");
        Assert.Equal("Bearer the-token", server.Seen[1].Headers["authorization"]);
    }

    [Theory]
    [InlineData("bearer_token", """{"token":"line\nbreak-secret"}""")]
    [InlineData("bearer_token", """{"token":"pässwörd-secret"}""")]
    [InlineData("bearer_token", """{}""")]
    [InlineData("basic_auth", """{"username":"a:b","password":"secret"}""")]
    [InlineData("api_key", """{"in":"header","name":"Host","value":"secret"}""")]
    [InlineData("api_key", """{"in":"header","name":"not a name","value":"secret"}""")]
    [InlineData("hmac_secret", """{"secret":"secret"}""")]
    public async Task A_credential_that_cannot_be_sent_fails_without_telling_it(string type, string data)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, null, []);
        var error = await Assert.ThrowsAsync<NodeException>(() => SendAsync(server.Url, type, data));

        Assert.Equal((ErrorCodes.CredentialUnavailable, false), (error.Code, error.Retryable));
        Assert.Contains("cred_1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-secret", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task What_is_recorded_holds_neither_the_credential_nor_the_derived_key()
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, "text/plain", "fine"u8.ToArray());
        var calls = new Listening();
        var config = new { url = server.Url + "/p?a=1", method = "POST", headers = new { X_Test = 1 }, query = new { b = 2 }, body = new { c = 3 } };
        var context = Context(config, "api_key", """{"in":"query","name":"key","value":"secret-value"}""") with { Calls = calls };
        await _http.Node.RunAsync(context, TestContext.Current.CancellationToken);

        Assert.Equal($"POST {server.Url}/p", calls.Call!.Target);
        Assert.Equal(
            $$$"""{"method":"POST","url":"{{{server.Url}}}/p?a=1&b=2","headers":{"x_test":"1"},"body_type":"json","body":{"c":3}}""",
            calls.Call.Request.GetRawText());
        Assert.True(Assert.Single(server.Seen).Headers.ContainsKey("idempotency-key"));
    }

    [Theory]
    [InlineData(2040)]
    [InlineData(8185)]
    public async Task A_secret_at_the_end_of_an_excerpt_leaves_no_half(int before)
    {
        const string Secret = "sk-secret-0123456789abcdef";
        var filler = new string('é', before / 8) + string.Concat(Enumerable.Repeat(Secret, 200));
        var body = new string('x', before % 2000) + filler + Secret;
        await using var server = await LoopbackServer.AnsweringAsync(500, "text/plain", System.Text.Encoding.UTF8.GetBytes(body));
        var context = Context(new { url = server.Url }, "bearer_token", JsonSerializer.Serialize(new { token = Secret }));
        var error = await Assert.ThrowsAsync<NodeException>(
            () => _http.Node.RunAsync(context with { Redactor = Redactor.For([context.Credential!]) }, TestContext.Current.CancellationToken));

        var text = error.Details!.Value.GetProperty("body").GetString()!;
        Assert.True(text.Length <= 2048);
        Assert.DoesNotContain("sk-s", text, StringComparison.Ordinal);
    }

    private static string Decoded(string header) => header.StartsWith("Basic ", StringComparison.Ordinal)
        ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(header[6..]))
        : header;

    private Task<NodeResult> SendAsync(string url, string type, string data, Dictionary<string, string>? headers = null) =>
        _http.Node.RunAsync(Context(new { url, headers = headers ?? [] }, type, data), TestContext.Current.CancellationToken);

    private static NodeContext Context(object config, string type, string data) =>
        HttpClientUnderTest.Context(config) with { Credential = new NodeCredential("cred_1", type, JsonElement.Parse(data)) };

    private sealed class Listening : IExternalCalls
    {
        public ExternalCall? Call { get; private set; }

        public Task<JsonElement> CallAsync(ExternalCall call, Func<CancellationToken, Task<JsonElement>> perform, CancellationToken cancellationToken)
        {
            Call = call;
            return perform(cancellationToken);
        }
    }
}
