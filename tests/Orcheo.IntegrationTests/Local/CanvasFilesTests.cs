using System.Net;
using System.Text;

namespace Orcheo.IntegrationTests.Local;

/// <summary>The canvas as the local stack serves it. What it shows is tested in canvas/; here it is any page with an asset.</summary>
public sealed class CanvasFilesTests : IAsyncLifetime
{
    private const string PageText = "<!doctype html><title>Canvas</title>";
    private const string Script = "console.log('canvas')";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-test-");
    private StackRun _stack = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var canvas = _folder.CreateSubdirectory("dist");
        canvas.CreateSubdirectory("assets");
        File.WriteAllText(Path.Combine(canvas.FullName, "index.html"), PageText);
        File.WriteAllText(Path.Combine(canvas.FullName, "assets", "app-1a2b.js"), Script);
        File.WriteAllText(Path.Combine(canvas.FullName, "assets", "app-1a2b.js.br"), "as brotli");
        File.WriteAllText(Path.Combine(canvas.FullName, "assets", "app-1a2b.js.gz"), "as gzip");
        _stack = StackRun.Start(Data, ("Orcheo__CanvasDirectory", canvas.FullName));
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = await _stack.ReadyAsync() };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _stack.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6")]
    [InlineData("/apiary")]
    public async Task The_page_is_there_at_every_address_that_the_canvas_routes_and_always_asked_for_anew(string path)
    {
        using var answer = await GetAsync(path, "text/html,application/xhtml+xml");

        Assert.Equal((HttpStatusCode.OK, PageText), (answer.StatusCode, await TextAsync(answer)));
        Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Equal("no-cache", $"{answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task The_page_runs_no_inline_script_and_in_no_frame_and_talks_to_this_host_alone()
    {
        using var answer = await GetAsync("/", "text/html");

        var policy = Header(answer, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal(("nosniff", "no-referrer"), (Header(answer, "X-Content-Type-Options"), Header(answer, "Referrer-Policy")));
    }

    [Theory]
    [InlineData("identity", null, Script)]
    [InlineData("gzip, deflate", "gzip", "as gzip")]
    [InlineData("gzip, deflate, br", "br", "as brotli")]
    [InlineData("gzip, br;q=0", "gzip", "as gzip")]
    public async Task An_asset_comes_compressed_as_the_client_takes_it_and_is_kept_for_good(string accepted, string? coding, string text)
    {
        using var answer = await GetAsync("/assets/app-1a2b.js", "*/*", accepted);

        Assert.Equal((HttpStatusCode.OK, text), (answer.StatusCode, await TextAsync(answer)));
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Equal("public, max-age=31536000, immutable", Header(answer, "Cache-Control"));
        Assert.Equal("Accept-Encoding", Header(answer, "Vary"));
    }

    [Fact]
    public async Task A_page_that_is_known_need_not_be_sent_again()
    {
        using var first = await GetAsync("/", "text/html");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/api/nothing", "text/html")]
    [InlineData("/API/nothing", "text/html")]
    [InlineData("/hubs/nothing", "text/html")]
    [InlineData("/nothing", "application/json")]
    [InlineData("/assets/old-9z.js", "text/html")]
    [InlineData("/../admin-key", "application/json")]
    public async Task What_is_not_there_is_told_by_a_problem_document_not_by_the_page(string path, string accept)
    {
        using var answer = await GetAsync(path, accept);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_page_does_not_take_the_place_of_the_api_and_its_reference()
    {
        using var health = await GetAsync("/api/health", "text/html");
        Assert.Equal("application/json", health.Content.Headers.ContentType?.MediaType);
        using var reference = await GetAsync("/docs", "text/html");
        Assert.DoesNotContain("<title>Canvas</title>", await TextAsync(reference), StringComparison.Ordinal);
        using var posted = await _http.PostAsync(new Uri("/anything", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
    }

    [Fact]
    public async Task The_first_start_prints_a_link_that_carries_the_key_in_its_fragment_and_later_ones_do_not()
    {
        var key = (await File.ReadAllTextAsync(Path.Combine(Data, "admin-key"), TestContext.Current.CancellationToken)).Trim();
        Assert.Contains($"http://localhost:{_http.BaseAddress!.Port}/#key={key}", _stack.Output, StringComparison.Ordinal);
        await _stack.TerminateAsync();
        await using var second = StackRun.Start(Data, ("Orcheo__CanvasDirectory", Path.Combine(_folder.FullName, "dist")));
        await second.ReadyAsync();
        Assert.DoesNotContain("#key", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_built_canvas_the_page_says_how_to_build_it_and_no_link_is_printed()
    {
        await using var stack = StackRun.Start(Path.Combine(_folder.FullName, "other"), ("Orcheo__CanvasDirectory", Path.Combine(_folder.FullName, "nowhere")));
        var (status, page) = await stack.GetAsync("/");

        Assert.Equal(503, status);
        Assert.Contains("make build", page, StringComparison.Ordinal);
        Assert.Equal(200, (await stack.GetAsync("/api/health")).Status);
        Assert.DoesNotContain("#key", stack.Output, StringComparison.Ordinal);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, string? encodings = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (encodings is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
