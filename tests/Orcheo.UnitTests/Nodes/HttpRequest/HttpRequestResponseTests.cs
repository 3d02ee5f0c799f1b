using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>What the node makes of responses.</summary>
public sealed class HttpRequestResponseTests : IAsyncLifetime
{
    private readonly HttpClientUnderTest _http = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData("application/json", "{\"a\": [1.50, null]}", "{\"a\":[1.50,null]}")]
    [InlineData("application/problem+json; charset=utf-8", "[]", "[]")]
    [InlineData("APPLICATION/JSON", "3", "3")]
    [InlineData("text/json", "null", "null")]
    [InlineData("application/json", "\uFEFF{}", "{}")]
    [InlineData("application/json", "[{\"a\":\"\\ud83d\\ude00\"}]", "[{\"a\":\"\\uD83D\\uDE00\"}]")]
    [InlineData("application/json", "", "null")]
    [InlineData("text/plain", "[1]", "\"[1]\"")]
    [InlineData("text/plain", "", "null")]
    [InlineData("text/html; charset=utf-8", "\uFEFF<p>", "\"<p>\"")]
    [InlineData("image/svg+xml", "<svg/>", "\"<svg/>\"")]
    [InlineData("application/xml", "<a/>", "\"<a/>\"")]
    [InlineData("application/x-own; charset=utf-8", "x", "\"x\"")]
    [InlineData("text/plain; charset=no-such", "x", "\"x\"")]
    [InlineData("application/octet-stream", "abc", "{\"base64\":\"YWJj\"}")]
    [InlineData(null, "abc", "\"abc\"")]
    [InlineData(null, "a\0c", "{\"base64\":\"YQBj\"}")]
    [InlineData("no media type at all", "abc", "\"abc\"")]
    public async Task Bodies_are_read_by_their_media_type(string? contentType, string body, string expected)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, contentType, Encoding.UTF8.GetBytes(body));

        var output = await _http.SendAsync(new { url = server.Url });

        Assert.Equal(expected, output.GetProperty("body").GetRawText());
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", new byte[] { 0xFC }, "\"ü\"")]
    [InlineData("text/plain; charset=\"windows-1252\"", new byte[] { 0x80 }, "\"€\"")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0xFF, 0xFE, 0x61, 0 }, "\"a\"")]
    [InlineData("application/json; charset=iso-8859-1", new byte[] { 0x22, 0xFC, 0x22 }, "\"ü\"")]
    [InlineData(null, new byte[] { 0xFC, 0x61 }, "{\"base64\":\"/GE=\"}")]
    public async Task Charsets_are_believed(string? contentType, byte[] body, string expected)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, contentType, body);

        Assert.Equal(expected, (await _http.SendAsync(new { url = server.Url })).GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task Headers_have_lower_case_names_and_joined_values()
    {
        await using var server = await LoopbackServer.AnsweringAsync(
            201, "text/plain", "x"u8.ToArray(), ("X-Two", "a"), ("X-Two", "b"), ("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"), ("Set-Cookie", "b=2"));

        var output = await _http.SendAsync(new { url = server.Url });

        Assert.Equal(201, output.GetProperty("status").GetInt32());
        var headers = output.GetProperty("headers");
        Assert.Equal("a, b", headers.GetProperty("x-two").GetString());
        Assert.Equal("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\nb=2", headers.GetProperty("set-cookie").GetString());
        Assert.Equal("text/plain", headers.GetProperty("content-type").GetString());
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("<html>")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\uD800x\":[1]}")]
    [InlineData("[{\"a\":\"\\udc00\"}]")]
    [InlineData("deep")]
    public async Task What_claims_to_be_JSON_and_is_not_fails(string body)
    {
        body = body == "deep" ? new string('[', 49) + new string(']', 49) : body;
        await using var server = await LoopbackServer.AnsweringAsync(200, "application/json", Encoding.UTF8.GetBytes(body));

        var error = await _http.FailAsync(new { url = server.Url });

        Assert.Equal(ErrorCodes.InvalidResponse, error.Code);
        Assert.False(error.Retryable);
        Assert.Equal(body, error.Details!.Value.GetProperty("body").GetString());
    }

    [Fact]
    public async Task JSON_of_the_deepest_nesting_is_read()
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, "application/json", Encoding.UTF8.GetBytes(new string('[', 48) + new string(']', 48)));

        Assert.Equal(JsonValueKind.Array, (await _http.SendAsync(new { url = server.Url })).GetProperty("body").ValueKind);
    }

    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(101, 100, true)]
    [InlineData(300_000, 300_000, false)]
    [InlineData(300_001, 300_000, true)]
    public async Task The_size_limit_is_exact_and_holds_without_a_length(int size, int limit, bool tooLarge)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            for (var left = size; left > 0; left -= 7000)
            {
                await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('x', Math.Min(left, 7000))));
                await context.Response.Body.FlushAsync();
            }
        });

        var config = new { url = server.Url, max_response_bytes = limit };
        if (tooLarge)
        {
            var error = await _http.FailAsync(config);
            Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
            Assert.False(error.Retryable);
        }
        else
        {
            Assert.Equal(size, (await _http.SendAsync(config)).GetProperty("body").GetString()!.Length);
        }
    }

    [Fact]
    public async Task The_default_limit_is_one_mebibyte()
    {
        await using var fits = await LoopbackServer.AnsweringAsync(200, "text/plain", new byte[1024 * 1024]);
        await using var exceeds = await LoopbackServer.AnsweringAsync(200, "text/plain", new byte[(1024 * 1024) + 1]);

        await _http.SendAsync(new { url = fits.Url });
        Assert.Equal(ErrorCodes.ResponseTooLarge, (await _http.FailAsync(new { url = exceeds.Url })).Code);
    }

    [Fact]
    public async Task A_length_that_is_too_large_is_refused_without_reading()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx", hold: true);

        Assert.Equal(ErrorCodes.ResponseTooLarge, (await _http.FailAsync(new { url = server.Url })).Code);
    }

    [Fact]
    public async Task A_HEAD_response_may_tell_any_length()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");

        var output = await _http.SendAsync(new { url = server.Url, method = "HEAD" });

        Assert.Equal("99999999999", output.GetProperty("headers").GetProperty("content-length").GetString());
        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    public async Task Compressed_bodies_are_undone(string coding)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, "application/json", Compress(coding, "{\"a\":1}"u8.ToArray()), ("Content-Encoding", coding));

        var output = await _http.SendAsync(new { url = server.Url });

        Assert.Equal("{\"a\":1}", output.GetProperty("body").GetRawText());
        Assert.False(output.GetProperty("headers").TryGetProperty("content-encoding", out _));
        Assert.False(output.GetProperty("headers").TryGetProperty("content-length", out _));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_decompression_bomb_stops_at_the_limit(string coding)
    {
        // The bomb never ends: who would decompress it whole, to measure it then, would never come back.
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = coding;
            context.Response.ContentType = "text/plain";
            await using var compressed = Compressing(coding, context.Response.Body);
            var zeros = new byte[1024 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await compressed.WriteAsync(zeros, context.RequestAborted);
                await compressed.FlushAsync(context.RequestAborted);
            }
        });

        var error = await _http.FailAsync(new { url = server.Url, max_response_bytes = 100_000 });

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_is_not_compressed_as_it_says_fails(string coding)
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, "text/plain", "not compressed at all"u8.ToArray(), ("Content-Encoding", coding));

        Assert.Equal(ErrorCodes.InvalidResponse, (await _http.FailAsync(new { url = server.Url })).Code);
    }

    [Fact]
    public async Task An_unknown_coding_is_left_as_it_is()
    {
        await using var server = await LoopbackServer.AnsweringAsync(200, "application/octet-stream", [1, 2], ("Content-Encoding", "own"));

        var output = await _http.SendAsync(new { url = server.Url });

        Assert.Equal("own", output.GetProperty("headers").GetProperty("content-encoding").GetString());
        Assert.Equal("{\"base64\":\"AQI=\"}", output.GetProperty("body").GetRawText());
    }

    private static byte[] Compress(string coding, byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = Compressing(coding, target))
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    private static Stream Compressing(string coding, Stream target) =>
        coding == "br" ? new BrotliStream(target, CompressionLevel.Fastest) : new GZipStream(target, CompressionLevel.Fastest);
}
