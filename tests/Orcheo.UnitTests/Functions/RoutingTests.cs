using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Orcheo.UnitTests.Functions;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("/api/Plain", "plain")]
    [InlineData("/api/items/7", "item 7")]
    [InlineData("/api/items/special", "special")]
    [InlineData("/api/codes/ab1", "code ab1")]
    [InlineData("/api/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("/api/pages", "page 1")]
    [InlineData("/api/pages/4", "page 4")]
    [InlineData("/api/maybe", "maybe none")]
    [InlineData("/api/maybe/x", "maybe x")]
    public async Task A_path_reaches_the_function_whose_template_it_matches(string path, string answer)
    {
        await using var host = await RunningHost.StartAsync(typeof(Routes));
        Assert.Equal(answer, await host.GetAsync(path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/Plain")]
    [InlineData("/api/items")]
    [InlineData("/api/codes/toolong")]
    public async Task An_unknown_path_is_404_without_a_body(string path)
    {
        await using var host = await RunningHost.StartAsync(typeof(Routes));
        using var answer = await host.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Functions_share_a_route_by_method_and_another_method_is_405_with_Allow()
    {
        await using var host = await RunningHost.StartAsync(typeof(Routes));
        using var posted = await host.SendAsync(HttpMethod.Post, "/api/shared");
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal("got", await host.GetAsync("/api/shared"));
        using var refused = await host.SendAsync(HttpMethod.Delete, "/api/shared");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["GET", "POST"], refused.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_function_without_methods_serves_all_of_them()
    {
        await using var host = await RunningHost.StartAsync(typeof(Routes));
        using var answer = await host.SendAsync(HttpMethod.Patch, "/api/any");
        Assert.Equal("PATCH", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("v1/", "/v1/Plain")]
    [InlineData("", "/Plain")]
    public async Task The_route_prefix_comes_from_host_json_or_what_overrides_it(string prefix, string path)
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.Configuration.AddInMemoryCollection([new("AzureFunctionsJobHost:extensions:http:routePrefix", prefix)]),
            typeof(Routes));
        Assert.Equal("plain", await host.GetAsync(path));
    }

    [Fact]
    public void A_route_may_refer_to_a_setting()
    {
        using var folder = new RunningHost.HostFolder();
        var (host, _) = RunningHost.Build(folder, builder => builder.Configuration["Folder"] = "there", typeof(Referring));
        host.Dispose();
        var error = Assert.ThrowsAny<InvalidOperationException>(() => RunningHost.Build(folder, null, typeof(Referring)));
        Assert.Contains("'Folder'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Function 'Referring'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(Malformed), "malformed")]
    [InlineData(typeof(UnknownConstraint), "nonsense")]
    [InlineData(typeof(Competing), "already served by 'First'")]
    public void A_bad_route_stops_the_start_and_names_the_function(Type type, string complaint)
    {
        using var folder = new RunningHost.HostFolder();
        var error = Assert.ThrowsAny<InvalidOperationException>(() => RunningHost.Build(folder, null, type));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{type.FullName}.Run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_web_application_HTTP_functions_are_refused()
    {
        using var folder = new RunningHost.HostFolder();
        var builder = folder.CreateBuilder().WithFunctions(typeof(Referring));
        builder.Configuration["Folder"] = "there";
        var error = Assert.ThrowsAny<InvalidOperationException>(builder.Build);
        Assert.Contains("ConfigureFunctionsWebApplication", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_web_application_the_host_listens_nowhere()
    {
        using var folder = new RunningHost.HostFolder();
        using var host = folder.CreateBuilder("--Logging:LogLevel:Default=Warning").WithFunctions().Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    internal sealed class Routes(TimeProvider clock)
    {
        [Function("Plain")]
        public string Plain([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) =>
            request.Method == "GET" && clock == TimeProvider.System ? "plain" : "?";

        [Function("Item")]
        public static string Item([HttpTrigger("get", Route = "items/{id:int}")] HttpRequest request, int id) => $"item {id}";

        [Function("Special")]
        public static string Special([HttpTrigger("get", Route = "/items/special")] HttpRequest request) => "special";

        [Function("Code")]
        public static string Code([HttpTrigger("get", Route = "codes/{code:regex(^\\w{{3}}$)}")] HttpRequest request, string code) =>
            $"code {code}";

        [Function("Files")]
        public static string Files([HttpTrigger("get", Route = "files/{*path}")] HttpRequest request, string path) => path;

        [Function("Pages")]
        public static string Pages([HttpTrigger("get", Route = "pages/{page:int=1}")] HttpRequest request, int page) => $"page {page}";

        [Function("Maybe")]
        public static string Maybe([HttpTrigger("get", Route = "maybe/{what?}")] HttpRequest request, string? what) =>
            $"maybe {what ?? "none"}";

        [Function("SharedGet")]
        public static string SharedGet([HttpTrigger("get", Route = "shared")] HttpRequest request) => "got";

        [Function("SharedPost")]
        public static IActionResult SharedPost([HttpTrigger("post", Route = "shared")] HttpRequest request) => new StatusCodeResult(201);

        [Function("Any")]
        public static string Any([HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) => request.Method;
    }

    internal static class Referring
    {
        [Function("Referring")]
        public static void Run([HttpTrigger("get", Route = "%Folder%/x")] HttpRequest request)
        {
        }
    }

    internal static class Malformed
    {
        [Function("Malformed")]
        public static void Run([HttpTrigger("get", Route = "a/{b")] HttpRequest request)
        {
        }
    }

    internal static class UnknownConstraint
    {
        [Function("UnknownConstraint")]
        public static void Run([HttpTrigger("get", Route = "a/{b:nonsense}")] HttpRequest request)
        {
        }
    }

    internal static class Competing
    {
        [Function("First")]
        public static void First([HttpTrigger("get", Route = "a/{b}/c.{d}")] HttpRequest request)
        {
        }

        [Function("Second")]
        public static void Run([HttpTrigger("post", "get", Route = "A/{c}/c.{e}")] HttpRequest request)
        {
        }
    }
}
