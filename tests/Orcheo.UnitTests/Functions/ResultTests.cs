using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.UnitTests.Functions;

public sealed class ResultTests
{
    [Theory]
    [InlineData("action", 202, "application/json", "{\"first_name\":\"Ada\"}")]
    [InlineData("actionTask", 202, "application/json", "{\"first_name\":\"Ada\"}")]
    [InlineData("result", 200, "text/plain", "minimal")]
    [InlineData("resultValueTask", 200, "text/plain", "minimal")]
    [InlineData("text", 200, "text/plain", "hello")]
    [InlineData("object", 200, "application/json", "{\"first_name\":\"Ada\"}")]
    [InlineData("nothing", 204, null, "")]
    [InlineData("nothingTask", 204, null, "")]
    [InlineData("nothingValueTask", 204, null, "")]
    [InlineData("none", 200, null, "")]
    public async Task A_result_is_written_by_its_kind(string path, int status, string? type, string body)
    {
        await using var host = await RunningHost.StartAsync(
            builder => builder.Services.Configure<JsonOptions>(
                json => json.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower),
            typeof(Results));
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/" + path);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(answer.Headers.Contains("Server"));
    }

    internal sealed record Person(string FirstName);

    internal static class Results
    {
        [Function("action")]
        public static IActionResult Action([HttpTrigger("get")] HttpRequest request) => new AcceptedResult((string?)null, new Person("Ada"));

        [Function("actionTask")]
        public static async Task<IActionResult> ActionTask([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            return Action(request);
        }

        [Function("result")]
        public static IResult Result([HttpTrigger("get")] HttpRequest request) => Microsoft.AspNetCore.Http.Results.Text("minimal");

        [Function("resultValueTask")]
        public static ValueTask<IResult> ResultValueTask([HttpTrigger("get")] HttpRequest request) => new(Result(request));

        [Function("text")]
        public static Task<string> Text([HttpTrigger("get")] HttpRequest request) => Task.FromResult("hello");

        [Function("object")]
        public static Person Object([HttpTrigger("get")] HttpRequest request) => new("Ada");

        [Function("nothing")]
        public static void Nothing([HttpTrigger("get")] HttpRequest request) => request.HttpContext.Response.StatusCode = 204;

        [Function("nothingTask")]
        public static async Task NothingTask([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            Nothing(request);
        }

        [Function("nothingValueTask")]
        public static async ValueTask NothingValueTask([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            Nothing(request);
        }

        [Function("none")]
        public static Person? None([HttpTrigger("get")] HttpRequest request) => null;
    }
}
