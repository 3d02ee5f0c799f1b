using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

public sealed class HttpRequestRedirectTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _http = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData(301, "POST", "GET", false)]
    [InlineData(302, "POST", "GET", false)]
    [InlineData(303, "POST", "GET", false)]
    [InlineData(303, "PUT", "GET", false)]
    [InlineData(303, "HEAD", "HEAD", true)]
    [InlineData(301, "PUT", "PUT", true)]
    [InlineData(307, "POST", "POST", true)]
    [InlineData(308, "PATCH", "PATCH", true)]
    [InlineData(302, "GET", "GET", true)]
    public async Task Redirects_are_followed_as_RFC_9110_says(int status, string method, string then, bool bodyStays)
    {
        await using var server = await RedirectingAsync(status, "/target?x=1");

        var output = await _http.SendAsync(new { url = server.Url + "/start", method, body = new { a = 1 }, idempotency_key = "key", headers = new { Authorization = "Bearer x" } });

        Assert.Equal(200, output.GetProperty("status").GetInt32());
        var target = server.Seen[1];
        Assert.Equal((then, "/target?x=1", bodyStays ? "{\"a\":1}" : ""), (target.Method, target.Target, target.Body));
        Assert.Equal(bodyStays, target.Headers.ContainsKey("idempotency-key"));
        Assert.Equal("Bearer x", target.Headers["authorization"]);
    }

    [Fact]
    public async Task Headers_that_may_be_secret_do_not_go_to_another_origin()
    {
        await using var other = await LoopbackServer.AnsweringAsync(200, null, []);
        await using var server = await RedirectingAsync(307, other.Url + "/target");

        await _http.SendAsync(new
        {
            url = server.Url,
            method = "POST",
            body = 1,
            headers = new Dictionary<string, string> { ["Authorization"] = "a", ["Cookie"] = "b", ["X-Api-Key"] = "c", ["Accept"] = "text/x", ["Content-Type"] = "application/x+json" },
        });

        var seen = Assert.Single(other.Seen).Headers;
        Assert.Equal(("text/x", "application/x+json", true), (seen["accept"], seen["content-type"], seen.ContainsKey("idempotency-key")));
        Assert.DoesNotContain(seen.Keys, name => name is "authorization" or "cookie" or "x-api-key");
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Ten_redirects_are_followed(int redirects, bool arrives)
    {
        var left = redirects;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (left-- > 0)
            {
                context.Response.Redirect("/again");
            }

            return Task.CompletedTask;
        });

        if (arrives)
        {
            await _http.SendAsync(new { url = server.Url });
        }
        else
        {
            var error = await _http.FailAsync(new { url = server.Url });
            Assert.Equal(ErrorCodes.TooManyRedirects, error.Code);
            Assert.False(error.Retryable);
        }

        Assert.Equal(11, server.Seen.Count);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:hunter2@127.0.0.1/")]
    [InlineData("http://")]
    [InlineData("http://127.0.0.1:99999/")]
    public async Task Some_redirects_are_not_followed(string location)
    {
        await using var server = await RedirectingAsync(302, location);

        var error = await _http.FailAsync(new { url = server.Url });

        Assert.Equal(ErrorCodes.TooManyRedirects, error.Code);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    public async Task Other_statuses_with_a_location_are_no_redirects(int status)
    {
        await using var server = await RedirectingAsync(status, "/target");

        Assert.Equal(status, (await _http.SendAsync(new { url = server.Url })).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_redirect_without_a_location_is_an_output()
    {
        await using var server = await LoopbackServer.AnsweringAsync(302, null, []);

        Assert.Equal(302, (await _http.SendAsync(new { url = server.Url })).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Redirects_are_outputs_when_not_followed()
    {
        await using var server = await RedirectingAsync(302, "/target");

        var output = await _http.SendAsync(new { url = server.Url, follow_redirects = false });

        Assert.Equal((302, "/target"), (output.GetProperty("status").GetInt32(), output.GetProperty("headers").GetProperty("location").GetString()));
    }

    private static Task<LoopbackServer> RedirectingAsync(int status, string location) => LoopbackServer.StartAsync(context =>
    {
        if (context.Request.Path != "/target")
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
        }

        return Task.CompletedTask;
    });
}
