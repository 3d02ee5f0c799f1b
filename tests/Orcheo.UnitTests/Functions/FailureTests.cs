using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Orcheo.UnitTests.Functions;

public sealed class FailureTests
{
    private static readonly TaskCompletionSource _waiting = new();

    [Theory]
    [InlineData("throws", HttpStatusCode.InternalServerError)]
    [InlineData("throwsLater", HttpStatusCode.InternalServerError)]
    [InlineData("tooLarge", HttpStatusCode.RequestEntityTooLarge)]
    public async Task An_exception_gives_a_status_without_a_body_and_is_logged_once(string path, HttpStatusCode status)
    {
        await using var host = await RunningHost.StartAsync(typeof(Failing));
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/" + path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
        Assert.False(answer.Headers.Contains("x-half"));
        var line = Assert.Single(host.Logs.Errors);
        Assert.Contains($"Function {path} failed", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_the_answer_began_breaks_the_connection()
    {
        await using var host = await RunningHost.StartAsync(typeof(Failing));
        await Assert.ThrowsAsync<HttpRequestException>(() => host.GetAsync("/api/midway"));
        Assert.Single(host.Logs.Errors);
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_function_and_is_no_error()
    {
        await using var host = await RunningHost.StartAsync(typeof(Failing));
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(IPAddress.Loopback, host.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync("GET /api/waits HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await _waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        await Eventually.TrueAsync(() => host.Logs.Lines.Any(line => line.Text.Contains("went away", StringComparison.Ordinal)));
        Assert.Empty(host.Logs.Errors);
        Assert.Equal(LogLevel.Debug, host.Logs.Lines.First(line => line.Text.Contains("went away", StringComparison.Ordinal)).Level);
    }

    internal static class Failing
    {
        [Function("throws")]
        public static string Throws([HttpTrigger("get")] HttpRequest request)
        {
            request.HttpContext.Response.Headers["x-half"] = "1";
            throw new InvalidOperationException("secret");
        }

        [Function("throwsLater")]
        public static async Task<string> ThrowsLater([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            return Throws(request);
        }

        [Function("tooLarge")]
        public static string TooLarge([HttpTrigger("get")] HttpRequest request) =>
            throw new BadHttpRequestException($"{request.Path} too large", StatusCodes.Status413PayloadTooLarge);

        [Function("midway")]
        public static async Task Midway([HttpTrigger("get")] HttpRequest request)
        {
            var response = request.HttpContext.Response;
            response.ContentLength = 100;
            await response.WriteAsync("half");
            await response.Body.FlushAsync();
            throw new InvalidOperationException("midway");
        }

        [Function("waits")]
        public static async Task Waits([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken)
        {
            _waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
