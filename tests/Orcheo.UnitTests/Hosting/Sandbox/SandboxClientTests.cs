using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Sandbox;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.UnitTests.Hosting.Sandbox;

public sealed class SandboxClientTests
{
    private const string Done = """{"event":"result","run_id":"r","ok":true,"result":{"sum":3},"logs":[],"logs_truncated":true,"usage":{"wall_ms":1.5,"cpu_ms":2,"peak_memory_bytes":3}}""";

    private static readonly SandboxJob Job = new()
    {
        RunId = "exe_1.a",
        Code = "def main(a): return '{{'",
        Inputs = JsonElement.Parse("""{"a":[1]}"""),
        TimeoutSeconds = 2.5,
        MemoryMb = 64,
        AllowedImports = ["numpy"],
    };

    private readonly List<SandboxLogLine> _lines = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_posted_with_the_key_and_its_lines_and_outcome_are_read()
    {
        await using var server = await RemoteServer.StartAsync(200, $$"""
            {"event":"started"}
            {"event":"log","level":"info","message":"one","ts":"2026-01-31T09:15:00.000Z"}
            {"event":"of a later version"}
            {"event":"log","level":"critical","message":"two","ts":"2026-01-31T09:15:00.000Z"}
            {{Done}}

            """.ReplaceLineEndings("\n"));
        var outcome = await RunAsync(server);

        Assert.Equal("""{"sum":3}""", outcome.Result.GetRawText());
        Assert.Null(outcome.Error);
        Assert.True(outcome.LogsTruncated);
        Assert.Equal(new NodeUsage { WallMs = 1.5, CpuMs = 2, PeakMemoryBytes = 3 }, outcome.Usage);
        Assert.Equal([new SandboxLogLine("info", "one"), new SandboxLogLine("critical", "two")], _lines);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("/api/run", "the-key"), (request.Path, request.Key));
        Assert.Equal(
            """{"run_id":"exe_1.a","code":"def main(a): return '{{'","inputs":{"a":[1]},"timeout_seconds":2.5,"memory_mb":64,"allowed_imports":["numpy"]}""",
            request.Body);
    }

    [Fact]
    public async Task A_failure_of_the_code_is_an_outcome()
    {
        await using var server = await RemoteServer.StartAsync(200, """
            {"event":"result","run_id":"r","ok":false,"error":{"type":"ValueError","message":"no","traceback":"T","kind":"exception","line":4},"logs":[]}

            """.ReplaceLineEndings("\n"));
        var outcome = await RunAsync(server);

        Assert.Equal(new SandboxError("exception", "ValueError", "no", "T", 4), outcome.Error);
        Assert.Null(outcome.Usage);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"invalid_request","message":"memory_mb: too much"}}""", ErrorCodes.RenderedConfigInvalid, false)]
    [InlineData(401, """{"error":{"code":"unauthorized","message":"no"}}""", ErrorCodes.SandboxUnavailable, false)]
    [InlineData(403, "", ErrorCodes.SandboxUnavailable, false)]
    [InlineData(404, "<html>", ErrorCodes.SandboxUnavailable, false)]
    [InlineData(409, """{"error":{"code":"duplicate_run","message":"twice"}}""", ErrorCodes.SandboxUnavailable, true)]
    [InlineData(413, """{"error":{"code":"too_large","message":"large"}}""", ErrorCodes.PythonInvalidInputs, false)]
    [InlineData(500, """{"error":{"code":"internal_error","message":"a defect"}}""", ErrorCodes.SandboxUnavailable, true)]
    [InlineData(502, """{"error":[]}""", ErrorCodes.SandboxUnavailable, true)]
    [InlineData(503, """{"error":{"code":"busy","message":"full"}}""", ErrorCodes.SandboxUnavailable, true)]
    [InlineData(503, """{"error":{"code":"unavailable","message":"lost"}}""", ErrorCodes.SandboxUnavailable, true)]
    [InlineData(503, """{"error":{"code":"not_serving","message":"no seccomp"}}""", ErrorCodes.SandboxUnavailable, false)]
    public async Task What_is_no_outcome_is_a_failure_that_says_whether_to_try_again(int status, string body, string code, bool retryable)
    {
        await using var server = await RemoteServer.StartAsync(status, body, ("Retry-After", "1"));
        var error = await Assert.ThrowsAsync<NodeException>(() => RunAsync(server));

        Assert.Equal((code, retryable), (error.Code, error.Retryable));
        Assert.DoesNotContain("the-key", error.Message, StringComparison.Ordinal);
        Assert.Equal(retryable ? TimeSpan.FromSeconds(1) : null, error.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"event\":\"started\"}\n")]
    [InlineData("{\"event\":\"started\"}\n{\"event\":\"resu")]
    [InlineData("{\"event\":\"started\"}\nno json\n")]
    [InlineData("[]\n")]
    [InlineData("{\"event\":\"log\",\"level\":\"info\"}\n")]
    [InlineData("{\"event\":\"unavailable\",\"message\":\"the fork server ended\"}\n")]
    public async Task A_stream_that_breaks_off_or_is_none_means_that_the_sandbox_was_lost(string body)
    {
        await using var server = await RemoteServer.StartAsync(200, body);
        var error = await Assert.ThrowsAsync<NodeException>(() => RunAsync(server));

        Assert.Equal((ErrorCodes.SandboxUnavailable, true), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task A_result_of_megabytes_is_read()
    {
        var text = new string('x', 3_000_000);
        await using var server = await RemoteServer.StartAsync(200, $$"""{"event":"result","ok":true,"result":"{{text}}"}""" + "\n");

        Assert.Equal(text, (await RunAsync(server)).Result.GetString());
    }

    [Fact]
    public async Task A_cancelled_run_is_cancelled_elsewhere_too()
    {
        var running = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var server = await RemoteServer.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal))
            {
                cancelled.SetResult();
                return;
            }

            await context.Response.WriteAsync("{\"event\":\"started\"}\n", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            running.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = RunAsync(server, stop.Token);
        await running.Task.WaitAsync(Cancel);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await cancelled.Task.WaitAsync(Cancel);
        Assert.Contains(server.Requests, request => request is { Path: "/api/cancel", Key: "the-key", Body: """{"run_id":"exe_1.a"}""" });
    }

    [Fact]
    public async Task Where_nobody_listens_the_sandbox_cannot_be_reached()
    {
        using var targets = new RemoteSandbox("http://127.0.0.1:1/api/", "the-key", TimeProvider.System);
        using var client = new SandboxClient(targets);
        var error = await Assert.ThrowsAsync<NodeException>(() => client.RunAsync(Job, _lines.Add, Cancel));

        Assert.Equal((ErrorCodes.SandboxUnavailable, true), (error.Code, error.Retryable));
    }

    private async Task<SandboxOutcome> RunAsync(RemoteServer server, CancellationToken? cancel = null)
    {
        using var targets = new RemoteSandbox(server.Url, "the-key", TimeProvider.System);
        var client = new SandboxClient(targets);
        return await client.RunAsync(Job, _lines.Add, cancel ?? Cancel);
    }
}
