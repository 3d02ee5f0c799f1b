using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;
using Orcheo.Nodes.Running;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>What becomes of everything that can go wrong.</summary>
public sealed class HttpRequestFailureTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _http = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Fact]
    public async Task Every_failing_status_fails_and_the_right_ones_can_be_retried()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });

        foreach (var status in Enumerable.Range(400, 200))
        {
            var error = await _http.FailAsync(new { url = $"{server.Url}/{status}?token=hunter2" });
            Assert.Equal(ErrorCodes.HttpStatus, error.Code);
            Assert.Equal(status is 408 or 429 or >= 500, error.Retryable);
            Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
            Assert.Null(error.RetryAfter);
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_failing_status_is_an_output_when_asked_for(int status)
    {
        await using var server = await LoopbackServer.AnsweringAsync(status, "application/json", "{\"e\":1}"u8.ToArray());

        var output = await _http.SendAsync(new { url = server.Url, fail_on_status = false });

        Assert.Equal(status, output.GetProperty("status").GetInt32());
        Assert.Equal("{\"e\":1}", output.GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task A_failing_status_tells_the_beginning_of_its_body_and_no_cookies()
    {
        var body = new string('x', 2047) + "😀" + new string('y', 100_000);
        await using var server = await LoopbackServer.AnsweringAsync(400, "application/json", Encoding.UTF8.GetBytes(body), ("X-Reason", "why"), ("Set-Cookie", "s=1"));

        var details = (await _http.FailAsync(new { url = server.Url })).Details!.Value;

        Assert.Equal(400, details.GetProperty("status").GetInt32());
        Assert.Equal(new string('x', 2047), details.GetProperty("body").GetString());
        Assert.Equal("why", details.GetProperty("headers").GetProperty("x-reason").GetString());
        Assert.False(details.GetProperty("headers").TryGetProperty("set-cookie", out _));
    }

    [Fact]
    public async Task A_binary_body_of_a_failing_status_is_left_out()
    {
        await using var server = await LoopbackServer.AnsweringAsync(400, "image/png", [1, 2, 3]);

        Assert.False((await _http.FailAsync(new { url = server.Url })).Details!.Value.TryGetProperty("body", out _));
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("Sat, 31 Jan 2026 09:15:20 GMT", 20.0)]
    [InlineData("Sat, 31 Jan 2026 09:00:00 GMT", 0.0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    public async Task Retry_After_is_read_as_seconds_or_date(string header, double? seconds)
    {
        await using var http = new HttpClientUnderTest(time: new FakeTimeProvider(NodeTesting.Start));
        await using var server = await LoopbackServer.AnsweringAsync(503, null, [], ("Retry-After", header));

        Assert.Equal(seconds, (await http.FailAsync(new { url = server.Url })).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_runner_retries_until_the_server_recovers_with_one_idempotency_key()
    {
        var calls = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++calls switch { 1 => 503, 2 => 429, 3 => 408, _ => 200 };
            return Task.CompletedTask;
        });
        var policy = new NodeRetryPolicy { MaxAttempts = 4, InitialInterval = TimeSpan.FromMilliseconds(1) };

        var result = await new NodeRunner(TimeProvider.System).RunAsync(
            _http.Node, HttpClientUnderTest.Context(new { url = server.Url, method = "POST" }), policy, TimeSpan.FromSeconds(30), null, Token);

        Assert.Equal((4, 200), (result.Attempts, result.Result!.Output.GetProperty("status").GetInt32()));
        Assert.Single(server.Seen.Select(request => request.Headers["idempotency-key"]).Distinct());
    }

    [Fact]
    public async Task A_refused_connection_can_be_retried()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();

        AssertConnectionFailed(await _http.FailAsync(new { url = $"http://127.0.0.1:{port}/?token=hunter2" }), "refused");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_can_be_retried() =>
        AssertConnectionFailed(await _http.FailAsync(new { url = HttpClientUnderTest.UnknownHost + "/hunter2" }), "the host name could not be resolved");

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_a_failed_connection()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask, tls: true);

        AssertConnectionFailed(await _http.FailAsync(new { url = server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) }), "TLS could not be set up");
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")]
    public async Task A_connection_that_breaks_can_be_retried(string answer)
    {
        await using var server = new RawServer(answer);

        AssertConnectionFailed(await _http.FailAsync(new { url = server.Url + "/hunter2" }), "the connection");
    }

    [Theory]
    [InlineData("this is not HTTP at all\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc")]
    public async Task An_answer_that_is_not_HTTP_is_an_invalid_response(string answer)
    {
        await using var server = new RawServer(answer);

        var error = await _http.FailAsync(new { url = server.Url });

        Assert.Equal(ErrorCodes.InvalidResponse, error.Code);
        Assert.False(error.Retryable);
    }

    [Fact]
    public async Task Headers_without_end_are_too_large()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 200_000) + "\r\n\r\n");

        Assert.Equal(ErrorCodes.ResponseTooLarge, (await _http.FailAsync(new { url = server.Url })).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    public async Task A_slow_answer_times_out_wherever_it_stops(string answer)
    {
        await using var server = new RawServer(answer, hold: true);

        var error = await _http.FailAsync(new { url = server.Url + "/?token=hunter2", timeout_seconds = 0.2 });

        Assert.Equal(ErrorCodes.NodeTimeout, error.Code);
        Assert.True(error.Retryable);
        Assert.Contains("0.2 s", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_no_time_out()
    {
        await using var server = new RawServer("", hold: true);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = _http.Node.RunAsync(HttpClientUnderTest.Context(new { url = server.Url, timeout_seconds = 60 }), cancel.Token);
        while (server.Connections == 0)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_never_made_fails_after_the_connect_timeout(bool allowPrivate)
    {
        // A server whose backlog is full lets connections wait; TLS to a silent server does so on every system.
        await using var server = new RawServer("", hold: true);
        await using var http = new HttpClientUnderTest(new OutboundHttpOptions
        {
            AllowPrivateNetworks = allowPrivate,
            AllowedAddresses = ["127.0.0.1"],
            ConnectTimeout = TimeSpan.FromMilliseconds(200),
        });

        AssertConnectionFailed(await http.FailAsync(new { url = server.Url.Replace("http:", "https:", StringComparison.Ordinal) }), "no connection within 0.2 s");
    }

    private static void AssertConnectionFailed(NodeException error, string text)
    {
        Assert.Equal(ErrorCodes.ConnectionFailed, error.Code);
        Assert.True(error.Retryable);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
