using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>What the node sends.</summary>
public sealed class HttpRequestSendTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _http = new();
    private LoopbackServer _server = null!;

    private SeenRequest Seen => Assert.Single(_server.Seen);

    public async ValueTask InitializeAsync() => _server = await LoopbackServer.AnsweringAsync(204, null, []);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _http.DisposeAsync();
    }

    [Fact]
    public async Task A_url_alone_is_a_plain_GET()
    {
        var output = await _http.SendAsync(new { url = _server.Url + "/a%20b?c=d#secret" });

        Assert.Equal(204, output.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
        Assert.Equal(("GET", "/a%20b?c=d", ""), (Seen.Method, Seen.Target, Seen.Body));
        Assert.Equal(["accept", "accept-encoding", "host", "user-agent"], Seen.Headers.Keys.Order());
        Assert.Equal("gzip, br", Seen.Headers["accept-encoding"]);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", false)]
    [InlineData("PATCH", true)]
    [InlineData("DELETE", false)]
    [InlineData("OPTIONS", false)]
    public async Task Methods_that_are_not_idempotent_carry_a_key(string method, bool key)
    {
        await _http.SendAsync(new { url = _server.Url, method });

        Assert.Equal(method, Seen.Method);
        Assert.Equal(key, Seen.Headers.ContainsKey("idempotency-key"));
    }

    [Fact]
    public async Task The_key_is_the_same_for_every_attempt_and_another_for_every_execution()
    {
        await _http.SendAsync(new { url = _server.Url, method = "POST" });
        await _http.Node.RunAsync(HttpClientUnderTest.Context(new { url = _server.Url, method = "POST" }) with { Attempt = 2 }, TestContext.Current.CancellationToken);
        await _http.SendAsync(new { url = _server.Url, method = "POST" }, "exe_2");

        var keys = _server.Seen.ConvertAll(request => request.Headers["idempotency-key"]);
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
        Assert.Matches("^[0-9a-f]{64}$", keys[0]);
    }

    [Theory]
    [InlineData("""{"method":"POST","idempotency_key":"mine"}""", "mine")]
    [InlineData("""{"method":"GET","idempotency_key":"mine"}""", "mine")]
    [InlineData("""{"method":"POST","idempotency_key":""}""", null)]
    [InlineData("""{"method":"POST","headers":{"idempotency-KEY":"header"},"idempotency_key":"mine"}""", "header")]
    public async Task The_key_can_be_given_or_turned_off(string config, string? expected)
    {
        await _http.SendAsync(WithUrl(config));

        Assert.Equal(expected, Seen.Headers.GetValueOrDefault("idempotency-key"));
    }

    [Theory]
    [InlineData("""{"body":{"a":[1,"ü"]}}""", "application/json", """{"a":[1,"ü"]}""")]
    [InlineData("""{"body":"text"}""", "application/json", "\"text\"")]
    [InlineData("""{"body":false}""", "application/json", "false")]
    [InlineData("""{"body":"ü\nb","body_type":"text"}""", "text/plain; charset=utf-8", "ü\nb")]
    [InlineData("""{"body":12.50,"body_type":"text"}""", "text/plain; charset=utf-8", "12.50")]
    [InlineData("""{"body":{"a b":"c&d=ü","n":1,"t":true,"l":[1,null,"x"],"z":null},"body_type":"form"}""", "application/x-www-form-urlencoded", "a%20b=c%26d%3D%C3%BC&n=1&t=true&l=1&l=x")]
    [InlineData("""{"body":{},"body_type":"form"}""", "application/x-www-form-urlencoded", "")]
    [InlineData("""{"body":[1],"headers":{"content-type":"application/vnd.x+json"}}""", "application/vnd.x+json", "[1]")]
    [InlineData("""{"body":null}""", null, "")]
    public async Task Bodies_are_written_by_their_type(string config, string? contentType, string body)
    {
        await _http.SendAsync(WithUrl(config.Replace("{\"body\"", "{\"method\":\"PUT\",\"body\"", StringComparison.Ordinal)));

        Assert.Equal(body, Seen.Body);
        Assert.Equal(contentType, Seen.Headers.GetValueOrDefault("content-type"));
    }

    [Fact]
    public async Task Query_parameters_are_added_and_escaped()
    {
        await _http.SendAsync(WithUrl("""{"query":{"q":"a b&c","n":5,"l":["x",null,true],"none":null,"empty":[]}}""", "/p?have=1"));

        Assert.Equal("/p?have=1&q=a%20b%26c&n=5&l=x&l=true", Seen.Target);
    }

    [Fact]
    public async Task Query_parameters_begin_a_query()
    {
        await _http.SendAsync(WithUrl("""{"query":{"none":null,"q":[1,2]}}""", "/p"));

        Assert.Equal("/p?q=1&q=2", Seen.Target);
    }

    [Fact]
    public async Task Headers_are_sent_as_given()
    {
        await _http.SendAsync(WithUrl(
            """{"headers":{"X-A":"b\tc","X-N":5,"X-T":true,"X-Null":null,"User-Agent":"mine","Cookie":"a=b","Authorization":"Bearer x","Content-Type":"ignored/without-body"}}"""));

        Assert.Equal(("b\tc", "5", "true", "mine", "a=b", "Bearer x"), (
            Seen.Headers["x-a"], Seen.Headers["x-n"], Seen.Headers["x-t"], Seen.Headers["user-agent"], Seen.Headers["cookie"], Seen.Headers["authorization"]));
        Assert.False(Seen.Headers.ContainsKey("x-null"));
        Assert.False(Seen.Headers.ContainsKey("content-type"));
    }

    [Theory]
    [InlineData("""{"headers":{"X-A":"b\r\nX-B: c"}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"X-A":"b\u0000"}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"X-A":"ü"}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"X A":"b"}}""", "$.headers.X A")]
    [InlineData("""{"headers":{"":"b"}}""", "$.headers.")]
    [InlineData("""{"headers":{"X-A\r\nX-B":"b"}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"Host":"b"}}""", "$.headers.Host")]
    [InlineData("""{"headers":{"content-length":5}}""", "$.headers.content-length")]
    [InlineData("""{"headers":{"Transfer-Encoding":"chunked"}}""", "$.headers.Transfer-Encoding")]
    [InlineData("""{"headers":{"Connection":"close"}}""", "$.headers.Connection")]
    [InlineData("""{"headers":{"X-A":{}}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"X-A":["b"]}}""", "$.headers.X-A")]
    [InlineData("""{"headers":{"X-A":"1","x-a":"2"}}""", "$.headers.x-a")]
    [InlineData("""{"headers":[]}""", "$.headers")]
    [InlineData("""{"query":{"a":{}}}""", "$.query.a")]
    [InlineData("""{"query":{"a":[[1]]}}""", "$.query.a")]
    [InlineData("""{"idempotency_key":"a\nb"}""", "$.idempotency_key")]
    [InlineData("""{"method":"POST","body":[1],"body_type":"form"}""", "$.body")]
    [InlineData("""{"method":"POST","body":{"a":{}},"body_type":"form"}""", "$.body.a")]
    [InlineData("""{"method":"POST","body":{},"body_type":"text"}""", "$.body")]
    [InlineData("""{"body_type":"xml"}""", "$.body_type: must be one of")]
    [InlineData("""{"method":"TRACE"}""", "$.method: must be one of")]
    [InlineData("""{"method":null}""", "$.method")]
    [InlineData("""{"timeout_seconds":0}""", "$.timeout_seconds: must be above 0")]
    [InlineData("""{"timeout_seconds":86401}""", "$.timeout_seconds")]
    [InlineData("""{"max_response_bytes":0}""", "$.max_response_bytes: must be from 1")]
    [InlineData("""{"max_response_bytes":67108865}""", "$.max_response_bytes")]
    [InlineData("""{"max_response_bytes":1.5}""", "$.max_response_bytes")]
    [InlineData("""{"fail_on_status":"yes"}""", "$.fail_on_status")]
    [InlineData("""{"unknown":1}""", "$.unknown: no such member")]
    public async Task What_cannot_be_sent_is_refused_before_anything_is(string config, string place)
    {
        var error = await _http.FailAsync(WithUrl(config));

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.False(error.Retryable);
        Assert.Empty(_server.Seen);
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("http://user:hunter2@127.0.0.1/")]
    [InlineData("http://127.0.0.1:99999/")]
    [InlineData("")]
    public async Task What_is_no_http_url_is_refused(string url)
    {
        var error = await _http.FailAsync(new { url });

        Assert.Equal(ErrorCodes.RenderedConfigInvalid, error.Code);
        Assert.Contains("$.url", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_the_url_does_not_reach_the_wire()
    {
        await _http.SendAsync(new { url = _server.Url + "/a\r\nX-Injected: yes" });

        Assert.False(Seen.Headers.ContainsKey("x-injected"));
        Assert.StartsWith("/a", Seen.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_of_one_answer_are_not_sent_with_the_next_request()
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, null, [], ("Set-Cookie", "session=1"));

        await _http.SendAsync(new { url = server.Url });
        await _http.SendAsync(new { url = server.Url });

        Assert.All(server.Seen, request => Assert.False(request.Headers.ContainsKey("cookie")));
        Assert.Equal(2, server.Seen.Count);
    }

    private string WithUrl(string config, string path = "/") =>
        config.Insert(1, $"\"url\":{JsonSerializer.Serialize(_server.Url + path)},");
}
