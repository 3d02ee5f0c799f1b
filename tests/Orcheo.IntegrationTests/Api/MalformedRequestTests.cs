using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class MalformedRequestTests(ApiFixture fixture) : ApiTest(fixture)
{
    public static TheoryData<string> BodyRoutes => ["POST /workflows", "POST /workflows/validate", "PUT /workflows/{id}", "POST /workflows/{id}/versions", "POST /executions"];

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task A_body_that_is_no_json_is_a_bad_request(string route)
    {
        foreach (var text in new[] { "{", "nonsense", "{\"name\":\"x\",}", "{'name':'x'}", "{\"name\":\"\u0001\"}", "{} {}", "NaN", "\uFEFF{" })
        {
            using var content = ApiClient.JsonContent(text);
            (await SendAsync(route, content)).ExpectProblem(HttpStatusCode.BadRequest, "ORC1001");
        }
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task Bytes_that_are_no_utf8_are_a_bad_request(string route)
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await SendAsync(route, content)).ExpectProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task A_document_too_deep_is_a_bad_request(string route)
    {
        foreach (var depth in new[] { 100, 50_000 })
        {
            using var content = ApiClient.JsonContent($"{{\"input\":{new string('[', depth)}{new string(']', depth)}}}");
            var exchange = await SendAsync(route, content);
            if (route != "POST /workflows/validate")
            {
                exchange.ExpectProblem(HttpStatusCode.BadRequest, "ORC1010");
            }
        }
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task A_body_over_the_limit_is_too_large(string route)
    {
        var document = Flow.Start().Document("Large");
        document["description"] = new string('x', 1024 * 1024);
        using var content = ApiClient.JsonContent(document.ToJsonString());
        (await SendAsync(route, content)).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "ORC1008");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large_without_a_length_too()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', 1024 * 1024)}\"}}")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentLength = null;
        (await Client.SendRawAsync("POST", "/workflows", content, ("Transfer-Encoding", "chunked")))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "ORC1008");
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task Another_media_type_is_not_read(string route)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/xml" })
        {
            using var content = new StringContent("{}", Encoding.UTF8, type);
            (await SendAsync(route, content)).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "ORC1009");
        }
    }

    [Theory]
    [InlineData("POST", "/health")]
    [InlineData("PUT", "/workflows")]
    [InlineData("PATCH", "/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6")]
    [InlineData("DELETE", "/executions")]
    [InlineData("DELETE", "/executions/exe_01k3z5x0a1b2c3d4e5f6g7h8j9")]
    [InlineData("GET", "/executions/exe_01k3z5x0a1b2c3d4e5f6g7h8j9/cancel")]
    [InlineData("POST", "/nodes")]
    public async Task A_method_that_a_route_lacks_is_not_allowed(string method, string path)
    {
        var refused = await Client.SendAsync(method, path);
        refused.ExpectProblem(HttpStatusCode.MethodNotAllowed, "ORC4005");
        Assert.NotEmpty(refused.Header("Allow"));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/")]
    [InlineData("/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6/nothing")]
    [InlineData("/executions/exe_01k3z5x0a1b2c3d4e5f6g7h8j9/nothing/else")]
    [InlineData("/%F0%9F%98%80")]
    public async Task A_route_that_does_not_exist_is_not_found(string path) =>
        (await Client.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");

    [Theory]
    [InlineData("wait=x")]
    [InlineData("wait=-1")]
    [InlineData("wait=61")]
    [InlineData("wait=1e3")]
    public async Task A_wait_that_cannot_be_read_starts_nothing(string preference)
    {
        var id = await Client.CreateAsync(Flow.Start());
        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id }, ("Prefer", preference)))
            .ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
        Assert.Empty((await Client.GetAsync($"/executions?workflow_id={id}")).Json.Items());
    }

    [Fact]
    public async Task Unknown_preferences_are_ignored()
    {
        var body = new JsonObject { ["workflow"] = Flow.Start().Definition() };
        (await Client.PostAsync("/executions", body, ("Prefer", "respond-async, return=minimal, wait=20"))).Expect(HttpStatusCode.OK);
    }

    private async Task<Exchange> SendAsync(string route, HttpContent content)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        if (path.Contains("{id}", StringComparison.Ordinal))
        {
            path = path.Replace("{id}", await Client.CreateAsync(Flow.Start()), StringComparison.Ordinal);
        }

        return await Client.SendRawAsync(method, path, content);
    }
}
